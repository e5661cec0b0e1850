#include "search/shrinker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace orderly {
namespace {

Step At(uint32_t index, uint32_t value) {
  return {Site::kTest, 0, index, value, 100};
}

bool Has(const Tape& tape, uint32_t index, uint32_t least) {
  const Step* step = tape.Find(Site::kTest, 0, index);
  return step != nullptr && step->value >= least;
}

TEST(ShrinkerTest, LeavesWhatIsNeededAndNothingElse) {
  std::vector<Step> steps;
  for (uint32_t i = 0; i < 60; ++i) steps.push_back(At(i, 50));
  // Fails while decision 17 is at least 3 and decision 40 at least 1.
  const Trial trial = [](const Tape& tape) -> std::optional<Tape> {
    if (!Has(tape, 17, 3) || !Has(tape, 40, 1)) return std::nullopt;
    return tape;
  };
  const Shrunk shrunk = Shrink(Tape(steps), trial, 10'000);
  EXPECT_EQ(shrunk.tape, Tape({At(17, 3), At(40, 1)}));
  EXPECT_LT(shrunk.trials, 600);
}

TEST(ShrinkerTest, MovesADisturbanceEarlier) {
  // Any one step fails, wherever it is.
  const Trial trial = [](const Tape& tape) -> std::optional<Tape> {
    return tape.empty() ? std::nullopt : std::optional<Tape>(tape);
  };
  const Shrunk shrunk = Shrink(Tape({At(6, 9), At(7, 9)}), trial, 10'000);
  EXPECT_EQ(shrunk.tape, Tape({At(0, 1)}));
}

TEST(ShrinkerTest, TakesWhatTheRunReallyUsed) {
  // The run never asks beyond decision 10: what it used is all that counts.
  const Trial trial = [](const Tape& tape) -> std::optional<Tape> {
    if (!Has(tape, 3, 1)) return std::nullopt;
    std::vector<Step> used = tape.steps();
    std::erase_if(used, [](const Step& step) { return step.index > 10; });
    return Tape(used);
  };
  const Shrunk shrunk =
      Shrink(Tape({At(3, 1), At(11, 1), At(12, 1)}), trial, 10'000);
  EXPECT_EQ(shrunk.tape, Tape({At(3, 1)}));
}

TEST(ShrinkerTest, StopsWhenItsTrialsAreUsedUp) {
  std::vector<Step> steps;
  for (uint32_t i = 0; i < 60; ++i) steps.push_back(At(i, 50));
  uint64_t trials = 0;
  const Trial trial = [&trials](const Tape& tape) -> std::optional<Tape> {
    ++trials;
    return tape.size() == 60 ? std::optional<Tape>(tape) : std::nullopt;
  };
  EXPECT_EQ(Shrink(Tape(steps), trial, 25).trials, 25);
  EXPECT_EQ(trials, 25);
}

}  // namespace
}  // namespace orderly
