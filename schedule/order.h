#ifndef ORDERLY_SCHEDULE_ORDER_H_
#define ORDERLY_SCHEDULE_ORDER_H_

#include <cstddef>
#include <optional>
#include <span>

#include "schedule/misfit.h"
#include "schedule/schedule.h"
#include "schedule/story.h"

namespace orderly {

// Whether a step decides something; else it is an anchor.
bool Decides(const StepWords& words);

// The first and the last place of a decision in the story, as the number of
// events before it: that about a segment was made in the call that sent it, and
// stands before or behind that.
struct StepTimes {
  size_t first = 0;
  size_t last = 0;
};

// The first anchor that does not happen after what stands above it, or decision
// that was made before the anchor above it. `times` are those of each step;
// nullopt for what has no place in the story.
std::optional<Misfit> Misplaced(const Schedule& schedule,
                                std::span<const std::optional<StepTimes>> times,
                                const Story& story);

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_ORDER_H_
