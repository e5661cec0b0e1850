#include <cstdio>
#include <string>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "conform/conformance.h"
#include "conform/kernel_stack.h"
#include "conform/sim_stack.h"
#include "conformance/page.h"

namespace orderly {
namespace {

// What the rules above leave out, random stories find: told to this machine's
// kernel, if it may be asked. False: it was not.
bool CompareStories(uint64_t stories) {
  auto kernel = conform::KernelStack::New();
  if (!kernel.ok()) {
    std::printf("This machine's kernel was not asked: %s\n",
                std::string(kernel.status().message()).c_str());
    return false;
  }
  conform::ConformOptions options;
  options.cases = stories;
  conform::SimStack host(conform::KernelConfig());
  const conform::ConformResult result =
      conform::Conform(host, **kernel, options);
  std::printf(
      "%llu of %llu random stories agree in every step with Linux %s, on which "
      "this runs ('orderly conform' shows the others).\n",
      static_cast<unsigned long long>(result.cases - result.differing),
      static_cast<unsigned long long>(result.cases),
      conform::KernelStack::Release().c_str());
  return true;
}

}  // namespace

int RunConformance(Flags flags) {
  bool brief = false;
  uint64_t stories = 0;
  absl::Status status = flags.TakeSwitch("brief", brief);
  status.Update(flags.TakeNumber("stories", 1'000'000, stories));
  status.Update(flags.RefuseUnknown("--brief and --stories"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (!flags.operands().empty())
    return UsageError("conformance takes no operands");
  std::fputs(ConformancePage(brief).c_str(), stdout);
  const bool asked = stories == 0 || CompareStories(stories);
  if (!AllAgree()) return kViolated;
  return asked ? kHeld : kInconclusive;
}

}  // namespace orderly
