#include "search/shrinker.h"

#include <array>

#include "search/shrink/attempts.h"
#include "search/shrink/passes.h"

namespace orderly {
namespace {

struct PassOver {
  Pass pass;
  Domain domain;
};

// What leaves out much comes first: the later ones have less to look at.
constexpr std::array<PassOver, 16> kPasses = {{
    {DeleteBlocks, Domain::kFaults},
    {ZeroKinds, Domain::kFaults},
    {LowerValues, Domain::kFaults},
    {Merge, Domain::kFaults},
    {MoveEarlier, Domain::kFaults},
    {ZeroKinds, Domain::kScenario},
    {LowerValues, Domain::kScenario},
    {ZeroKinds, Domain::kProcesses},
    {LowerValues, Domain::kProcesses},
    {Merge, Domain::kProcesses},
    {MoveEarlier, Domain::kProcesses},
    {Substitute, Domain::kProcesses},
    {Substitute, Domain::kFaults},
    {DropAndMend, Domain::kScenario},
    {DropAndMend, Domain::kFaults},
    {DropAndMend, Domain::kProcesses},
}};

}  // namespace

Shrunk Shrink(const Tape& tape, const Trial& trial, uint64_t max_trials) {
  // What is left when the others have had theirs shows that no step can go.
  const uint64_t last_trials = max_trials / 8;
  Attempts attempts(tape, trial, max_trials - last_trials);
  for (bool progress = true; progress && !attempts.spent();) {
    progress = false;
    for (const PassOver& it : kPasses) progress |= it.pass(attempts, it.domain);
  }
  attempts.AllowMore(last_trials);
  while (DeleteBlocks(attempts, Domain::kFaults)) {
  }
  return {attempts.best(), attempts.trials(), attempts.Minimal()};
}

}  // namespace orderly
