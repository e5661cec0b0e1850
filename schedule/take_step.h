#ifndef ORDERLY_SCHEDULE_TAKE_STEP_H_
#define ORDERLY_SCHEDULE_TAKE_STEP_H_

#include <optional>

#include "properties/scenario.h"
#include "schedule/schedule.h"
#include "schedule/words.h"

namespace orderly {

// The two sides; another word is refused.
Who TakeWho(Words& words);

// A line that is a step: what the world does, or an anchor. nullopt: it begins
// with no word of one, and nothing was taken.
std::optional<StepWords> TakeStep(Words& words);

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_TAKE_STEP_H_
