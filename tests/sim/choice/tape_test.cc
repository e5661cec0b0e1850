#include "sim/choice/tape.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/detail/TestMetadata.h"
#include "rapidcheck/detail/TestParams.h"

namespace orderly {
namespace {

TEST(TapeTest, WithoutStepsIsADash) {
  EXPECT_EQ(Tape().ToText(), "-");
  ASSERT_TRUE(Tape::FromText("-").ok());
  EXPECT_TRUE(Tape::FromText("-")->empty());
}

TEST(TapeTest, NamesSiteActorIndexValueAndBound) {
  const Step step{Site::kFate, 1, 7, 2, 5};
  EXPECT_EQ(StepText(step), "fate.1.7=2/5");
  EXPECT_EQ(Tape({step}).ToText(), "fate.1.7=2/5");
}

TEST(TapeTest, KeepsStepsInOrderOfPlaceAndEachPlaceOnce) {
  const Tape tape({{Site::kKill, 0, 2, 1, 2},
                   {Site::kFate, 1, 7, 2, 5},
                   {Site::kFate, 1, 3, 1, 5},
                   {Site::kFate, 1, 3, 4, 5}});
  EXPECT_EQ(tape.ToText(), "fate.1.3=1/5+fate.1.7=2/5+kill.0.2=1/2");
}

TEST(TapeTest, FindsTheStepOfAPlace) {
  const Tape tape({{Site::kFate, 1, 3, 1, 5}, {Site::kKill, 0, 2, 1, 2}});
  ASSERT_NE(tape.Find(Site::kKill, 0, 2), nullptr);
  EXPECT_EQ(tape.Find(Site::kKill, 0, 2)->bound, 2U);
  EXPECT_EQ(tape.Find(Site::kKill, 0, 1), nullptr);
  EXPECT_EQ(tape.Find(Site::kKill, 1, 2), nullptr);
  EXPECT_EQ(tape.Find(Site::kTest, 0, 0), nullptr);
}

struct Refusal {
  std::string_view text;
  std::string_view message;
};

class TapeRefusalTest : public testing::TestWithParam<Refusal> {};

TEST_P(TapeRefusalTest, NamesTheStepAndWhatWasExpected) {
  const absl::StatusOr<Tape> tape = Tape::FromText(GetParam().text);
  ASSERT_FALSE(tape.ok());
  EXPECT_EQ(tape.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(tape.status().message()), GetParam().message);
}

constexpr Refusal kRefusals[] = {
    {"",
     "step 1 '': expected the name of a site (fate, pause, kill, ...) before "
     "the first '.'"},
    {"fat.1.7=2/5",
     "step 1 'fat.1.7=2/5': expected the name of a site (fate, pause, kill, "
     "...) before the first '.'"},
    {"fate.256.7=2/5",
     "step 1 'fate.256.7=2/5': expected an actor from 0 to 31"},
    {"fate.x.7=2/5", "step 1 'fate.x.7=2/5': expected an actor from 0 to 31"},
    {"fate.-1.7=2/5", "step 1 'fate.-1.7=2/5': expected an actor from 0 to 31"},
    {"fate.1.x=2/5", "step 1 'fate.1.x=2/5': expected an index before '='"},
    {"fate.1.4294967295=2/5",
     "step 1 'fate.1.4294967295=2/5': expected an index before '='"},
    {"fate.1.7", "step 1 'fate.1.7': expected a value before '/'"},
    {"fate.1.7=/5", "step 1 'fate.1.7=/5': expected a value before '/'"},
    {"fate.1.7=2", "step 1 'fate.1.7=2': expected a bound after '/'"},
    {"fate.1.7=2/5 ", "step 1 'fate.1.7=2/5 ': expected a bound after '/'"},
    {"fate.1.7=0/5", "step 1 'fate.1.7=0/5': expected 0 < value < bound"},
    {"fate.1.7=5/5", "step 1 'fate.1.7=5/5': expected 0 < value < bound"},
    {"fate.1.7=2/5+",
     "step 2 '': expected the name of a site (fate, pause, kill, ...) before "
     "the first '.'"},
    {"fate.1.7=2/5+fate.1.3=1/5",
     "step 2 'fate.1.3=1/5': expected a later place than that of the step "
     "before it"},
    {"fate.1.7=2/5+fate.1.7=1/5",
     "step 2 'fate.1.7=1/5': expected a later place than that of the step "
     "before it"},
};

INSTANTIATE_TEST_SUITE_P(Texts, TapeRefusalTest, testing::ValuesIn(kRefusals));

TEST(TapeTest, ComesBackFromItsText) {
  rc::detail::TestParams params;
  params.seed = 1;
  params.maxSuccess = 300;
  const auto result = rc::detail::checkTestable(
      [](const std::vector<std::vector<uint32_t>>& raw) {
        std::vector<Step> steps;
        for (const std::vector<uint32_t>& numbers : raw) {
          if (numbers.size() < 5) continue;
          const uint32_t bound = numbers[4] % 0xfffffffe + 2;
          steps.push_back({static_cast<Site>(numbers[0] % kSiteCount),
                           static_cast<uint8_t>(numbers[1] % kMaxActors),
                           numbers[2] % 0xffffffff,
                           numbers[3] % (bound - 1) + 1, bound});
        }
        const Tape tape(steps);
        const absl::StatusOr<Tape> back = Tape::FromText(tape.ToText());
        RC_ASSERT(back.ok());
        RC_ASSERT(*back == tape);
      },
      rc::detail::TestMetadata(), params);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>());
}

TEST(SiteTest, NamesComeBack) {
  for (int i = 0; i < kSiteCount; ++i) {
    const auto site = static_cast<Site>(i);
    EXPECT_EQ(ParseSite(SiteName(site)), site);
  }
  EXPECT_EQ(ParseSite("no-such-site"), std::nullopt);
}

}  // namespace
}  // namespace orderly
