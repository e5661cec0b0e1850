// Failing seeds of rows that are wrong shrink to short stories of which no step
// can be left out.
#include <gtest/gtest.h>

#include <cstdio>
#include <vector>

#include "search/check.h"
#include "tests/search/shrunk_runs.h"

namespace orderly {
namespace {

using protocol::Ending;
using protocol::GoodbyeKind;

constexpr uint64_t kMaxTrials = 1500;
constexpr size_t kSeedsOfEach = 12;
constexpr uint64_t kMostSeeds = 20'000;

// Rows that lose only when something goes wrong.
std::vector<FailingSeed> LosingSeeds() {
  std::vector<FailingSeed> seeds;
  for (const Ending server :
       {Ending::kClose, Ending::kShutdownWrClose, Ending::kShutdownRdwrClose,
        Ending::kLinger5, Ending::kSleepClose}) {
    for (const Promise promise : {Promise::kGoodbyeHeard, Promise::kAgree}) {
      const auto more =
          FailingSeeds({GoodbyeKind::kCloseOk, server, Ending::kClose}, promise,
                       kSeedsOfEach, kMostSeeds);
      EXPECT_EQ(more.size(), kSeedsOfEach);
      seeds.insert(seeds.end(), more.begin(), more.end());
    }
  }
  return seeds;
}

// The promise holds without any one step.
TEST(ShrinkingTest, LosingRowsShrinkToWhatIsNeeded) {
  const ShrunkRuns runs = ShrinkAll(LosingSeeds(), kMaxTrials, Keep::kPromise);
  EXPECT_LE(runs.MedianSteps(), 8);
  EXPECT_LE(runs.MostSteps(), 15);
  std::printf("%s\n", runs.ToText().c_str());
}

TEST(ShrinkingTest, TheCauseIsKeptWhereThatIsAskedFor) {
  const ShrunkRuns runs =
      ShrinkAll(LosingSeeds(), kMaxTrials, Keep::kPromiseAndCause);
  EXPECT_LE(runs.MedianSteps(), 8);
  EXPECT_LE(runs.MostSteps(), 15);
  std::printf("%s\n", runs.ToText().c_str());
}

// Under eof a plain session loses, too: only the cause asks for steps.
TEST(ShrinkingTest, ARowThatAlwaysLosesNeedsNoStep) {
  const Row row = {GoodbyeKind::kEof, Ending::kLinger0, Ending::kClose};
  const auto seeds = FailingSeeds(row, Promise::kAgree, 40, kMostSeeds);
  EXPECT_EQ(ShrinkAll(seeds, kMaxTrials, Keep::kPromise).MostSteps(), 0);
  const ShrunkRuns causes =
      ShrinkAll(seeds, kMaxTrials, Keep::kPromiseAndCause);
  EXPECT_EQ(causes.steps.size(), 40);
  EXPECT_GT(causes.MostSteps(), 0);
  EXPECT_LE(causes.MostSteps(), 15);
}

}  // namespace
}  // namespace orderly
