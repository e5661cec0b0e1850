#ifndef ORDERLY_SIM_CHOICE_RANDOM_CHOICES_H_
#define ORDERLY_SIM_CHOICE_RANDOM_CHOICES_H_

#include <cstdint>

#include "sim/choice/choices.h"
#include "sim/choice/drawn.h"

namespace orderly {

// Answers from a seed, each by its own odds.
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
    return DrawnAnswer(seed_, question, question.odds);
  }

  uint64_t seed_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_RANDOM_CHOICES_H_
