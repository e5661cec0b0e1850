// The recommended row keeps every promise, from the seeds of this run and
// shard: the target to run for long.
//
//   bazel test //tests/search:property_test --runs_per_test=200
//
// What a run reached, and the story of what it found, is among its outputs.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "properties/row.h"
#include "search/check.h"
#include "search/failure.h"
#include "search/test_run.h"

namespace orderly {
namespace {

constexpr uint64_t kRuns = 8000;
static_assert(kRuns <= TestRun::kSeeds);

TEST(PropertyTest, RecommendedRowKeepsEveryPromise) {
  const absl::StatusOr<TestRun> run = TestRun::FromEnvironment();
  ASSERT_TRUE(run.ok()) << run.status();
  CheckOptions options;
  options.first_seed = run->first_seed;
  options.runs = kRuns;
  const RowResult result = CheckRow(kRecommendedRow, options);
  ASSERT_EQ(result.nondeterministic, std::nullopt)
      << "NONDETERMINISTIC " << *result.nondeterministic;
  EXPECT_EQ(result.runs, kRuns);
  RecordProperty("first_seed", std::to_string(run->first_seed));
  std::printf("seeds %llu to %llu reached: %s\n",
              static_cast<unsigned long long>(run->first_seed),
              static_cast<unsigned long long>(run->first_seed + kRuns - 1),
              result.situations.Summary().c_str());
  EXPECT_TRUE(run->Keep("ledger", result.situations.ToText()).ok());
  std::string failures;
  for (const Counterexample& broken : result.broken) {
    const Replay replay = ReplayToken(broken.token, /*keep_trace=*/true);
    failures += FailureText(broken.token, replay.outcome) + "\n";
  }
  if (!failures.empty()) {
    EXPECT_TRUE(run->Keep("report.txt", failures).ok());
    ADD_FAILURE() << failures;
  }
  for (const std::string& missing : result.situations.Missing())
    ADD_FAILURE() << "INCONCLUSIVE: never reached: " << missing;
}

}  // namespace
}  // namespace orderly

int main(int argc, char** argv) {
  orderly::ShardBySeeds();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
