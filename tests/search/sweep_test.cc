// One fault at every place of a story.
#include "search/sweep.h"

#include <chrono>
#include <string>

#include "gtest/gtest.h"
#include "properties/scenario.h"
#include "search/check.h"
#include "search/describe.h"

namespace orderly {
namespace {

using protocol::Ending;
using protocol::GoodbyeKind;

Token PlainStory(Ending server) {
  return {{GoodbyeKind::kCloseOk, server, Ending::kClose},
          std::nullopt,
          Tape({*HeartbeatStep(std::chrono::milliseconds(20))})};
}

const SweptFault* Find(const Sweep& sweep, const std::string& name) {
  for (const SweptFault& fault : sweep.faults) {
    if (fault.name == name) return &fault;
  }
  return nullptr;
}

TEST(SweepTest, RecommendedRowKeepsEveryPromiseWhateverStrikesOnce) {
  const Sweep sweep = SweepStory(PlainStory(Ending::kShutdownWrDrainClose));
  EXPECT_EQ(sweep.stale, std::nullopt);
  EXPECT_TRUE(sweep.held()) << SweepText(sweep);
  EXPECT_EQ(sweep.faults.size(), 11);
  for (const SweptFault& fault : sweep.faults)
    EXPECT_GT(fault.places, 10) << fault.name;
}

TEST(SweepTest, LossOfCloseOkIsFoundAndReplays) {
  const Sweep sweep = SweepStory(PlainStory(Ending::kClose));
  const SweptFault* lost = Find(sweep, "a segment is lost");
  ASSERT_NE(lost, nullptr);
  const auto& broken =
      lost->broken[static_cast<size_t>(Promise::kGoodbyeHeard)];
  ASSERT_TRUE(broken.first.has_value());
  const Replay replay = ReplayToken(*broken.first, /*keep_trace=*/false);
  EXPECT_EQ(replay.stale, std::nullopt);
  EXPECT_TRUE(replay.outcome.Violates(Promise::kGoodbyeHeard));
}

// Of every strike: it really struck, as the run's end says.
TEST(SweepTest, StrikesRuptureTheRunAndReplay) {
  Token token = PlainStory(Ending::kShutdownWrDrainClose);
  for (uint32_t strike = 1; strike < 9; ++strike) {
    std::vector<Step> steps = token.tape.steps();
    steps.push_back({Site::kStrike, 0, 7, strike, 9});
    const Token struck{token.row, std::nullopt, Tape(steps)};
    const Replay replay = ReplayToken(struck, /*keep_trace=*/true);
    EXPECT_EQ(replay.stale, std::nullopt);
    EXPECT_TRUE(replay.outcome.ruptured) << TokenText(struck);
    const auto again = ParseToken(TokenText(struck));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(ReplayToken(*again, /*keep_trace=*/false).outcome.digest,
              replay.outcome.digest);
  }
}

TEST(SweepTest, ForgedResetEndsTheConnectionAtOnce) {
  Token token = PlainStory(Ending::kShutdownWrDrainClose);
  token.tape = Tape({{Site::kStrike, 0, 7, 1, 9}});
  const Replay replay = ReplayToken(token, /*keep_trace=*/true);
  bool closed = false;
  for (const TraceEvent& event : replay.outcome.trace->events()) {
    closed |= event.kind == TraceKind::kState && event.host == 0 &&
              event.from == TcpState::kEstablished &&
              event.to == TcpState::kClosed;
  }
  EXPECT_TRUE(closed);
}

TEST(SweepTest, StoryOfATokenIsSweptWithItsOwnFaults) {
  const auto token = ParseToken(
      "o1:close-ok:close:close:goodbye-heard:"
      "fate.5.4=1/7+scenario.9.0=1/6+scenario.16.0=1/4:6065");
  ASSERT_TRUE(token.ok());
  const Sweep sweep = SweepStory(*token);
  EXPECT_EQ(sweep.stale, std::nullopt);
  EXPECT_TRUE(sweep.broken_before[static_cast<size_t>(Promise::kGoodbyeHeard)]);
  for (const SweptFault& fault : sweep.faults) {
    for (const auto& broken : fault.broken) {
      if (!broken.first.has_value()) continue;
      EXPECT_EQ(ReplayToken(*broken.first, false).stale, std::nullopt)
          << TokenText(*broken.first);
    }
  }
}

const char kLoss[] =
    "o1:close-ok:close:close:goodbye-heard:"
    "fate.5.4=1/7+scenario.9.0=1/6+scenario.16.0=1/4:6065";

// A fault is not to blame for what the story breaks without it.
TEST(SweepTest, LossesOfTheStoryItselfAreMarkedAndHaveNoToken) {
  const Sweep sweep = SweepStory(*ParseToken(kLoss));
  for (const SweptFault& fault : sweep.faults) {
    for (const Promise promise : {Promise::kGoodbyeHeard, Promise::kAgree}) {
      EXPECT_EQ(fault.broken[static_cast<size_t>(promise)].first, std::nullopt)
          << fault.name;
    }
  }
  const std::string text = SweepText(sweep);
  EXPECT_NE(text.find("LOST as without"), std::string::npos) << text;
  EXPECT_NE(text.find("without a further fault it breaks goodbye-heard, agree"),
            std::string::npos)
      << text;
}

TEST(SweepTest, StoryThatBreaksAPromiseDidNotHold) {
  Sweep sweep;
  EXPECT_TRUE(sweep.held());
  sweep.broken_before[static_cast<size_t>(Promise::kAgree)] = true;
  EXPECT_FALSE(sweep.held());
}

// Of the last messages nothing is promised after a kill: that is not "held".
TEST(SweepTest, PromiseThatDoesNotApplyIsNotSaidToHold) {
  const Sweep sweep = SweepStory(PlainStory(Ending::kShutdownWrDrainClose));
  const SweptFault* killed = Find(sweep, "the client is killed");
  ASSERT_NE(killed, nullptr);
  const auto of = [](const SweptFault& fault, Promise promise) {
    return fault.broken[static_cast<size_t>(promise)].applies;
  };
  EXPECT_EQ(of(*killed, Promise::kGoodbyeHeard), 0U);
  EXPECT_EQ(of(*killed, Promise::kAgree), killed->places);
  const std::string text = SweepText(sweep);
  const size_t line = text.find("the client is killed");
  const std::string cells = text.substr(line, text.find('\n', line) - line);
  EXPECT_NE(cells.find("held            -              held"),
            std::string::npos)
      << cells;
}

TEST(SweepTest, FaultsThatWereNotSweptAreNoted) {
  const auto killed = ParseToken(
      "o1:close-ok:shutdown-wr,drain,close:close:-:"
      "kill.2.5=1/2+scenario.18.0=1/3:64c4");
  ASSERT_TRUE(killed.ok()) << killed.status();
  const Sweep sweep = SweepStory(*killed);
  EXPECT_EQ(sweep.faults.size(), 11U);
  const SweptFault* kill = Find(sweep, "the client is killed");
  ASSERT_NE(kill, nullptr);
  EXPECT_EQ(kill->places, 0U);
  EXPECT_EQ(kill->note, "not swept: the story has a kill already");
  EXPECT_NE(SweepText(sweep).find(kill->note), std::string::npos);
}

TEST(SweepTest, LossesBehindAllThatTheNetworkMayDoAreNoted) {
  Token story = PlainStory(Ending::kShutdownWrDrainClose);
  EXPECT_EQ(Find(SweepStory(story), "a segment is lost")->note, "");
  std::vector<Step> steps = story.tape.steps();
  for (uint32_t i = 0; i < 2; ++i) {
    // Two outages: each is two faults.
    steps.push_back({Site::kFate, 5, 2 * i, 6, 7});
  }
  steps.push_back({Site::kScenario, 16, 0, 1, 4});
  story.tape = Tape(steps);
  const Sweep sweep = SweepStory(story);
  EXPECT_EQ(sweep.stale, std::nullopt);
  const SweptFault* lost = Find(sweep, "a segment is lost");
  EXPECT_NE(lost->note.find("has all 4 network faults"), std::string::npos);
  EXPECT_NE(SweepText(sweep).find(lost->note), std::string::npos);
}

TEST(SweepTest, StepsAreDescribedInWords) {
  EXPECT_EQ(DescribeStep({Site::kStrike, 0, 6, 1, 9}),
            "a forged RST reaches the client after event 7");
  EXPECT_EQ(DescribeStep({Site::kOrder, 5, 2, 1, 3}),
            "at choice 3 of what comes first at the client, the second goes "
            "before the first");
  EXPECT_EQ(DescribeStep({Site::kOrder, 1, 0, 2, 3}),
            "at choice 1 of what comes first at the server, number 3 goes "
            "before all others");
}

}  // namespace
}  // namespace orderly
