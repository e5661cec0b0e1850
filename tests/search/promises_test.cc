// The recommended row keeps every promise: by rapidcheck, and in every schedule
// of a small session (from seeds: property_test). Rows that are wrong break
// what they are known to break. (tests/planted has a bug for each other
// promise.)
#include <gtest/gtest.h>

#include <cstdio>
#include <optional>

#include "properties/row.h"
#include "search/check.h"
#include "search/property.h"
#include "sim/choice/tape.h"
#include "tests/schedule/folder.h"

namespace orderly {
namespace {

using protocol::Ending;
using protocol::GoodbyeKind;

// What was found before is looked at before anything is searched, in every
// shard.
class RegressionsFirst final : public testing::Environment {
  void SetUp() override { ExpectRegressionsFit(); }
};
testing::Environment* const regressions_first =
    testing::AddGlobalTestEnvironment(new RegressionsFirst);

constexpr Row kRecommended = {GoodbyeKind::kCloseOk,
                              Ending::kShutdownWrDrainClose, Ending::kClose};

TEST(PromisesTest, RecommendedRowHoldsByRapidcheck) {
  const PropertyResult result = CheckProperty(kRecommended, {.runs = 2000});
  EXPECT_EQ(result.runs, 2000);
  EXPECT_EQ(result.failure, std::nullopt) << *result.failure;
  std::printf("reached: %s\n", result.situations.Summary().c_str());
}

// What poll() says of a socket may be wrong (select(2), BUGS). A client that
// then waited in recv() for a server without power would wait for ever, and one
// that should have said CLOSE meanwhile would not have.
TEST(PromisesTest, APollThatIsWrongKeepsNobodyFromFinishing) {
  for (const char* steps :
       {"scenario.19.0=8/25+scenario.22.0=1/3+spurious.2.1=1/4",
        "scenario.0.0=1/6+scenario.11.0=1/3+scenario.22.0=1/3+"
        "spurious.2.0=1/4"}) {
    const Replay replay =
        ReplayToken({kRecommended, std::nullopt, Tape::FromText(steps).value()},
                    /*keep_trace=*/false);
    EXPECT_EQ(replay.stale, std::nullopt) << steps;
    EXPECT_TRUE(replay.outcome.violations.empty())
        << steps << ": " << replay.outcome.violations[0].happened;
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
