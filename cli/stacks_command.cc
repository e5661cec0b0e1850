#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {
namespace {

std::string StacksText() {
  std::string text = absl::StrFormat("%-38s", "");
  for (const Stack stack : kAllStacks)
    absl::StrAppendFormat(&text, "%-18s", std::string(StackName(stack)));
  text = text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  for (const StackDifference& difference : StackDifferences()) {
    std::string line =
        absl::StrFormat("%-38s", std::string(difference.situation));
    const std::string usual = difference.answer(TcpConfig());
    for (const Stack stack : kAllStacks) {
      const std::string answer = difference.answer(StackConfig(stack));
      const bool as_linux = stack != Stack::kLinux && answer == usual;
      absl::StrAppendFormat(&line, "%-18s", as_linux ? "." : answer);
    }
    absl::StrAppend(&text, line.substr(0, line.find_last_not_of(' ') + 1), "\n",
                    "    ", std::string(difference.source), "\n");
  }
  return text +
         "\n.: as linux, which was measured. What no source names is as linux "
         "everywhere.\n";
}

}  // namespace

// NOLINTNEXTLINE(performance-unnecessary-value-param): as every command.
int RunStacks(Flags flags) {
  const absl::Status status = flags.RefuseUnknown("none");
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (!flags.operands().empty()) return UsageError("stacks takes no operands");
  std::fputs(StacksText().c_str(), stdout);
  return kHeld;
}

}  // namespace orderly
