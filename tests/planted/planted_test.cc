// The search finds each of the planted bugs, and what it finds replays and
// shrinks.
#include <gtest/gtest.h>

#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "search/check.h"
#include "search/token.h"
#include "tests/planted/hunt.h"
#include "tests/planted/planted_bugs.h"
#include "tests/planted/switch.h"

namespace orderly {
namespace {

constexpr uint64_t kMostRuns = 400'000;
constexpr uint64_t kShrinkTrials = 1'500;
constexpr size_t kMostSteps = 15;

TEST(PlantedBugsTest, HalfAreTheProtocolsAndEachScriptHasOne) {
  EXPECT_GE(ProtocolBugs().size(), 20);
  EXPECT_GE(TcpBugs().size(), 20);
  std::set<Bug> bugs;
  std::set<std::string_view> rules;
  for (const PlantedBug& bug : PlantedBugs()) {
    EXPECT_NE(bug.bug, Bug::kNone);
    EXPECT_TRUE(bugs.insert(bug.bug).second) << bug.name;
    rules.insert(bug.rule);
  }
  for (int script = 1; script <= 17; ++script) {
    EXPECT_TRUE(rules.contains("S" + std::to_string(script))) << script;
  }
}

class PlantedTest : public testing::TestWithParam<PlantedBug> {};

TEST_P(PlantedTest, IsFoundReplaysAndShrinks) {
  const PlantedBug& bug = GetParam();
  const std::optional<Found> found = Find(bug, {.most_runs = kMostRuns});
  ASSERT_TRUE(found.has_value())
      << "not found in " << kMostRuns << " runs: " << bug.what;

  // The same decisions without the bug break nothing.
  EXPECT_FALSE(ReplayToken(found->token, /*keep_trace=*/false)
                   .outcome.Violates(bug.breaks))
      << TokenText(found->token);

  const PlantingEverywhere planting(bug.bug);
  const std::optional<ShrunkToken> shrunk =
      ShrinkToken(found->token, kShrinkTrials);
  ASSERT_TRUE(shrunk.has_value()) << TokenText(found->token);
  const Replay replay = ReplayToken(shrunk->token, /*keep_trace=*/false);
  EXPECT_EQ(replay.stale, std::nullopt);
  EXPECT_TRUE(replay.outcome.Violates(bug.breaks));
  EXPECT_TRUE(shrunk->minimal) << TokenText(shrunk->token);
  EXPECT_LE(shrunk->token.tape.size(), kMostSteps) << TokenText(shrunk->token);
  std::printf("%s: %llu runs, %zu steps, %s\n", std::string(bug.name).c_str(),
              static_cast<unsigned long long>(found->runs),
              shrunk->token.tape.size(), TokenText(shrunk->token).c_str());
}

INSTANTIATE_TEST_SUITE_P(All, PlantedTest, testing::ValuesIn(PlantedBugs()),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace orderly
