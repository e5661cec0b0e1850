#include "properties/claims.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {
namespace {

const std::vector<Claim>& AllClaims() {
  static const auto* const kClaims = new std::vector<Claim>(Claims());
  return *kClaims;
}

// MEASURED.md, p16.
TEST(ClaimsTest, VerdictsAreThoseOfTheReference) {
  const std::map<char, std::string_view> reference = {
      {'a', "PARTLY"}, {'b', "TRUE"},  {'c', "TRUE"},  {'d', "TRUE"},
      {'e', "FALSE"},  {'f', "FALSE"}, {'g', "FALSE"}, {'h', "PARTLY"},
      {'i', "PARTLY"}, {'j', "TRUE"},  {'k', "TRUE"}};
  std::map<char, std::string_view> ours;
  for (const Claim& claim : AllClaims()) ours[claim.id] = claim.verdict;
  EXPECT_EQ(ours, reference);
}

TEST(ClaimsTest, EveryStoryEndsAsExpected) {
  for (const Claim& claim : AllClaims()) {
    for (const Shown& shown : claim.shown) {
      EXPECT_EQ(shown.held, shown.expected)
          << shown.id << ": " << shown.title << "\n"
          << shown.fact << shown.ladder;
      EXPECT_EQ(shown.id.front(), claim.id);
    }
  }
}

// Which stories do not end as on Linux; the rest does.
TEST(ClaimsTest, OtherStacksDifferWhereTheirTableSays) {
  const std::map<Stack, std::string> reference = {
      {Stack::kLinux, ""},
      {Stack::kRfc9293, "a7 "},
      {Stack::kWindows, "k1 "},
      {Stack::kBsd, "a6 c3 e3 k1 "}};
  for (const auto& [stack, wanted] : reference) {
    std::string differ;
    for (const Claim& claim : Claims(stack)) {
      for (const Shown& shown : claim.shown) {
        if (shown.held == shown.expected) continue;
        differ += std::string(shown.id) + " ";
        const absl::StatusOr<Shown> again = ReplayClaim(ClaimToken(shown));
        ASSERT_TRUE(again.ok()) << again.status();
        EXPECT_EQ(again->fact, shown.fact);
      }
    }
    EXPECT_EQ(differ, wanted) << StackName(stack);
  }
  EXPECT_TRUE(
      absl::IsInvalidArgument(ReplayClaim("o1:claim:a1@beos:0000").status()));
}

TEST(ClaimsTest, VerdictFollowsFromTheStoriesThatCount) {
  Shown held;
  held.held = true;
  Shown failed;
  Shown aside;
  aside.counts = false;
  EXPECT_EQ(VerdictOf({held, held, aside}), "TRUE");
  EXPECT_EQ(VerdictOf({failed, failed}), "FALSE");
  EXPECT_EQ(VerdictOf({failed, held}), "PARTLY");
}

TEST(ClaimsTest, AStoryIsTheSameAlone) {
  for (const Claim& claim : AllClaims()) {
    for (const Shown& shown : claim.shown) {
      const absl::StatusOr<Shown> alone = ReplayClaim(ClaimToken(shown));
      ASSERT_TRUE(alone.ok()) << alone.status();
      EXPECT_EQ(ClaimStoryText(*alone), ClaimStoryText(shown));
    }
  }
  EXPECT_TRUE(
      absl::IsInvalidArgument(ReplayClaim("o1:claim:z9:0000").status()));
  EXPECT_TRUE(
      absl::IsFailedPrecondition(ReplayClaim("o1:claim:a1:0000").status()));
}

TEST(ClaimsTest, TextFitsAndNamesEveryStory) {
  const std::string text = ClaimsText(AllClaims());
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 100U) << line;
  EXPECT_NE(text.find("orderly replay o1:claim:a2:"), std::string::npos);
  EXPECT_EQ(text.find("UNEXPECTED"), std::string::npos) << text;
}

}  // namespace
}  // namespace orderly
