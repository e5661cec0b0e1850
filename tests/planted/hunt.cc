#include "tests/planted/hunt.h"

#include "properties/run.h"
#include "sim/choice/choices.h"
#include "tests/planted/switch.h"

namespace orderly {

std::optional<Found> Find(const PlantedBug& bug, const Hunt& hunt) {
  const Planting planting(bug.bug);
  const auto strategy = NewStrategy(hunt.strategy);
  RunOptions options;
  options.may_kill = bug.may_kill;
  for (uint64_t i = 0; i < hunt.most_runs; ++i) {
    Choices& choices = strategy->Next(hunt.first_seed + i);
    const Outcome outcome = RunOnce(bug.row, choices, options);
    strategy->Learn(choices, outcome);
    if (!outcome.Violates(bug.breaks)) continue;
    return Found{i + 1, {bug.row, bug.breaks, choices.tape()}};
  }
  return std::nullopt;
}

}  // namespace orderly
