#ifndef ORDERLY_CLI_OPERAND_H_
#define ORDERLY_CLI_OPERAND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/flags.h"
#include "properties/row.h"
#include "search/token.h"

namespace orderly {

// What a command is told to run.
struct Operand {
  enum class Kind : uint8_t {
    kToken,
    kClaim,     // the token of a claim's story
    kSchedule,  // a file that is one, or is called so
    kBytes,     // any other file: what a fuzzer wrote
  };
  Kind kind = Kind::kToken;
  std::string name;  // as typed, but for spaces and quotes around it
  std::string text;  // of the file
};

// A file is what exists, is called so (*.close) or has a folder in its name;
// all else is a token. Errors: the file cannot be read.
absl::StatusOr<Operand> ReadOperand(std::string_view word);

// The run that an operand names. `row` is for bytes alone, which name none:
// the recommended one without. Says on stderr how much of the bytes was used,
// unless it was all. Errors: kFailedPrecondition if it is stale or nothing of
// it was used, in a sentence; kInvalidArgument, what is wrong with it.
absl::StatusOr<Token> TokenOf(const Operand& operand,
                              const std::optional<Row>& row);

// Says why there is no run: STALE or a usage error. Returns an ExitCode.
int RefuseRun(const absl::Status& status);

}  // namespace orderly

#endif  // ORDERLY_CLI_OPERAND_H_
