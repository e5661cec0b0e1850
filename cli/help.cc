#include <algorithm>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/command.h"
#include "protocol/ending.h"
#include "report/wrapped.h"
#include "search/strategy.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {
namespace {

constexpr FlagHelp kRowFlags[] = {
    {"--goodbye=G", "how the session says goodbye (close-ok)"},
    {"--server=E", "how the server ends (shutdown-wr,drain,close)"},
    {"--client=E", "how the client ends (close)"},
    {"--stack=S", "whose TCP both hosts have (linux)"},
    {"--client_stack=S", "whose TCP the client's host has"},
    {"--server_stack=S", "whose TCP the server's host has"},
};

std::vector<FlagHelp> FlagsOf(const Command& command) {
  std::vector<FlagHelp> flags;
  if (command.takes_row)
    flags.assign(std::begin(kRowFlags), std::end(kRowFlags));
  flags.insert(flags.end(), command.flags.begin(), command.flags.end());
  return flags;
}

std::string UsageOf(const Command& command) {
  std::string usage(command.operands);
  for (const FlagHelp& flag : FlagsOf(command)) {
    absl::StrAppend(&usage, usage.empty() ? "" : " ", "[",
                    std::string(flag.usage), "]");
  }
  const std::string name =
      absl::StrCat("  orderly ", std::string(command.name));
  return usage.empty() ? name + "\n" : Wrapped(name + " ", usage);
}

// What the letters stand for.
std::string ValuesText() {
  std::string endings;
  for (const protocol::Ending ending : protocol::AllEndings())
    absl::StrAppend(&endings, endings.empty() ? "" : " ",
                    std::string(protocol::EndingName(ending)));
  std::string stacks;
  for (const Stack stack : kAllStacks)
    absl::StrAppend(&stacks, stacks.empty() ? "" : " ",
                    std::string(StackName(stack)));
  std::string strategies;
  for (const StrategyKind kind : kAllStrategies)
    absl::StrAppend(&strategies, strategies.empty() ? "" : " ",
                    std::string(StrategyName(kind)));
  return absl::StrCat(Wrapped("G: ", "close-ok eof"), Wrapped("E: ", endings),
                      Wrapped("S: ", stacks), Wrapped("T: ", strategies));
}

constexpr std::string_view kExitCodes =
    "Exit codes: 0 held, 1 violated, 2 inconclusive, 3 nondeterministic, 64 "
    "usage, 70 internal.\n";

// Levenshtein's, of two short words.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t other = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, other});
    }
  }
  return row[b.size()];
}

}  // namespace

const Command* FindCommand(std::string_view name, std::string_view& nearest) {
  nearest = Commands().front().name;
  // No command is so long, and the distance to a long word takes long.
  name = name.substr(0, 40);
  for (const Command& command : Commands()) {
    if (command.name == name) return &command;
    if (Distance(command.name, name) < Distance(nearest, name))
      nearest = command.name;
  }
  return nullptr;
}

void PrintHelp(std::FILE* to) {
  std::string text =
      "orderly: whether closing a TCP connection can lose data, by running "
      "it.\n\n";
  for (const Command& command : Commands()) {
    absl::StrAppend(&text, UsageOf(command),
                    Wrapped("      ", command.purpose));
  }
  absl::StrAppend(&text, "\n", ValuesText(),
                  "\n'orderly help COMMAND' says what each flag means.\n",
                  std::string(kExitCodes));
  std::fputs(text.c_str(), to);
}

void PrintHelp(std::FILE* to, const Command& command) {
  const std::vector<FlagHelp> flags = FlagsOf(command);
  std::string text =
      absl::StrCat(UsageOf(command), Wrapped("      ", command.purpose),
                   flags.empty() ? "" : "\n");
  bool letters = false;
  for (const FlagHelp& flag : flags) {
    absl::StrAppend(
        &text, Wrapped(absl::StrFormat("  %-20s ", std::string(flag.usage)),
                       flag.meaning));
    for (const std::string_view letter : {"=G", "=E", "=S", "=T"})
      letters = letters || flag.usage.ends_with(letter);
  }
  if (letters) absl::StrAppend(&text, "\n", ValuesText());
  absl::StrAppend(&text, "\n", std::string(kExitCodes));
  std::fputs(text.c_str(), to);
}

}  // namespace orderly
