#include "search/explain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/promise.h"
#include "properties/row.h"
#include "search/check.h"
#include "search/failure.h"
#include "search/token.h"
#include "sim/choice/tape.h"
#include "sim/trace/trace.h"
#include "sim/trace/trace_event.h"

namespace orderly {
namespace {

using protocol::Ending;
using protocol::GoodbyeKind;

constexpr Row kCloseAlone = {GoodbyeKind::kCloseOk, Ending::kClose,
                             Ending::kClose};

Tape TapeOf(std::string_view text) { return Tape::FromText(text).value(); }

// The server's CLOSE_OK is lost, and a PING comes for a socket that is closed.
Token LostCloseOk() {
  return {kCloseAlone, Promise::kGoodbyeHeard,
          TapeOf("fate.5.4=1/7+scenario.9.0=1/6+scenario.16.0=1/4")};
}

std::vector<std::string> Texts(const Token& token, const Explanation& why) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < why.steps.size(); ++i)
    texts.push_back(NeedText(token.tape.steps()[i], why.steps[i]));
  return texts;
}

TEST(ExplainTest, SaysWhichStepsAndValuesAreNeeded) {
  const Token token = LostCloseOk();
  const auto why = Explain(token);
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(Texts(token, *why),
            (std::vector<std::string>{
                "NEEDED (or 60 ms late; 450 ms late; lost, and so is all that "
                "follows it for 1.2 s)",
                "NEEDED (or 7)", "NEEDED (any value)"}));
  EXPECT_EQ(why->steps[0].others, (std::vector<uint32_t>{4, 5, 6}));
}

// CLOSE_OK is the seventh segment of the server because its first one was lost
// and sent again. Without that loss it is another, and the loss of that one
// does the same.
TEST(ExplainTest, AStepThatOnlyMovesAnotherIsNotNeeded) {
  const Token token = {
      kCloseAlone, Promise::kGoodbyeHeard,
      TapeOf("fate.5.0=1/7+fate.5.6=1/7+scenario.9.0=1/6+scenario.16.0=1/4")};
  const auto why = Explain(token);
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->steps[0].need, Need::kNotNeeded);
  EXPECT_EQ(why->steps[1].need, Need::kNeeded);
}

TEST(ExplainTest, EveryValueThatIsSaidToDoDoesAndNoOther) {
  const Token token = LostCloseOk();
  const auto why = Explain(token);
  ASSERT_TRUE(why.has_value());
  for (size_t i = 0; i < why->steps.size(); ++i) {
    std::vector<Step> steps = token.tape.steps();
    const uint32_t own = steps[i].value;
    for (uint32_t value = 1; value < steps[i].bound; ++value) {
      steps[i].value = value;
      const Replay replay =
          ReplayToken({token.row, token.promise, Tape(steps)}, false);
      const auto& others = why->steps[i].others;
      const bool said = value == own || std::find(others.begin(), others.end(),
                                                  value) != others.end();
      EXPECT_EQ(replay.outcome.Violates(*token.promise), said)
          << StepText(steps[i]);
    }
  }
}

TEST(ExplainTest, TheLossDecidesNotWhatPermitsIt) {
  const Token token = LostCloseOk();
  const auto why = Explain(token);
  ASSERT_TRUE(why.has_value());
  ASSERT_EQ(why->decided_by, std::optional<size_t>(0));
  const Replay replay = ReplayToken(token, /*keep_trace=*/true);
  const TraceEvent& event =
      replay.outcome.trace->events()[why->steps[0].shows_at.value()];
  EXPECT_EQ(event.kind, TraceKind::kSent);
  EXPECT_EQ(event.number, 11);
  const std::string text = FailureText(token, replay.outcome);
  EXPECT_NE(text.find("DECIDED   by step 1, at 52.00 ms (* in the ladder)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("52.00*  "), std::string::npos) << text;
}

// A preemption after the loss changes the run and decides nothing.
TEST(ExplainTest, WhatComesAfterTheDecisionIsNotNeeded) {
  Token token = LostCloseOk();
  std::vector<Step> steps = token.tape.steps();
  const Tape more = TapeOf("pause.2.20=3/7+scenario.17.0=1/3");
  steps.insert(steps.end(), more.steps().begin(), more.steps().end());
  token.tape = Tape(steps);
  ASSERT_EQ(ReplayToken(token, false).stale, std::nullopt);
  const auto why = Explain(token);
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(NeedText(token.tape.steps()[1], why->steps[1]), "not needed");
  EXPECT_GT(why->steps[1].shows_at, why->steps[0].shows_at);
  EXPECT_EQ(why->decided_by, std::optional<size_t>(0));
}

TEST(ExplainTest, AStepMayBeNeededForItsCauseAlone) {
  const Token token = {{GoodbyeKind::kEof, Ending::kClose, Ending::kClose},
                       Promise::kGoodbyeHeard,
                       TapeOf("scenario.10.0=1/6+scenario.13.0=1/3")};
  const auto why = Explain(token);
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->steps[0].need, Need::kThisCause);
  EXPECT_EQ(NeedText(token.tape.steps()[0], why->steps[0]).substr(0, 21),
            "NEEDED for this cause");
}

TEST(ExplainTest, ABrokenPromiseOfAPlainSessionIsDecidedByNoStep) {
  const Token token = {{GoodbyeKind::kEof, Ending::kClose, Ending::kClose},
                       Promise::kGoodbyeHeard,
                       Tape()};
  const auto why = Explain(token);
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->decided_by, std::nullopt);
  const Replay replay = ReplayToken(token, /*keep_trace=*/true);
  EXPECT_NE(FailureText(token, replay.outcome).find("DECIDED   by no step"),
            std::string::npos);
}

TEST(ExplainTest, APromiseThatHoldsHasNothingToExplain) {
  EXPECT_EQ(Explain({kCloseAlone, Promise::kGoodbyeHeard, Tape()}),
            std::nullopt);
  EXPECT_EQ(Explain({kCloseAlone, std::nullopt, LostCloseOk().tape}),
            std::nullopt);
}

}  // namespace
}  // namespace orderly
