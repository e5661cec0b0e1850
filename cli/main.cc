// orderly: whether closing a connection can lose data.
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/exit_code.h"

namespace orderly {
namespace {

constexpr Command kCommands[] = {
    {"compare",
     "compare [--goodbye=G] [--server=E] [--client=E] [--runs=N] "
     "[--held_runs=N] [--winner_runs=N] [--seed=N] [--threads=N] "
     "[--brief]",
     "every goodbye with every pair of endings, judged; the cheapest that "
     "holds",
     RunCompare},
    {"check", "check --goodbye=G --server=E --client=E [--runs=N] [--seed=N]",
     "one row, many runs", RunCheck},
    {"exhaust",
     "exhaust --goodbye=G --server=E --client=E [--faults=N] [--kill=WHO]",
     "one row, every schedule of a small session up to N faults", RunExhaust},
    {"replay", "replay TOKEN [--rows=N]",
     "a run again: verdict, schedule, ladder, both ends at the loss",
     RunReplay},
    {"shrink", "shrink TOKEN [--trials=N]",
     "a smaller token that breaks the same promise", RunShrink},
    {"claims", "claims [--story=ID]",
     "eleven things that people say about close(), each tried", RunClaims},
};

int Help(std::FILE* to) {
  std::fputs(
      "orderly: whether closing a TCP connection can lose data, by running "
      "it.\n\n",
      to);
  for (const Command& command : kCommands) {
    std::fprintf(to, "  orderly %s\n      %s\n",
                 std::string(command.usage).c_str(),
                 std::string(command.purpose).c_str());
  }
  std::fputs(
      "\nExit codes: 0 held, 1 violated, 2 inconclusive, 3 nondeterministic, "
      "64 usage, 70 internal.\n",
      to);
  return to == stdout ? kHeld : kUsage;
}

int Main(const std::vector<std::string_view>& words) {
  if (words.empty()) return Help(stderr);
  if (words[0] == "help" || words[0] == "--help" || words[0] == "-h") {
    return Help(stdout);
  }
  for (const Command& command : kCommands) {
    if (command.name != words[0]) continue;
    const std::vector<std::string_view> rest(words.begin() + 1, words.end());
    for (const std::string_view word : rest) {
      if (word == "--help") return Help(stdout);
    }
    absl::StatusOr<Flags> flags = Flags::Parse(rest);
    if (!flags.ok()) return UsageError(std::string(flags.status().message()));
    return command.run(*std::move(flags));
  }
  return UsageError("'" + std::string(words[0]) +
                    "': no such command; 'orderly help' lists them");
}

}  // namespace

int UsageError(std::string_view message) {
  std::fprintf(stderr, "orderly: %s\n", std::string(message).c_str());
  return kUsage;
}

}  // namespace orderly

int main(int argc, char** argv) {
  return orderly::Main(std::vector<std::string_view>(argv + 1, argv + argc));
}
