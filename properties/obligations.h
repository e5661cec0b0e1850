#ifndef ORDERLY_PROPERTIES_OBLIGATIONS_H_
#define ORDERLY_PROPERTIES_OBLIGATIONS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "properties/side.h"
#include "protocol/goodbye.h"
#include "sim/base/instant.h"

namespace orderly {

// Who waits for what of whom, in the order in which a session comes to it.
enum class Duty : uint8_t {
  kAcknowledgements,  // the client waits for the server: to be told of records
  kFinalMessage,      // the client, which said goodbye, for CLOSE_OK or BYE
  kServerEnd,         // the client, which knows the outcome, for the end
  kGoodbye,           // the server for CLOSE, or the end of the stream
  kJournal,           // the server for its disk: what it was told is to last
  kClientEnd,         // the server, which has concluded, for the end
};
inline constexpr int kDutyCount = 6;

// What is owed in a run: an obligation is hot from when it is made until it is
// met, or until who waits for it gives it up or is gone; then it is cold. As
// long as a process lives some obligation to it is hot, but for the moments
// between two: a run that does not finish names who waits for whom.
class Obligations final {
 public:
  // From the start a client waits for its server, and a server for its client.
  Obligations();

  void Owe(Duty duty, Instant since);
  void Meet(Duty duty);
  // Waits for nothing any more.
  void End(Side side);

  bool hot(Duty duty) const { return Of(duty).has_value(); }
  // "the client waits for CLOSE_OK of the server since 0.06 s"; "the server
  // waits for nobody" if nothing is owed to it.
  std::string WhoWaits(Side side, protocol::GoodbyeKind goodbye) const;

 private:
  const std::optional<Instant>& Of(Duty duty) const {
    return since_[static_cast<size_t>(duty)];
  }

  std::array<std::optional<Instant>, kDutyCount> since_;  // while it is hot
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_OBLIGATIONS_H_
