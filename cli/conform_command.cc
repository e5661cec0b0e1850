#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/progress.h"
#include "conform/conformance.h"
#include "conform/kernel_stack.h"
#include "conform/script_text.h"
#include "conform/sim_stack.h"

namespace orderly {
namespace {

// Below it the simulator cannot be trusted to be as this kernel.
constexpr double kEnough = 0.995;

}  // namespace

int RunConform(Flags flags) {
  conform::ConformOptions options;
  absl::Status status = flags.TakeNumber("cases", 1'000'000'000, options.cases);
  status.Update(flags.TakeNumber("seed", ~0ULL >> 1, options.first_seed));
  status.Update(flags.RefuseUnknown("--cases and --seed"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (!flags.operands().empty()) return UsageError("conform takes no operands");
  auto kernel = conform::KernelStack::New();
  if (!kernel.ok()) {
    std::printf("INCONCLUSIVE  conform needs the kernel: %s\n",
                std::string(kernel.status().message()).c_str());
    return kInconclusive;
  }
  conform::SimStack host(conform::KernelConfig());
  Progress progress("stories", options.cases);
  options.progress = [&progress](uint64_t done) { progress.Show(done); };
  const conform::ConformResult result =
      conform::Conform(host, **kernel, options);
  for (const auto& [name, kind] : result.kinds) {
    std::printf("%llu  %s   (orderly conform --cases=1 --seed=%llu)\n%s\n",
                static_cast<unsigned long long>(kind.cases), name.c_str(),
                static_cast<unsigned long long>(kind.seed),
                conform::ScriptText(kind.example).c_str());
  }
  std::printf(
      "Linux %s: %llu of %llu stories agree in every step (%.2f %%), %llu "
      "steps, %zu kinds of difference, %.0f stories a second\n",
      conform::KernelStack::Release().c_str(),
      static_cast<unsigned long long>(result.cases - result.differing),
      static_cast<unsigned long long>(result.cases), 100 * result.agreement(),
      static_cast<unsigned long long>(result.steps), result.kinds.size(),
      static_cast<double>(result.cases) / progress.seconds());
  return result.agreement() >= kEnough ? kHeld : kViolated;
}

}  // namespace orderly
