#ifndef ORDERLY_DRILL_RUNNER_H_
#define ORDERLY_DRILL_RUNNER_H_

#include <string>
#include <string_view>
#include <vector>

#include "drill/script.h"
#include "drill/verdict.h"
#include "sim/tcp/stack_profile.h"

namespace orderly::drill {

struct RunOptions {
  // packetdrill's own rule: what the host sends after the last outbound packet
  // of the script is not looked at. Else it is a failure, but where #ifdef
  // leaves the answer open.
  bool lenient = false;
  // Keeps the ladder of the run.
  bool ladder = false;
  // Whose TCP the script talks to.
  Stack stack = Stack::kLinux;
  // A command line's, as in a script: read SettingsOf().
  std::vector<Option> options;
};

struct RunResult {
  Verdict verdict;
  std::string ladder;
};

// Runs a script on one simulated host, on the virtual clock. The same script
// gives the same result everywhere.
RunResult RunScript(const Script& script, const RunOptions& options);

// The same for a script's text; one that cannot be read fails.
RunResult RunText(std::string_view text, const RunOptions& options);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_RUNNER_H_
