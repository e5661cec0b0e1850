#include "search/strategies/branching.h"

#include <algorithm>

#include "sim/choice/drawn.h"

namespace orderly {

void BranchChoices::Restart(uint64_t seed, const Tape* tape, uint32_t prefix) {
  Forget();
  seed_ = Mix64(seed + kGoldenGamma);
  tape_ = tape;
  prefix_ = prefix;
}

uint32_t BranchChoices::Answer(const Question& question) {
  if (questions() >= prefix_)
    return DrawnAnswer(seed_, question, question.odds);
  const Step* step = tape_->Find(question.site, question.actor, question.index);
  return step != nullptr && step->bound == question.bound ? step->value : 0;
}

Choices& Branching::Next(uint64_t seed) {
  DrawnSequence random(seed);
  if (corpus_->empty() || random.OneIn(4)) {
    choices_.Restart(seed, nullptr, 0);
    return choices_;
  }
  const Rare& rare = corpus_->Pick(random);
  // Sometimes from a little before it.
  const uint32_t back = std::min(rare.question, random.Below(8));
  choices_.Restart(seed, &rare.tape, rare.question - back);
  return choices_;
}

}  // namespace orderly
