// Every schedule of a small session within a bound: what holds there, and what
// is found; that merging equal states hides nothing, and that a state which
// leaves something out is noticed.
#include "search/explore.h"

#include <chrono>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "properties/world.h"
#include "search/check.h"
#include "sim/base/state_hash.h"

namespace orderly {
namespace {

using protocol::Ending;
using protocol::GoodbyeKind;

constexpr Row kRecommended = {GoodbyeKind::kCloseOk,
                              Ending::kShutdownWrDrainClose, Ending::kClose};

Row ServerEnds(Ending ending) {
  return {GoodbyeKind::kCloseOk, ending, Ending::kClose};
}

// The client sends PING every 55 ms.
ExploreOptions Within(const char* bound) {
  ExploreOptions options;
  options.bound = *ParseBound(bound);
  options.scenario = Tape({*HeartbeatStep(std::chrono::milliseconds(55))});
  return options;
}

std::set<Promise> BrokenIn(const Exploration& exploration) {
  std::set<Promise> broken;
  for (const auto& found : exploration.broken) {
    if (found.has_value()) broken.insert(*found->token.promise);
  }
  return broken;
}

TEST(ExploreTest, RecommendedRowHolds) {
  const Exploration result =
      Explore(kRecommended, Within("orders,losses=1,kills=1"));
  EXPECT_TRUE(result.complete);
  EXPECT_TRUE(result.held());
  EXPECT_EQ(result.nondeterministic, std::nullopt);
  EXPECT_GT(result.audited, 100);
  EXPECT_GT(result.merged, result.schedules / 2);
}

struct Wrong {
  Row row;
  const char* bound;
};

class WrongRowTest : public testing::TestWithParam<Wrong> {};

TEST_P(WrongRowTest, IsFoundAndItsTokenReplays) {
  ExploreOptions options = Within(GetParam().bound);
  options.stop_at_first = true;
  const Exploration result = Explore(GetParam().row, options);
  EXPECT_EQ(result.nondeterministic, std::nullopt);
  const auto& found =
      result.broken[static_cast<size_t>(Promise::kGoodbyeHeard)];
  ASSERT_TRUE(found.has_value()) << ExplorationText(result);
  const Replay replay = ReplayToken(found->token, /*keep_trace=*/false);
  EXPECT_EQ(replay.stale, std::nullopt);
  EXPECT_TRUE(replay.outcome.Violates(Promise::kGoodbyeHeard));
  EXPECT_LE(found->token.tape.size(), 3);  // two of which say how it is run
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongRowTest,
    testing::Values(
        Wrong{ServerEnds(Ending::kClose), "orders,losses=1,kills=1"},
        Wrong{ServerEnds(Ending::kShutdownWrClose), "orders,losses=1,kills=1"},
        Wrong{ServerEnds(Ending::kShutdownRdwrClose),
              "orders,losses=1,kills=1"},
        Wrong{ServerEnds(Ending::kLinger0), "orders,losses=1,kills=1"},
        Wrong{ServerEnds(Ending::kLinger5), "orders,losses=1,kills=1"},
        // It sleeps for a second: an outage is longer.
        Wrong{ServerEnds(Ending::kSleepClose), "orders,faults=2"},
        Wrong{{GoodbyeKind::kEof, Ending::kClose, Ending::kClose},
              "orders,losses=1,kills=1"}));

TEST(ExploreTest, MergingHidesNothing) {
  const std::vector<Row> rows = {
      kRecommended,
      ServerEnds(Ending::kClose),
      ServerEnds(Ending::kLinger0),
      ServerEnds(Ending::kOutqClose),
      {GoodbyeKind::kEof, Ending::kShutdownWrDrainClose,
       Ending::kShutdownWrDrainClose}};
  for (const char* bound :
       {"orders", "losses=2", "faults=1", "losses=1,kills=1"}) {
    for (const Row& row : rows) {
      ExploreOptions options = Within(bound);
      const Exploration merged = Explore(row, options);
      options.merge_states = false;
      const Exploration all = Explore(row, options);
      EXPECT_TRUE(merged.complete);
      EXPECT_TRUE(all.complete);
      EXPECT_EQ(BrokenIn(merged), BrokenIn(all)) << RowText(row);
      EXPECT_LE(merged.schedules, all.schedules);
      std::printf("%s, %s: %llu schedules of %llu\n", RowText(row).c_str(),
                  bound, static_cast<unsigned long long>(merged.schedules),
                  static_cast<unsigned long long>(all.schedules));
    }
  }
}

uint64_t AlmostNothing(const World& world) {
  StateHash hash;
  hash.Add(world.sim().now(), world.ruptured());
  return hash.value();
}

uint64_t WithoutNetworkAndHosts(const World& world) {
  StateHash hash;
  hash.Add(world.processes(), world.streams(), world.disk(), world.client(),
           world.server(), world.ruptured());
  return hash.value();
}

class AuditTest
    : public testing::TestWithParam<uint64_t (*)(const World& world)> {};

TEST_P(AuditTest, NoticesAStateThatLeavesSomethingOut) {
  ExploreOptions options = Within("orders,losses=2");
  options.state_of = GetParam();
  const Exploration result = Explore(kRecommended, options);
  ASSERT_TRUE(result.nondeterministic.has_value()) << ExplorationText(result);
  EXPECT_NE(result.nondeterministic->find("went on differently"),
            std::string::npos);
  EXPECT_FALSE(result.complete);
}

INSTANTIATE_TEST_SUITE_P(All, AuditTest,
                         testing::Values(&AlmostNothing,
                                         &WithoutNetworkAndHosts));

TEST(ExploreTest, ThreadsChangeNothing) {
  ExploreOptions options = Within("orders,losses=2");
  const std::string one =
      ExplorationText(Explore(ServerEnds(Ending::kClose), options));
  options.threads = 3;
  EXPECT_EQ(ExplorationText(Explore(ServerEnds(Ending::kClose), options)), one);
}

TEST(ExploreTest, OnlyWhoMayDieDies) {
  ExploreOptions options = Within("kills=1");
  const Exploration both = Explore(kRecommended, options);
  options.client_may_die = false;
  const Exploration server = Explore(kRecommended, options);
  options.client_may_die = true;
  options.server_may_die = false;
  const Exploration client = Explore(kRecommended, options);
  // The run in which nobody dies is in all.
  EXPECT_EQ(both.schedules, server.schedules + client.schedules - 1);
  EXPECT_GT(client.schedules, 10);
  EXPECT_GT(server.schedules, 10);
  EXPECT_NE(ExplorationText(both).find("either side may be killed"),
            std::string::npos);
  EXPECT_NE(ExplorationText(client).find(
                "(the client sends PING every 55 ms; the client may be killed"),
            std::string::npos)
      << ExplorationText(client);
}

TEST(ExploreTest, IsNotCompleteWithTooManyStates) {
  ExploreOptions options = Within("orders,losses=2");
  options.max_states = 5000;
  const Exploration result = Explore(kRecommended, options);
  EXPECT_GE(result.states, 5000);
  EXPECT_FALSE(result.complete);
}

TEST(ExploreTest, SaysThatItIsNotComplete) {
  ExploreOptions options = Within("orders,losses=2");
  options.max_schedules = 100;
  const Exploration result = Explore(kRecommended, options);
  EXPECT_EQ(result.schedules, 100);
  EXPECT_FALSE(result.complete);
  EXPECT_NE(ExplorationText(result).find("NOT complete"), std::string::npos);
}

}  // namespace
}  // namespace orderly
