#ifndef ORDERLY_PROTOCOL_MAIN_FLAGS_H_
#define ORDERLY_PROTOCOL_MAIN_FLAGS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "protocol/dial.h"
#include "protocol/options.h"
#include "protocol/report.h"

namespace protocol {

// The command line of //protocol:server and //protocol:client, and the flags
// that they share.

inline constexpr int kExitUsage = 64;
inline constexpr int kExitUnavailable = 69;

// 0 committed, 1 rolled back, 3 unknown.
int ExitCode(Verdict verdict);

// Sets the flags from --name=value, --name and --noname (bool). --help prints
// `usage` and the flags and exits with 0. Errors name the argument. (Abseil's
// own parser exits with 1, which here means "rolled back".)
absl::Status ParseArguments(int argc, char** argv, const std::string& usage);

struct CommonOptions {
  Endpoint endpoint;
  GoodbyeKind goodbye = GoodbyeKind::kCloseOk;
  StreamOptions stream;
  Ending ending = Ending::kShutdownWrDrainClose;
  EndingOptions ending_options;
  std::chrono::milliseconds heartbeat{0};
};

// What the shared flags say; errors name the flag.
absl::StatusOr<CommonOptions> ReadCommonFlags();

// `value` if it is in [least, most]; otherwise an error that names the flag.
absl::StatusOr<int64_t> CheckRange(const char* flag, int64_t value,
                                   int64_t least, int64_t most);

// "3 written, ..., ended by end of stream": the connection in one line.
std::string Describe(const StreamReport& report);

// Prints "PROGRAM: STATUS" to stderr and returns `exit_code`.
int Fail(const char* program, const absl::Status& status, int exit_code);

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_MAIN_FLAGS_H_
