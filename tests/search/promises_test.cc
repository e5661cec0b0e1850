// The recommended row keeps every promise: by rapidcheck and from seeds (and in
// every schedule of a small session: explore_test). Rows that are wrong break
// what they are known to break. (tests/planted has a bug for each other
// promise.)
#include <gtest/gtest.h>

#include <cstdio>

#include "properties/row.h"
#include "search/check.h"
#include "search/property.h"

namespace orderly {
namespace {

using protocol::Ending;
using protocol::GoodbyeKind;

constexpr Row kRecommended = {GoodbyeKind::kCloseOk,
                              Ending::kShutdownWrDrainClose, Ending::kClose};

TEST(PromisesTest, RecommendedRowHoldsByRapidcheck) {
  const PropertyResult result = CheckProperty(kRecommended, {.runs = 2000});
  EXPECT_EQ(result.runs, 2000);
  EXPECT_EQ(result.failure, std::nullopt) << *result.failure;
  std::printf("reached: %s\n", result.situations.ToText().c_str());
}

TEST(PromisesTest, RecommendedRowHoldsFromSeedsAndReachesWhatMatters) {
  CheckOptions options;
  options.runs = 8000;
  const RowResult result = CheckRow(kRecommended, options);
  EXPECT_TRUE(result.held());
  std::printf("reached: %s\n", result.situations.ToText().c_str());
  for (const Situation situation : result.situations.Missing()) {
    ADD_FAILURE() << "INCONCLUSIVE: never reached: "
                  << SituationName(situation);
  }
}

// What each wrong row loses, and that its token is short.
struct Loss {
  Row row;
  Promise promise;
};

class LossTest : public testing::TestWithParam<Loss> {};

TEST_P(LossTest, IsFoundAndShrinksToAShortStory) {
  CheckOptions options;
  options.runs = 3000;
  const RowResult result = CheckRow(GetParam().row, options);
  const Counterexample* broken = result.of(GetParam().promise);
  ASSERT_NE(broken, nullptr) << RowText(GetParam().row);
  EXPECT_LE(broken->token.tape.size(), 12);
  const Replay replay = ReplayToken(broken->token, /*keep_trace=*/false);
  EXPECT_EQ(replay.stale, std::nullopt);
  EXPECT_EQ(replay.outcome.digest, broken->digest);
  std::printf("%s: %s\n%s\n", RowText(GetParam().row).c_str(),
              broken->happened.c_str(), TokenText(broken->token).c_str());
}

INSTANTIATE_TEST_SUITE_P(
    All, LossTest,
    testing::Values(
        Loss{{GoodbyeKind::kCloseOk, Ending::kClose, Ending::kClose},
             Promise::kGoodbyeHeard},
        Loss{{GoodbyeKind::kCloseOk, Ending::kShutdownWrClose, Ending::kClose},
             Promise::kGoodbyeHeard},
        Loss{
            {GoodbyeKind::kCloseOk, Ending::kShutdownRdwrClose, Ending::kClose},
            Promise::kGoodbyeHeard},
        Loss{{GoodbyeKind::kCloseOk, Ending::kLinger0, Ending::kClose},
             Promise::kGoodbyeHeard},
        Loss{{GoodbyeKind::kCloseOk, Ending::kLinger5, Ending::kClose},
             Promise::kGoodbyeHeard},
        Loss{{GoodbyeKind::kCloseOk, Ending::kClose, Ending::kClose},
             Promise::kAgree},
        Loss{{GoodbyeKind::kEof, Ending::kShutdownWrDrainClose,
              Ending::kShutdownWrDrainClose},
             Promise::kRuptureRollsBack}));

}  // namespace
}  // namespace orderly
