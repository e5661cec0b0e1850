#include "sim/choice/replay_choices.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace orderly {

uint32_t ReplayChoices::Answer(const Question& question) {
  const Step* step = tape_->Find(question.site, question.actor, question.index);
  if (step == nullptr) return 0;
  ++used_;
  if (step->bound != question.bound && other_bound_ == nullptr) {
    other_bound_ = step;
    asked_bound_ = question.bound;
  }
  // A trial of the shrinker can meet a smaller bound; it stays a valid answer.
  return step->value < question.bound ? step->value : question.bound - 1;
}

bool ReplayChoices::Wants(Site site) const { return tape_->Has(site); }

std::optional<std::string> ReplayChoices::Stale() const {
  if (other_bound_ != nullptr) {
    const size_t number =
        static_cast<size_t>(other_bound_ - tape_->steps().data()) + 1;
    return absl::StrCat("step ", number, " '", StepText(*other_bound_),
                        "' was recorded with ", other_bound_->bound,
                        " possible values, and there are ", asked_bound_,
                        " now");
  }
  if (used_ == tape_->size()) return std::nullopt;
  for (size_t i = 0; i < tape_->size(); ++i) {
    const Step& step = tape_->steps()[i];
    const uint32_t asked_count = asked(step.site, step.actor);
    if (step.index < asked_count) continue;
    return absl::StrCat("step ", i + 1, " '", StepText(step),
                        "' was never reached: the run asked ", asked_count,
                        " decisions of that place");
  }
  return std::nullopt;
}

}  // namespace orderly
