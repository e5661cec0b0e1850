#include "search/shrinker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
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

// Runs nothing: the tape itself, if it fails.
template <typename Fails>
Trial Failing(Fails fails) {
  return [fails](const Tape& tape) -> std::optional<Tape> {
    return fails(tape) ? std::optional<Tape>(tape) : std::nullopt;
  };
}

TEST(ShrinkerTest, MergesTwoStepsIntoOneOfAnotherValue) {
  // Two small disturbances, or a large one in the place of either.
  const Trial trial = Failing([](const Tape& tape) {
    return (Has(tape, 3, 1) && Has(tape, 8, 1)) || Has(tape, 8, 5);
  });
  EXPECT_EQ(Shrink(Tape({At(3, 1), At(8, 1)}), trial, 1000).tape,
            Tape({At(8, 5)}));
}

TEST(ShrinkerTest, DropsAParameterAndMovesTheLossAlong) {
  const Step many = {Site::kScenario, 0, 0, 5, 6};
  const auto loss = [](uint32_t index) {
    return Step{Site::kFate, 5, index, 1, 7};
  };
  // With many records the ninth segment is the one, else the fourth.
  const Trial trial = Failing([&](const Tape& tape) {
    const bool has_many = tape.Find(Site::kScenario, 0, 0) != nullptr;
    return tape.Find(Site::kFate, 5, has_many ? 8 : 3) != nullptr;
  });
  EXPECT_EQ(Shrink(Tape({loss(8), many}), trial, 1000).tape, Tape({loss(3)}));
}

TEST(ShrinkerTest, PutsALossInThePlaceOfManyShortWrites) {
  std::vector<Step> writes;
  for (uint32_t i = 0; i < 9; ++i)
    writes.push_back({Site::kShortWrite, 1, i, 1, 3});
  const Trial trial = Failing([&writes](const Tape& tape) {
    return tape == Tape(writes) || tape.Find(Site::kFate, 5, 4) != nullptr;
  });
  const Tape shrunk = Shrink(Tape(writes), trial, 1000).tape;
  EXPECT_EQ(shrunk.size(), 1);
  EXPECT_NE(shrunk.Find(Site::kFate, 5, 4), nullptr);
}

TEST(ShrinkerTest, SaysWhetherEachStepWasShownToBeNeeded) {
  std::vector<Step> steps;
  for (uint32_t i = 0; i < 40; ++i) steps.push_back(At(i, 1));
  const Trial all = Failing([](const Tape& tape) { return tape.size() == 40; });
  EXPECT_FALSE(Shrink(Tape(steps), all, 25).minimal);
  EXPECT_TRUE(Shrink(Tape(steps), all, 10'000).minimal);
}

// The last trials are kept for that: it is known though the others ran out.
TEST(ShrinkerTest, KeepsTrialsToShowIt) {
  const Trial trial = Failing(
      [](const Tape& tape) { return Has(tape, 7, 50) && Has(tape, 90, 50); });
  const Shrunk shrunk = Shrink(Tape({At(7, 99), At(90, 99)}), trial, 24);
  EXPECT_GT(shrunk.trials, 21);
  EXPECT_LE(shrunk.trials, 24);
  EXPECT_TRUE(shrunk.minimal);
}

TEST(ShrinkerTest, RunsNoTapeTwice) {
  std::set<std::vector<Step>> seen;
  std::vector<Step> steps;
  for (uint32_t i = 0; i < 12; ++i) steps.push_back(At(i, 9));
  const Trial trial = [&seen](const Tape& tape) -> std::optional<Tape> {
    EXPECT_TRUE(seen.insert(tape.steps()).second);
    return Has(tape, 2, 4) && Has(tape, 9, 1) ? std::optional<Tape>(tape)
                                              : std::nullopt;
  };
  const Shrunk shrunk = Shrink(Tape(steps), trial, 10'000);
  EXPECT_EQ(shrunk.tape.size(), 2);
  EXPECT_EQ(shrunk.trials, seen.size());
}

}  // namespace
}  // namespace orderly
