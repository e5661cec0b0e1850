#include "search/explore_choices.h"

#include <algorithm>
#include <utility>

#include "sim/net/fate.h"

namespace orderly {

Left Left::After(const Step& step) const {
  Left left = *this;
  if (step.site == Site::kKill) --left.kills;
  if (step.site == Site::kFate) {
    const bool outage = static_cast<Fate>(step.value) == Fate::kOutage;
    left.faults -= std::min<uint8_t>(outage ? 2 : 1, left.faults);
  }
  return left;
}

void ExploreChoices::Restart(std::vector<Step> steps, uint32_t position,
                             Left left) {
  Forget();
  steps_ = std::move(steps);
  branches_.clear();
  position_ = position;
  asked_so_far_ = 0;
  left_ = left;
}

uint32_t ExploreChoices::AnswersOf(const Question& question) const {
  switch (question.site) {
    case Site::kFate:
      if (left_.faults == 0) return 1;
      return bound_.only_losses ? static_cast<uint32_t>(Fate::kDrop) + 1
                                : question.bound;
    case Site::kKill:
      return left_.kills > 0 ? question.bound : 1;
    case Site::kOrder:
    case Site::kSchedule:
      return bound_.orders ? question.bound : 1;
    case Site::kLatency:
    case Site::kIss:
    case Site::kPause:
    case Site::kShortRead:
    case Site::kShortWrite:
    case Site::kPower:
    case Site::kPartition:
    case Site::kScenario:
    case Site::kRandom:
    case Site::kTest:
    case Site::kInterrupt:
    case Site::kSpurious:
    case Site::kNoMemory:
    case Site::kStrike:
      return 1;
  }
  return 1;
}

uint32_t ExploreChoices::Answer(const Question& question) {
  if (question.site == Site::kScenario) {
    const Step* step =
        scenario_.Find(question.site, question.actor, question.index);
    return step == nullptr ? 0 : step->value;
  }
  const uint32_t position = ++asked_so_far_;
  if (position <= position_) {
    for (const Step& step : steps_) {
      if (step.site != question.site || step.actor != question.actor ||
          step.index != question.index)
        continue;
      // The same answers lead to the same question, or the program under test
      // is not deterministic.
      SIM_CHECK(step.bound == question.bound);
      return step.value;
    }
    return 0;
  }
  const uint32_t answers = AnswersOf(question);
  for (uint32_t value = 1; value < answers; ++value) {
    branches_.push_back(
        {{question.site, question.actor, question.index, value, question.bound},
         position});
  }
  return 0;
}

}  // namespace orderly
