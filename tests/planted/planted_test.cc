// Finds the bug that this binary's copy of the protocol was given.
#include <gtest/gtest.h>

#include <cstdio>

#include "properties/promise.h"
#include "properties/row.h"
#include "search/check.h"
#include "search/failure.h"
#include "search/token.h"
#include "tests/planted/planted_bugs.h"

namespace orderly {
namespace {

constexpr uint64_t kMostRuns = 50'000;

const PlantedBug& Planted() {
  for (const PlantedBug& bug : kPlantedBugs) {
    if (bug.name == PLANTED_BUG) return bug;
  }
  ADD_FAILURE() << PLANTED_BUG << " is not in planted_bugs.h";
  return kPlantedBugs[0];
}

TEST(PlantedBugTest, IsFoundAndItsTokenReplays) {
  const PlantedBug& bug = Planted();
  RowResult result;
  CheckOptions options;
  options.run.may_kill = bug.may_kill;
  options.runs = 500;
  uint64_t runs = 0;
  while (runs < kMostRuns && result.of(bug.breaks) == nullptr) {
    options.first_seed = runs + 1;
    result = CheckRow(bug.row, options);
    ASSERT_FALSE(result.nondeterministic) << *result.nondeterministic;
    runs += options.runs;
  }
  ASSERT_NE(result.of(bug.breaks), nullptr)
      << bug.name << " was not found in " << kMostRuns << " runs";
  const Counterexample& found = *result.of(bug.breaks);
  const Replay replay = ReplayToken(found.token, /*keep_trace=*/true);
  EXPECT_EQ(replay.stale, std::nullopt);
  EXPECT_TRUE(replay.outcome.Violates(bug.breaks));
  EXPECT_LE(found.token.tape.size(), 12);
  std::printf("found %s by run %llu, %zu steps\n%s\n", PLANTED_BUG,
              static_cast<unsigned long long>(found.seed),
              found.token.tape.size(),
              FailureText(found.token, replay.outcome).c_str());
}

}  // namespace
}  // namespace orderly
