#ifndef ORDERLY_CLI_EXIT_CODE_H_
#define ORDERLY_CLI_EXIT_CODE_H_

namespace orderly {

// What the command returns to its shell.
enum ExitCode : int {
  kHeld = 0,
  kViolated = 1,
  kInconclusive = 2,
  kNondeterministic = 3,
  kUsage = 64,
  kInternal = 70,
};

}  // namespace orderly

#endif  // ORDERLY_CLI_EXIT_CODE_H_
