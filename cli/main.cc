// orderly: whether closing a connection can lose data.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "sim/base/in_quotes.h"

namespace orderly {
namespace {

int NoSuchCommand(std::string_view name, std::string_view nearest) {
  return UsageError(InQuotes(name) + ": no such command; the nearest is '" +
                    std::string(nearest) +
                    "', and 'orderly help' lists all of them");
}

int Help(const std::vector<std::string_view>& words) {
  if (words.size() < 2) {
    PrintHelp(stdout);
    return kHeld;
  }
  std::string_view nearest;
  const Command* command = FindCommand(words[1], nearest);
  if (command == nullptr) return NoSuchCommand(words[1], nearest);
  PrintHelp(stdout, *command);
  return kHeld;
}

int Main(const std::vector<std::string_view>& words) {
  if (words.empty()) {
    PrintHelp(stderr);
    return kUsage;
  }
  if (words[0] == "help" || words[0] == "--help" || words[0] == "-h")
    return Help(words);
  std::string_view nearest;
  const Command* command = FindCommand(words[0], nearest);
  if (command == nullptr) return NoSuchCommand(words[0], nearest);
  const std::vector<std::string_view> rest(words.begin() + 1, words.end());
  for (const std::string_view word : rest) {
    if (word != "--help" && word != "-h") continue;
    PrintHelp(stdout, *command);
    return kHeld;
  }
  absl::StatusOr<Flags> flags = Flags::Parse(rest);
  if (!flags.ok()) return UsageError(std::string(flags.status().message()));
  return command->run(*std::move(flags));
}

}  // namespace

// Messages quote what was typed, which may hold anything; a terminal obeys
// control characters, and a second line is no sentence.
int UsageError(std::string_view message) {
  std::fprintf(stderr, "orderly: %s\n", Printable(message).c_str());
  return kUsage;
}

}  // namespace orderly

int main(int argc, char** argv) {
  // A failed check has said what it found; what is left is to say whose fault.
  std::signal(SIGABRT, [](int) { _exit(orderly::kInternal); });
  const int code =
      orderly::Main(std::vector<std::string_view>(argv + 1, argv + argc));
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  std::fputs("orderly: the output could not be written\n", stderr);
  return orderly::kInternal;
}
