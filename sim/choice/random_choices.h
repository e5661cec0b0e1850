#ifndef ORDERLY_SIM_CHOICE_RANDOM_CHOICES_H_
#define ORDERLY_SIM_CHOICE_RANDOM_CHOICES_H_

#include <cstdint>

#include "sim/base/hash.h"
#include "sim/choice/choices.h"

namespace orderly {

// Answers from a seed. Each answer is a function of the seed and the question's
// name alone (SplitMix64's finaliser as a counter-based generator), so that a
// seed, like a tape, survives unrelated new decisions.
class RandomChoices final : public Choices {
 public:
  explicit RandomChoices(uint64_t seed) : seed_(Mix64(seed + kGoldenGamma)) {}
  // Starts another run.
  void Restart(uint64_t seed) {
    Forget();
    seed_ = Mix64(seed + kGoldenGamma);
  }

 private:
  uint32_t Answer(const Question& question) override {
    const uint64_t name = (static_cast<uint64_t>(question.site) << 40) |
                          (static_cast<uint64_t>(question.actor) << 32) |
                          question.index;
    const uint64_t random = Mix64(seed_ ^ ((name + 1) * kGoldenGamma));
    const uint32_t high = static_cast<uint32_t>(random >> 32);
    if (question.odds.per_65536 == 0) return Scale(high, question.bound);
    if ((random & 0xffff) >= question.odds.per_65536) return 0;
    return 1 + Scale(high, question.bound - 1);
  }
  // Lemire's multiplication: integer only, and its bias of 2^-32 is the same
  // everywhere.
  static uint32_t Scale(uint32_t random, uint32_t bound) {
    return static_cast<uint32_t>((static_cast<uint64_t>(random) * bound) >> 32);
  }

  uint64_t seed_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_RANDOM_CHOICES_H_
