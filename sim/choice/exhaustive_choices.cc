#include "sim/choice/exhaustive_choices.h"

namespace orderly {

bool ExhaustiveChoices::IsGiven(Site site) const {
  if (limits_.given == nullptr) return false;
  for (const Step& step : limits_.given->steps()) {
    if (step.site == site) return true;
  }
  return false;
}

uint32_t ExhaustiveChoices::Answer(const Question& question) {
  if (IsGiven(question.site)) {
    const Step* step =
        limits_.given->Find(question.site, question.actor, question.index);
    if (step == nullptr) return 0;
    ++given_steps_;
    return step->value;
  }
  if (position_ < branches_.size()) {
    Branch& branch = branches_[position_++];
    // The same answers lead to the same question, or the program under test is
    // not deterministic.
    SIM_CHECK(branch.bound == question.bound);
    return branch.value;
  }
  if (disturbances() - given_steps_ >= limits_.max_disturbances) return 0;
  if (branches_.size() >= limits_.max_decisions) {
    cut_ = true;
    return 0;
  }
  branches_.push_back({0, question.bound});
  ++position_;
  return 0;
}

bool ExhaustiveChoices::Next() {
  Forget();
  position_ = 0;
  given_steps_ = 0;
  while (!branches_.empty()) {
    Branch& last = branches_.back();
    if (last.value + 1 < last.bound) {
      ++last.value;
      return true;
    }
    branches_.pop_back();
  }
  return false;
}

}  // namespace orderly
