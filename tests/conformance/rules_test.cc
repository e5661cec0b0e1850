// No rule is listed without a test that exists, and no measured case without a
// rule.
#include "conformance/rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/page.h"

namespace orderly {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Text without white space.
std::string Packed(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

// "//tests/sim/host:close_test" is built from tests/sim/host/close_test.cc.
bool IsThere(const ShownBy& test) {
  const size_t colon = test.label.find(':');
  const std::string folder = test.label.substr(2, colon - 2);
  const std::string target = test.label.substr(colon + 1);
  const bool built =
      ReadFile(folder + "/BUILD.bazel").find("\"" + target + "\"") !=
      std::string::npos;
  const std::string source = Packed(ReadFile(folder + "/" + target + ".cc"));
  std::string declared = test.name;
  declared.replace(declared.find('.'), 1, ",");
  for (const std::string_view macro : {"TEST(", "TEST_F(", "TEST_P("}) {
    if (source.find(std::string(macro) + declared + ")") != std::string::npos)
      return built;
  }
  return false;
}

TEST(RulesTest, EveryRuleIsShownByTestsThatExist) {
  for (const Rule& rule : Rules()) {
    if (rule.section == "Not simulated") continue;
    EXPECT_FALSE(rule.tests.empty()) << rule.sentence;
    for (const ShownBy& test : rule.tests)
      EXPECT_TRUE(IsThere(test)) << test.label << " " << test.name;
  }
  EXPECT_FALSE(IsThere({"//tests/sim/host:close_test", "CloseTest.Nothing"}));
  EXPECT_FALSE(IsThere({"//tests/sim/host:nothing", "CloseTest.Nothing"}));
}

TEST(RulesTest, EveryRuleHasASentenceSourcesAndACase) {
  std::set<std::string> sentences;
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(rule.sentence.ends_with('.')) << rule.sentence;
    EXPECT_TRUE(sentences.insert(rule.sentence).second) << rule.sentence;
    EXPECT_FALSE(rule.section.empty()) << rule.sentence;
    EXPECT_FALSE(rule.cases.empty()) << rule.sentence;
    if (rule.section == "Not simulated") continue;
    EXPECT_FALSE(rule.rfc.empty()) << rule.sentence;
    EXPECT_FALSE(rule.linux_source.empty()) << rule.sentence;
  }
}

TEST(RulesTest, EveryMeasuredCaseHasARuleOnce) {
  std::map<std::string, int> seen;
  for (const std::string& name : MeasuredCases()) seen[name] = 0;
  EXPECT_EQ(seen.size(), MeasuredCases().size());
  for (const Rule& rule : Rules()) {
    for (const std::string& name : rule.cases) {
      ASSERT_TRUE(seen.contains(name)) << name << ": " << rule.sentence;
      ++seen[name];
    }
  }
  for (const auto& [name, times] : seen) EXPECT_EQ(times, 1) << name;
}

TEST(PageTest, TheTablesAgreeInEveryCell) {
  EXPECT_EQ(StateEventAgreement(), (Agreement{209, 209}));
  EXPECT_EQ(CloseAgreement(), (Agreement{44, 44}));
  EXPECT_TRUE(AllAgree());
}

TEST(PageTest, HasEveryRuleAndFits) {
  const std::string page = ConformancePage(/*brief=*/false);
  size_t at = 0;
  while (at < page.size()) {
    const size_t end = page.find('\n', at);
    EXPECT_LE(end - at, 100U) << page.substr(at, end - at);
    at = end + 1;
  }
  const auto count = [&page](std::string_view text) {
    size_t found = 0;
    for (size_t i = page.find(text); i != std::string::npos;
         i = page.find(text, i + 1))
      ++found;
    return found;
  };
  EXPECT_EQ(count("\n     cases  "), Rules().size());
  EXPECT_NE(page.find("p04: 209 of 209 cells"), std::string::npos);
}

}  // namespace
}  // namespace orderly
