#include "sim/choice/tape_bytes.h"

#include <gtest/gtest.h>

#include <vector>

#include "sim/choice/random_choices.h"

namespace orderly {
namespace {

constexpr auto kFate = static_cast<uint8_t>(Site::kFate);

TEST(TapeBytesTest, OnlyWhatIsNamedIsDisturbed) {
  const std::vector<uint8_t> bytes = {kFate, 1, 2, 3};
  TapeBytesChoices choices(bytes);
  for (uint32_t i = 0; i < 5; ++i) {
    EXPECT_EQ(choices.Below(7, Site::kFate, 1), i == 2 ? 3U : 0U);
    EXPECT_EQ(choices.Below(7, Site::kFate, 2), 0U);
  }
}

TEST(TapeBytesTest, AnyBytesAreATape) {
  // A step and a half; a site and a value beyond all bounds.
  const std::vector<uint8_t> bytes = {kFate + kSiteCount, 33, 0, 200, 9, 9};
  TapeBytesChoices choices(bytes);
  EXPECT_EQ(choices.Below(7, Site::kFate, 1), 200U % 7);
}

TEST(TapeBytesTest, LaterStepOfANameHolds) {
  const std::vector<uint8_t> bytes = {kFate, 1, 0, 3, kFate, 1, 0, 5};
  TapeBytesChoices choices(bytes);
  EXPECT_EQ(choices.Below(7, Site::kFate, 1), 5U);
}

TEST(TapeBytesTest, TapeGoesThereAndBack) {
  const auto ask = [](Choices& choices) {
    for (uint32_t i = 0; i < 40; ++i) {
      (void)choices.Below(7, Site::kFate, i % 3, Odds::OneIn(4));
      (void)choices.Below(25, Site::kScenario, i % 20, Odds::OneIn(2));
    }
    return choices.tape();
  };
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    RandomChoices random(seed);
    const Tape tape = ask(random);
    const std::vector<uint8_t> bytes = TapeBytes(tape);
    EXPECT_EQ(bytes.size(), 4 * tape.size());
    TapeBytesChoices again(bytes);
    EXPECT_EQ(ask(again), tape);
  }
}

}  // namespace
}  // namespace orderly
