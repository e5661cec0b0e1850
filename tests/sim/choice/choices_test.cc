// The sources of decisions: what each answers, and the record they keep.
#include "sim/choice/choices.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "sim/choice/byte_choices.h"
#include "sim/choice/random_choices.h"
#include "sim/choice/replay_choices.h"

namespace orderly {
namespace {

Tape TapeOf(const std::string& text) { return *Tape::FromText(text); }

// --- The record

TEST(ChoicesTest, RecordsOnlyWhatIsNotBenign) {
  const std::vector<uint8_t> bytes = {0, 3, 0, 1};
  ByteChoices choices(bytes);
  EXPECT_EQ(choices.Below(5, Site::kFate, 1), 0U);
  EXPECT_EQ(choices.Below(5, Site::kFate, 1), 3U);
  EXPECT_EQ(choices.Below(5, Site::kFate, 2), 0U);
  EXPECT_EQ(choices.Below(2, Site::kKill), 1U);
  EXPECT_EQ(choices.tape().ToText(), "fate.1.1=3/5+kill.0.0=1/2");
  EXPECT_EQ(choices.disturbances(), 2U);
  EXPECT_EQ(choices.asked(Site::kFate, 1), 2U);
  EXPECT_EQ(choices.asked(Site::kFate, 0), 0U);
}

TEST(ChoicesTest, ABoundOfOneIsNoDecision) {
  const std::vector<uint8_t> bytes = {1};
  ByteChoices choices(bytes);
  EXPECT_EQ(choices.Below(1, Site::kTest), 0U);
  EXPECT_EQ(choices.asked(Site::kTest, 0), 0U);
  EXPECT_TRUE(choices.Happens(Odds::OneIn(16), Site::kTest));
}

// --- Bytes

TEST(ByteChoicesTest, TakesOneByteUpTo256AndFourBeyond) {
  const std::vector<uint8_t> bytes = {255, 1, 2, 3, 0, 7};
  ByteChoices choices(bytes);
  EXPECT_EQ(choices.Below(256, Site::kTest), 255U);
  EXPECT_EQ(choices.Below(1'000'000, Site::kTest), 0x030201U);
  EXPECT_EQ(choices.Below(5, Site::kTest), 2U);
}

TEST(ByteChoicesTest, IsBenignAfterTheLastByte) {
  const std::vector<uint8_t> bytes = {1};
  ByteChoices choices(bytes);
  EXPECT_EQ(choices.Below(2, Site::kTest), 1U);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(choices.Below(2, Site::kTest), 0U);
    EXPECT_EQ(choices.Below(100'000, Site::kTest), 0U);
  }
}

// --- Random

// The same on every compiler, at every optimisation level: these are values of
// SplitMix64's finaliser, not of a library.
TEST(RandomChoicesTest, GivesTheSameAnswersForEver) {
  RandomChoices choices(42);
  std::vector<uint32_t> answers;
  for (int i = 0; i < 8; ++i)
    answers.push_back(choices.Below(1000, Site::kFate, 3));
  answers.push_back(choices.Below(1000, Site::kKill, 3));
  answers.push_back(choices.Below(0xffffffff, Site::kIss, 0));
  EXPECT_EQ(answers, (std::vector<uint32_t>{333, 983, 939, 218, 366, 862, 431,
                                            436, 548, 2069221925}));
}

TEST(RandomChoicesTest, AnAnswerDoesNotDependOnOtherQuestions) {
  RandomChoices one(7);
  RandomChoices other(7);
  for (int i = 0; i < 5; ++i) other.Below(9, Site::kPause, 2);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(one.Below(1000, Site::kFate), other.Below(1000, Site::kFate));
}

TEST(RandomChoicesTest, KeepsTheOdds) {
  RandomChoices choices(1);
  int happened = 0;
  for (int i = 0; i < 16'000; ++i)
    happened += choices.Happens(Odds::OneIn(16), Site::kTest) ? 1 : 0;
  EXPECT_NEAR(happened, 1000, 100);
}

TEST(RandomChoicesTest, EvenOddsReachEveryValue) {
  RandomChoices choices(1);
  std::set<uint32_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(choices.Below(7, Site::kTest));
  EXPECT_EQ(seen.size(), 7U);
}

TEST(RandomChoicesTest, RestartForgetsTheRun) {
  RandomChoices choices(1);
  const uint32_t first = choices.Below(1'000'000, Site::kTest);
  choices.Restart(1);
  EXPECT_EQ(choices.asked(Site::kTest, 0), 0U);
  EXPECT_TRUE(choices.tape().empty());
  EXPECT_EQ(choices.Below(1'000'000, Site::kTest), first);
}

// --- Replay

TEST(ReplayChoicesTest, AnswersFromTheTapeAndElseBenignly) {
  const Tape tape = TapeOf("fate.1.1=3/5+kill.0.0=1/2");
  ReplayChoices choices(tape);
  EXPECT_EQ(choices.Below(5, Site::kFate, 1), 0U);
  EXPECT_EQ(choices.Below(5, Site::kFate, 1), 3U);
  EXPECT_EQ(choices.Below(2, Site::kKill), 1U);
  EXPECT_EQ(choices.Stale(), std::nullopt);
  EXPECT_EQ(choices.tape(), tape);
}

TEST(ReplayChoicesTest, SurvivesAnUnrelatedNewDecision) {
  const Tape tape = TapeOf("fate.1.1=3/5");
  ReplayChoices choices(tape);
  choices.Below(5, Site::kFate, 1);
  choices.Below(9, Site::kPause, 1);
  choices.Below(5, Site::kFate, 0);
  EXPECT_EQ(choices.Below(5, Site::kFate, 1), 3U);
  EXPECT_EQ(choices.Stale(), std::nullopt);
}

TEST(ReplayChoicesTest, SaysWhichStepWasNeverReached) {
  const Tape tape = TapeOf("fate.1.1=3/5+kill.0.0=1/2");
  ReplayChoices choices(tape);
  choices.Below(5, Site::kFate, 1);
  choices.Below(2, Site::kKill);
  EXPECT_EQ(
      choices.Stale(),
      "step 1 'fate.1.1=3/5' was never reached: the run asked 1 decisions "
      "of that place");
}

TEST(ReplayChoicesTest, SaysWhichStepHasAnotherBound) {
  const Tape tape = TapeOf("fate.1.0=4/5+kill.0.0=1/2");
  ReplayChoices choices(tape);
  EXPECT_EQ(choices.Below(3, Site::kFate, 1), 2U);  // The nearest valid answer.
  EXPECT_EQ(choices.Stale(),
            "step 1 'fate.1.0=4/5' was recorded with 5 possible values, and "
            "there are 3 now");
}

TEST(ReplayChoicesTest, WantsTheSitesOfItsSteps) {
  const Tape tape = TapeOf("order.1.2=1/3");
  const ReplayChoices choices(tape);
  EXPECT_TRUE(choices.Wants(Site::kOrder));
  EXPECT_FALSE(choices.Wants(Site::kStrike));
}

}  // namespace
}  // namespace orderly
