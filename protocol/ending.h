#ifndef ORDERLY_PROTOCOL_ENDING_H_
#define ORDERLY_PROTOCOL_ENDING_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "protocol/clock.h"

namespace protocol {

// What a side does with its socket once its goodbye is said.
enum class Ending : uint8_t {
  kClose,                 // close
  kShutdownWrClose,       // shutdown-wr,close
  kShutdownWrDrainClose,  // shutdown-wr,drain,close: read until EOF, then close
  kShutdownRdwrClose,     // shutdown-rdwr,close
  kLinger0,               // linger0: SO_LINGER{1,0}, close
  kLinger5,               // linger5: SO_LINGER{1,5}, close
  kOutqClose,             // outq,close: wait until SIOCOUTQ is 0, then close
  kSleepClose,            // sleep,close: wait a second, then close
};

// Every ending, in the order above.
std::span<const Ending> AllEndings();
std::string_view EndingName(Ending ending);
// The error lists the names.
absl::StatusOr<Ending> ParseEnding(std::string_view name);

struct EndingOptions {
  // Bounds of the drain; the deadline also bounds the wait for SIOCOUTQ.
  // Shorter ones lose: three losses in a row outlast five seconds (RFC 6298).
  std::chrono::milliseconds deadline = std::chrono::seconds(30);
  size_t drain_limit = 64 * 1024;
  std::chrono::milliseconds sleep = std::chrono::seconds(1);
  // Above 0: a second handle (dup) is made before the ending, and closed this
  // long after the first.
  std::chrono::milliseconds second_handle{0};
};

enum class EndedBy : uint8_t {
  kClosed,     // It had nothing to wait for, or what it waited for came.
  kEof,        // The drain read the end of the stream.
  kDeadline,   // The drain or the wait for SIOCOUTQ ran out of time.
  kByteLimit,  // The drain ran into its limit.
  kError,      // A call failed; the socket was closed all the same.
};
std::string_view EndedByName(EndedBy ended_by);

struct EndingReport {
  EndedBy ended_by = EndedBy::kClosed;
  int error = 0;  // The errno of the first call that failed, or 0.
  uint64_t drained = 0;
  Nanos took = Nanos(0);
};

// Runs `ending` on the connected socket `fd`, blocking or not, and closes `fd`
// in every case. `drain` gets each piece of bytes that was read.
EndingReport RunEnding(int fd, Ending ending, const EndingOptions& options,
                       absl::FunctionRef<void(std::string_view)> drain);

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_ENDING_H_
