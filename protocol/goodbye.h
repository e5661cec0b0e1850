#ifndef ORDERLY_PROTOCOL_GOODBYE_H_
#define ORDERLY_PROTOCOL_GOODBYE_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"

namespace protocol {

// How a session says that it ended on purpose.
//   kEof      the end of the client's stream; the server answers BYE.
//   kCloseOk  CLOSE, answered by CLOSE_OK. The client's CLOSE asks for the
//             commit; the server's says only that it wants to end. The
//             server's CLOSE_OK says that the commit is durable, and is its
//             last message.
enum class GoodbyeKind : uint8_t { kEof, kCloseOk };

// "eof" and "close-ok".
std::string_view GoodbyeName(GoodbyeKind kind);
// The error lists the names.
absl::StatusOr<GoodbyeKind> ParseGoodbye(std::string_view name);

enum class Role : uint8_t { kClient, kServer };

enum class GoodbyeState : uint8_t {
  kOpen,               // Nobody said goodbye.
  kFinishing,          // Client: heard CLOSE, waits for its records' ACKs.
  kCloseSent,          // Sent CLOSE first.
  kCloseAnswered,      // Server: its CLOSE was answered, the client's is due.
  kCrossed,            // Client: answered CLOSE, its own is unanswered.
  kEofMade,            // Client, eof: ends its stream; BYE is due.
  kCommitting,         // Server: heard the goodbye, commit not yet durable.
  kCommittingCrossed,  // The same, and the server's own CLOSE is unanswered.
  kAwaitingCloseOk,    // Server: committed and said so, own CLOSE unanswered.
  kDone,               // Said and heard everything.
  kCutOff,             // Server: committed, but its CLOSE was never answered.
  kRuptured,           // Over without a goodbye that both sides heard.
};
inline constexpr int kGoodbyeStates = 12;

enum class GoodbyeInput : uint8_t {
  // Client: nothing more to send, nothing unacknowledged. Server: wants to end.
  kReady,
  kClose,
  kCloseOk,
  kBye,
  kEof,            // End of the stream, between two messages.
  kRupture,        // An error, an end inside a message, silence, nonsense.
  kCommitDurable,  // Server: the answer to kCommit.
  kCommitFailed,
};
inline constexpr int kGoodbyeInputs = 8;

enum class GoodbyeAction : uint8_t {
  kNone,
  kSendClose,
  kSendCloseOk,
  kSendCloseOkThenClose,
  kSendBye,
  kMakeEof,   // Run the ending now.
  kCommit,    // Make COMMIT durable, then give kCommitDurable or -Failed.
  kRollBack,  // Write ROLLBACK.
};

struct GoodbyeStep {
  GoodbyeState next = GoodbyeState::kOpen;
  GoodbyeAction action = GoodbyeAction::kNone;
  bool violation = false;  // This input breaks the protocol in this state.

  friend bool operator==(const GoodbyeStep&, const GoodbyeStep&) = default;
};

// The whole protocol of closing, as a table: defined for every argument.
// Nothing leaves kDone, kCutOff and kRuptured.
GoodbyeStep NextGoodbye(Role role, GoodbyeKind kind, GoodbyeState state,
                        GoodbyeInput input);

// kDone, kCutOff or kRuptured.
bool IsFinal(GoodbyeState state);

// Client: may start a record. Server: a RECORD is no violation.
bool RecordsAllowed(Role role, GoodbyeState state);

std::string_view StateName(GoodbyeState state);
std::string_view InputName(GoodbyeInput input);

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_GOODBYE_H_
