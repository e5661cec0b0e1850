#ifndef ORDERLY_PROTOCOL_REPORT_H_
#define ORDERLY_PROTOCOL_REPORT_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "protocol/codec.h"
#include "protocol/ending.h"
#include "protocol/goodbye.h"

namespace protocol {

enum class Verdict : uint8_t { kCommitted, kRolledBack, kUnknown };

// "committed", "rolled back", "unknown".
std::string_view VerdictName(Verdict verdict);

// What a client may conclude at its end. Only the server's final message is a
// confirmation; once the goodbye has left, its absence proves nothing.
struct ClientEvidence {
  bool goodbye_sent = false;
  bool confirmed = false;
};
Verdict ClientVerdict(ClientEvidence evidence);

// What either side says about its connection.
struct StreamReport {
  uint64_t bytes_written = 0;  // Accepted by send(); no more is known of them.
  uint64_t bytes_read = 0;     // Without those of the ending's drain.
  // An error, silence, nonsense, or an end of the stream that was no goodbye,
  // before the ending; eof client: during the ending too.
  bool rupture = false;
  // Why the session took it for a rupture; static storage.
  std::string_view reason = {};
  std::optional<Malformed> malformed;  // What could not be decoded, if so.
  int last_error = 0;  // errno of the last call that failed, or 0.
  EndingReport ending;
};

struct ClientReport {
  Verdict verdict = Verdict::kRolledBack;
  // All of CLOSE was accepted by send(), or the ending was begun (eof).
  bool goodbye_sent = false;
  bool heard_final_message = false;  // CLOSE_OK, or BYE (eof).
  uint64_t records_sent = 0;         // Handed to the stream, whole or not.
  uint64_t records_acknowledged = 0;
  GoodbyeState state = GoodbyeState::kOpen;  // Where the goodbye stopped.
  StreamReport stream;
};

struct ServerReport {
  // kUnknown only if the journal failed while it wrote COMMIT.
  Verdict verdict = Verdict::kRolledBack;
  // All of CLOSE_OK or BYE was accepted by send().
  bool final_message_sent = false;
  // CLOSE and, if the server said CLOSE too, its answer; eof: end of stream.
  bool heard_final_message = false;
  bool journal_failed = false;
  uint64_t records_durable = 0;
  GoodbyeState state = GoodbyeState::kOpen;
  StreamReport stream;
};

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_REPORT_H_
