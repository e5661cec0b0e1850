#include "conformance/rules.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "conformance/rules_of_calls.h"
#include "conformance/rules_of_the_wire.h"
#include "sim/base/check.h"

namespace orderly {
namespace {

std::vector<std::string> Words(absl::string_view text) {
  return absl::StrSplit(text, ' ', absl::SkipEmpty());
}

void ReadRules(std::string_view all, std::vector<Rule>& rules) {
  std::string section;
  const absl::string_view text(all.data(), all.size());
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    if (absl::ConsumePrefix(&line, "# ")) {
      section = std::string(line);
    } else if (absl::ConsumePrefix(&line, "rfc ")) {
      rules.back().rfc = std::string(line);
    } else if (absl::ConsumePrefix(&line, "linux ")) {
      rules.back().linux_source = std::string(line);
    } else if (absl::ConsumePrefix(&line, "test ")) {
      const std::vector<std::string> words = Words(line);
      for (size_t i = 1; i < words.size(); ++i)
        rules.back().tests.push_back({words[0], words[i]});
    } else if (absl::ConsumePrefix(&line, "case ")) {
      rules.back().cases = Words(line);
    } else {
      Rule& rule = rules.emplace_back();
      rule.section = section;
      rule.sentence = std::string(line);
    }
  }
}

// "1a-1l": the last letter counts; "L1-L19": the number.
void AddRange(const std::string& first, const std::string& last,
              std::vector<std::string>& cases) {
  int from = 0;
  int to = 0;
  const bool numbers = absl::SimpleAtoi(first.substr(1), &from) &&
                       absl::SimpleAtoi(last.substr(1), &to);
  if (numbers && first[0] == 'L') {
    for (int i = from; i <= to; ++i) cases.push_back(absl::StrCat("L", i));
    return;
  }
  const std::string probe = first.substr(0, first.size() - 1);
  SIM_CHECK(probe == last.substr(0, last.size() - 1));
  for (char letter = first.back(); letter <= last.back(); ++letter)
    cases.push_back(probe + letter);
}

}  // namespace

std::vector<Rule> Rules() {
  std::vector<Rule> rules;
  ReadRules(kRulesOfCalls, rules);
  ReadRules(kRulesOfTheWire, rules);
  return rules;
}

std::vector<std::string> MeasuredCases() {
  std::vector<std::string> cases;
  const absl::string_view all(kMeasuredCases.data(), kMeasuredCases.size());
  const std::vector<std::string> words = Words(all);
  for (size_t i = 0; i < words.size(); ++i) {
    const bool probe = words[i][0] == 'p';
    // A probe with no cases of its own is one: a table.
    if (probe && i + 1 < words.size() && words[i + 1][0] != 'p') continue;
    const std::vector<std::string> range = absl::StrSplit(words[i], '-');
    if (range.size() == 2) {
      AddRange(range[0], range[1], cases);
    } else {
      cases.push_back(words[i]);
    }
  }
  return cases;
}

}  // namespace orderly
