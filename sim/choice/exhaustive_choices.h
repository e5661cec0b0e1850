#ifndef ORDERLY_SIM_CHOICE_EXHAUSTIVE_CHOICES_H_
#define ORDERLY_SIM_CHOICE_EXHAUSTIVE_CHOICES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/choice/choices.h"

namespace orderly {

// Every run, one after another: a depth-first odometer over the answers (the
// idea of TigerBeetle's exhaustigen), fewest disturbances first within a
// branch. With a limit on disturbances per run it is complete to that limit:
// once a run has so many, its other answers are benign and are not branched on.
//
//   ExhaustiveChoices choices({.max_disturbances = 2});
//   do Run(choices); while (choices.Next());
class ExhaustiveChoices final : public Choices {
 public:
  struct Limits {
    uint32_t max_disturbances = ~0U;
    // Answers that are not branched on: a site that the tape names is answered
    // by it alone. They are no disturbances. Must outlive the search.
    const Tape* given = nullptr;
    uint32_t max_decisions = ~0U;  // later questions are answered 0; cut() then
                                   // says that a run got there
  };
  explicit ExhaustiveChoices(const Limits& limits) : limits_(limits) {}

  // Moves to the next run. False when all have been made.
  bool Next();
  // Whether a run asked more than max_decisions: then the search was not
  // complete.
  bool cut() const { return cut_; }

 private:
  struct Branch {
    uint32_t value = 0;
    uint32_t bound = 0;
  };
  uint32_t Answer(const Question& question) override;

  Limits limits_;
  bool IsGiven(Site site) const;

  std::vector<Branch> branches_;
  size_t given_steps_ = 0;  // of this run
  size_t position_ = 0;
  bool cut_ = false;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_EXHAUSTIVE_CHOICES_H_
