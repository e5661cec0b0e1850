#ifndef ORDERLY_CLI_COMMAND_H_
#define ORDERLY_CLI_COMMAND_H_

#include <string_view>

#include "cli/flags.h"

namespace orderly {

// A subcommand of `orderly`: one file each. Writes its result to stdout, and
// progress and errors to stderr. Returns an ExitCode.
struct Command {
  std::string_view name;
  std::string_view usage;    // "compare [--runs=N] ..."
  std::string_view purpose;  // one line
  int (*run)(Flags flags);
};

int RunCompare(Flags flags);
int RunCheck(Flags flags);
int RunReplay(Flags flags);
int RunShrink(Flags flags);
int RunClaims(Flags flags);
int RunExplore(Flags flags);
int RunSweep(Flags flags);
int RunConform(Flags flags);
int RunDrill(Flags flags);
int RunStacks(Flags flags);
int RunConformance(Flags flags);
int RunLedger(Flags flags);
int RunCorpus(Flags flags);

// Prints "orderly: <message>" and returns kUsage.
int UsageError(std::string_view message);

}  // namespace orderly

#endif  // ORDERLY_CLI_COMMAND_H_
