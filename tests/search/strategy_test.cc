// What every strategy owes the search: runs that are functions of its seeds,
// and tapes that replay them; and what each one is for.
#include "search/strategy.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "properties/row.h"
#include "properties/run.h"
#include "properties/situation_ledger.h"
#include "sim/choice/replay_choices.h"

namespace orderly {
namespace {

struct Made {
  Tape tape;
  uint64_t digest;
};

std::vector<Made> Search(StrategyKind kind, uint64_t runs,
                         SituationLedger* ledger = nullptr) {
  const auto strategy = NewStrategy(kind);
  std::vector<Made> made;
  for (uint64_t seed = 1; seed <= runs; ++seed) {
    Choices& choices = strategy->Next(seed);
    const Outcome outcome = RunOnce(kRecommendedRow, choices, {});
    strategy->Learn(choices, outcome);
    made.push_back({choices.tape(), outcome.digest});
    if (ledger != nullptr) ledger->Add(outcome.situations);
  }
  return made;
}

class StrategyTest : public testing::TestWithParam<StrategyKind> {};

TEST_P(StrategyTest, SearchIsAFunctionOfItsSeeds) {
  const std::vector<Made> first = Search(GetParam(), 300);
  const std::vector<Made> second = Search(GetParam(), 300);
  for (size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].tape, second[i].tape) << "run " << i;
    EXPECT_EQ(first[i].digest, second[i].digest) << "run " << i;
  }
}

TEST_P(StrategyTest, TapesReplayWhatItDid) {
  for (const Made& made : Search(GetParam(), 200)) {
    ReplayChoices choices(made.tape);
    EXPECT_EQ(RunOnce(kRecommendedRow, choices, {}).digest, made.digest);
    EXPECT_EQ(choices.Stale(), std::nullopt) << made.tape.ToText();
  }
}

TEST_P(StrategyTest, RunsDifferAndReachManyCells) {
  SituationLedger ledger;
  std::set<uint64_t> digests;
  for (const Made& made : Search(GetParam(), 8000, &ledger))
    digests.insert(made.digest);
  EXPECT_GT(digests.size(), 4000U);
  EXPECT_GT(ledger.cells_reached(), 200);
  if (GetParam() != kDefaultStrategy) return;
  EXPECT_EQ(ledger.Missing(), std::vector<std::string>());
}

TEST_P(StrategyTest, NameParses) {
  const auto parsed = ParseStrategy(StrategyName(GetParam()));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(*parsed, GetParam());
  EXPECT_EQ(NewStrategy(GetParam())->name(), StrategyName(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(All, StrategyTest, testing::ValuesIn(kAllStrategies),
                         [](const auto& info) {
                           return std::string(StrategyName(info.param));
                         });

TEST(StrategyNameTest, UnknownOneIsToldWhatThereIs) {
  EXPECT_EQ(ParseStrategy("best").status().message(),
            "--strategy=best: expected uniform, swarm, pct, guided, branching, "
            "portfolio");
}

// PCT disturbs a run at most as often as its depth; the others have no such
// bound.
TEST(PctTest, DisturbsAtMostFourPlaces) {
  for (const Made& made : Search(StrategyKind::kPct, 300)) {
    int disturbed = 0;
    for (const Step& step : made.tape.steps()) {
      if (step.site == Site::kFate || step.site == Site::kPause ||
          step.site == Site::kKill || step.site == Site::kShortRead ||
          step.site == Site::kShortWrite || step.site == Site::kInterrupt ||
          step.site == Site::kSpurious || step.site == Site::kNoMemory) {
        ++disturbed;
      }
    }
    EXPECT_LE(disturbed, 4) << made.tape.ToText();
  }
}

// In the same number of runs, those who look at where runs get reach more cells
// of the ledger than plain chance.
TEST(GuidedTest, ReachesMoreCellsThanChance) {
  std::array<int, 3> cells{};
  constexpr std::array kKinds = {StrategyKind::kUniform, StrategyKind::kGuided,
                                 StrategyKind::kBranching};
  for (size_t i = 0; i < kKinds.size(); ++i) {
    SituationLedger ledger;
    Search(kKinds[i], 8000, &ledger);
    cells[i] = ledger.cells_reached();
  }
  EXPECT_GT(cells[1], cells[0]);
  EXPECT_GT(cells[2], cells[0]);
}

}  // namespace
}  // namespace orderly
