#ifndef ORDERLY_CLI_COMMAND_H_
#define ORDERLY_CLI_COMMAND_H_

#include <cstdio>
#include <span>
#include <string_view>

#include "cli/flags.h"

namespace orderly {

// A flag as help shows it.
struct FlagHelp {
  std::string_view usage;    // "--runs=N"
  std::string_view meaning;  // one line, with its default
};

// A subcommand of `orderly`: one file each. Writes its result to stdout, and
// progress and errors to stderr. Returns an ExitCode.
struct Command {
  std::string_view name;
  std::string_view operands;  // "TOKEN|FILE.close"; "": it takes none
  std::string_view purpose;   // one line
  std::span<const FlagHelp> flags;
  bool takes_row;  // ... and the flags of a row (row_flags.h)
  int (*run)(Flags flags);
};

// All of them (help.cc).
std::span<const Command> Commands();
// The one of a name; null: there is none, and `nearest` is what may be meant.
const Command* FindCommand(std::string_view name, std::string_view& nearest);
// What all commands are for, and of one command every flag.
void PrintHelp(std::FILE* to);
void PrintHelp(std::FILE* to, const Command& command);

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
