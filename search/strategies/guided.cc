#include "search/strategies/guided.h"

#include <algorithm>

#include "sim/choice/drawn.h"

namespace orderly {

void MutatedChoices::Restart(uint64_t seed) {
  Forget();
  seed_ = Mix64(seed + kGoldenGamma);
  tape_ = nullptr;
  change_count_ = 0;
}

void MutatedChoices::Restart(uint64_t seed, const Rare& parent,
                             DrawnSequence& random) {
  Restart(seed);
  tape_ = &parent.tape;
  const uint32_t count = 1U << random.Below(3);
  for (uint32_t i = 0; i < count; ++i) ChangeOne(parent, random);
}

void MutatedChoices::ChangeOne(const Rare& parent, DrawnSequence& random) {
  const std::vector<Step>& steps = parent.tape.steps();
  if (!steps.empty() && random.OneIn(2)) {
    return ChangeStep(steps[random.Below(static_cast<uint32_t>(steps.size()))],
                      random);
  }
  if (parent.asked.empty()) return;
  const Rare::Asked& asked =
      parent.asked[random.Below(static_cast<uint32_t>(parent.asked.size()))];
  // A little beyond: a run that goes on longer asks more.
  Add({asked.site, asked.actor, random.Below(asked.count + 1), false});
}

void MutatedChoices::ChangeStep(const Step& step, DrawnSequence& random) {
  switch (random.Below(3)) {
    case 0:
      return Add({step.site, step.actor, step.index, true});
    case 1:
      return Add({step.site, step.actor, step.index, false});
    default:
      // Somewhere near.
      Add({step.site, step.actor, step.index, true});
      return Add({step.site, step.actor,
                  std::max(step.index + random.Below(7), 3U) - 3, false});
  }
}

uint32_t MutatedChoices::Answer(const Question& question) {
  if (tape_ == nullptr) return DrawnAnswer(seed_, question, question.odds);
  for (size_t i = change_count_; i-- > 0;) {
    const Change& change = changes_[i];
    if (change.site != question.site || change.actor != question.actor ||
        change.index != question.index) {
      continue;
    }
    if (change.benign) return 0;
    return 1 + Scaled(static_cast<uint32_t>(DrawnBits(seed_, question) >> 32),
                      question.bound - 1);
  }
  const Step* step = tape_->Find(question.site, question.actor, question.index);
  return step != nullptr && step->bound == question.bound ? step->value : 0;
}

Choices& Guided::Next(uint64_t seed) {
  DrawnSequence random(seed);
  if (corpus_->empty() || random.OneIn(8)) {
    choices_.Restart(seed);
  } else {
    choices_.Restart(seed, corpus_->Pick(random), random);
  }
  return choices_;
}

}  // namespace orderly
