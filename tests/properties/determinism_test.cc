// The same seed gives the same run: today, tomorrow, at -O0 and -O2, with g++
// and clang. The digests are of every event of a run.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "properties/row.h"
#include "properties/run.h"
#include "sim/choice/random_choices.h"
#include "sim/choice/replay_choices.h"
#include "tests/properties/golden_digests.h"

namespace orderly {
namespace {

// Seed 1 with the first row, seed 2 with the next, and so on.
Outcome RunSeed(uint64_t seed) {
  const std::vector<Row> rows = AllRows();
  RandomChoices choices(seed);
  return RunOnce(rows[(seed - 1) % rows.size()], choices, {});
}

TEST(DeterminismTest, DigestsAreTheGoldenOnes) {
  std::vector<uint64_t> differing;
  for (uint64_t seed = 1; seed <= kGoldenDigests.size(); ++seed) {
    if (RunSeed(seed).digest != kGoldenDigests[seed - 1]) {
      differing.push_back(seed);
    }
  }
  EXPECT_EQ(differing, std::vector<uint64_t>())
      << "seeds whose runs changed; if that was meant, print all digests with "
         "--gtest_also_run_disabled_tests --gtest_filter=*PrintDigests";
}

TEST(DeterminismTest, DISABLED_PrintDigests) {
  for (uint64_t seed = 1; seed <= kGoldenDigests.size(); ++seed) {
    std::printf("    0x%016llx,\n",
                static_cast<unsigned long long>(RunSeed(seed).digest));
  }
}

TEST(DeterminismTest, ThreadsDoNotMatter) {
  std::vector<uint64_t> digests(40);
  const auto run_half = [&digests](size_t first) {
    for (size_t i = first; i < digests.size(); i += 2) {
      digests[i] = RunSeed(i + 1).digest;
    }
  };
  std::thread other(run_half, 1);
  run_half(0);
  other.join();
  for (size_t i = 0; i < digests.size(); ++i) {
    EXPECT_EQ(digests[i], RunSeed(i + 1).digest) << "seed " << i + 1;
  }
}

TEST(DeterminismTest, KeepingTheTraceChangesNothing) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<Row> rows = AllRows();
    RandomChoices choices(seed);
    RunOptions options;
    options.keep_trace = true;
    const Outcome kept = RunOnce(rows[seed - 1], choices, options);
    EXPECT_EQ(kept.digest, RunSeed(seed).digest) << "seed " << seed;
    EXPECT_FALSE(kept.trace->events().empty());
  }
}

// A tape is all there is to a run: it replays the run of a seed, event by
// event.
TEST(DeterminismTest, TapeReplaysItsSeed) {
  const std::vector<Row> rows = AllRows();
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const Row& row = rows[(7 * seed) % rows.size()];
    RandomChoices random(seed);
    const Outcome first = RunOnce(row, random, {});
    const Tape tape = random.tape();
    ReplayChoices replay(tape);
    const Outcome second = RunOnce(row, replay, {});
    EXPECT_EQ(first.digest, second.digest) << RowText(row);
    EXPECT_EQ(first.violations, second.violations);
    EXPECT_EQ(replay.Stale(), std::nullopt);
    EXPECT_EQ(replay.tape(), tape);
  }
}

}  // namespace
}  // namespace orderly
