// The guard hears of a run that is no function of its tape, and says where it
// went another way.
#include "search/guard.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <optional>
#include <string>

#include "properties/row.h"
#include "properties/run.h"
#include "sim/choice/random_choices.h"
#include "sim/choice/replay_choices.h"

namespace orderly {
namespace {

constexpr Row kRow = {protocol::GoodbyeKind::kCloseOk,
                      protocol::Ending::kShutdownWrDrainClose,
                      protocol::Ending::kClose};

Outcome Honest(Choices& choices, bool keep_trace) {
  RunOptions options;
  options.keep_trace = keep_trace;
  return RunOnce(kRow, choices, options);
}

TEST(GuardTest, RunsThatAreFunctionsOfTheirTapesPass) {
  DeterminismGuard guard(Honest);
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    RandomChoices choices(seed);
    const Outcome outcome = Honest(choices, false);
    EXPECT_EQ(guard.Note(seed, choices.tape(), outcome), std::nullopt);
  }
  EXPECT_EQ(guard.Finish(), std::nullopt);
}

// A portfolio takes eight turns: runs of each of them are among the samples,
// and not many more than one in 64.
TEST(GuardTest, SamplesLeaveNoTurnOut) {
  std::array<int, 8> of_turn{};
  constexpr uint64_t kSeeds = 64'000;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    if (DeterminismGuard::Samples(seed)) ++of_turn[seed % of_turn.size()];
  }
  for (const int samples : of_turn) {
    EXPECT_GT(samples, 90);
    EXPECT_LT(samples, 160);
  }
}

// A world with a state that outlives its runs: each loses one segment more
// than the one before.
TEST(GuardTest, HiddenStateIsFoundAndItsFirstEventShown) {
  uint32_t runs = 0;
  const auto leaky = [&runs](Choices& /*choices*/, bool keep_trace) {
    const Tape hidden = *Tape::FromText("fate.1." + std::to_string(3 + runs++) +
                                        "=1/7+scenario.16.0=1/4");
    ReplayChoices secretly(hidden);
    return Honest(secretly, keep_trace);
  };
  DeterminismGuard guard(leaky);
  RandomChoices choices(1);
  const Outcome outcome = leaky(choices, false);
  EXPECT_EQ(guard.Note(1, choices.tape(), outcome), std::nullopt);
  const std::optional<std::string> difference = guard.Finish();
  ASSERT_TRUE(difference.has_value());
  EXPECT_NE(difference->find("seed 1 and its own tape"), std::string::npos);
  EXPECT_NE(difference->find("first difference at event"), std::string::npos)
      << *difference;
  EXPECT_NE(difference->find("segment"), std::string::npos) << *difference;
}

// What a guard says when some runs, of 1, 2, ..., believe something else. The
// first is noted, the second is its check, two more look for the difference.
std::string SaidOfMoods(bool (*is_moody)(int run)) {
  std::atomic<int> runs = 0;
  const auto moody = [&](Choices& choices, bool keep_trace) {
    Outcome outcome = Honest(choices, keep_trace);
    if (is_moody(++runs)) outcome.client_believes = "rolled back, today";
    return outcome;
  };
  DeterminismGuard guard(moody);
  RandomChoices choices(7);
  const Outcome outcome = moody(choices, false);
  EXPECT_EQ(guard.Note(7, choices.tape(), outcome), std::nullopt);
  return guard.Finish().value_or("nothing");
}

// The events are the same, and what is said of them is not.
TEST(GuardTest, OtherVerdictsOfTheSameEventsAreFound) {
  const std::string said = SaidOfMoods([](int run) { return run % 2 == 0; });
  EXPECT_NE(said.find("no event differs"), std::string::npos) << said;
}

// It does not happen again when they are told once more.
TEST(GuardTest, ADifferenceThatDoesNotComeAgainIsSaidToo) {
  const std::string said = SaidOfMoods([](int run) { return run == 2; });
  EXPECT_NE(said.find("both runs were alike"), std::string::npos) << said;
}

}  // namespace
}  // namespace orderly
