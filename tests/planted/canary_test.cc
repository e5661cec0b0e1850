// The canary: if this bug is not found, the search finds nothing. By the code
// that `orderly check` runs, from its first seed.
#include <gtest/gtest.h>

#include <cstdio>

#include "properties/promise.h"
#include "search/check.h"
#include "search/failure.h"
#include "tests/planted/planted_bugs.h"
#include "tests/planted/switch.h"

namespace orderly {
namespace {

TEST(CanaryTest, ServerThatDoesNotDrainIsFound) {
  CheckOptions options;
  options.runs = 2'000;
  EXPECT_TRUE(CheckRow(kRecommended, options).held());

  const PlantingEverywhere planting(Bug::kNoDrain);
  const RowResult result = CheckRow(kRecommended, options);
  ASSERT_FALSE(result.nondeterministic) << *result.nondeterministic;
  const Counterexample* found = result.of(Promise::kGoodbyeHeard);
  ASSERT_NE(found, nullptr) << "not found in " << options.runs << " runs";
  EXPECT_EQ(found->cause, Cause::kDataAfterClose);
  EXPECT_LE(found->token.tape.size(), 6);
  const Replay replay = ReplayToken(found->token, /*keep_trace=*/true);
  EXPECT_EQ(replay.stale, std::nullopt);
  ASSERT_TRUE(replay.outcome.Violates(Promise::kGoodbyeHeard));
  std::printf("found by run %llu\n%s\n",
              static_cast<unsigned long long>(found->runs),
              FailureText(found->token, replay.outcome).c_str());
}

}  // namespace
}  // namespace orderly
