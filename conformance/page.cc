#include "conformance/page.h"

#include <set>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/close_matrix.h"
#include "conformance/rules.h"
#include "conformance/state_event.h"
#include "report/wrapped.h"
#include "sim/wire/seq_num.h"

namespace orderly {
namespace {

std::string AgreementText(const Agreement& agreement, std::string_view what) {
  return absl::StrCat(agreement.agree, " of ", agreement.of, " ",
                      std::string(what));
}

std::string TablesText() {
  return absl::StrCat(
      AgreementText(StateEventAgreement(),
                    "cells of state x event (p04), and\n"),
      AgreementText(CloseAgreement(),
                    "rows of close() in every state (p19), run just now, are "
                    "as on Linux 6.18.\n"));
}

// "p04: 209 of 209 cells", "1a 1d 1h".
std::string MeasuredText(const Rule& rule) {
  std::vector<std::string> texts;
  for (const std::string& name : rule.cases) {
    texts.push_back(name);
    if (name == "p04") {
      texts.back() =
          absl::StrCat("p04: ", AgreementText(StateEventAgreement(), "cells"));
    } else if (name == "p19") {
      texts.back() =
          absl::StrCat("p19: ", AgreementText(CloseAgreement(), "rows"));
    }
  }
  return absl::StrJoin(texts, " ");
}

std::string SpecText(const Rule& rule) {
  const bool number = rule.rfc[0] >= '0' && rule.rfc[0] <= '9';
  return absl::StrCat(number ? "RFC " : "", rule.rfc);
}

struct Counts {
  size_t rules = 0;
  size_t cases = 0;
  std::set<std::string> tests;
};

std::string CountsText(std::string_view name, const Counts& counts) {
  return absl::StrFormat("%-34s%5d%7d%7d\n", std::string(name), counts.rules,
                         counts.tests.size(), counts.cases);
}

void Add(const Rule& rule, Counts& counts) {
  ++counts.rules;
  counts.cases += rule.cases.size();
  for (const ShownBy& test : rule.tests) counts.tests.insert(test.name);
}

std::string BriefText(const std::vector<Rule>& rules) {
  std::string text =
      absl::StrFormat("%-34s%5s%7s%7s\n", "", "rules", "tests", "cases");
  Counts all;
  std::string missing;
  for (size_t i = 0; i < rules.size();) {
    Counts section;
    const std::string name = rules[i].section;
    for (; i < rules.size() && rules[i].section == name; ++i) {
      if (rules[i].tests.empty()) {
        absl::StrAppend(&missing, missing.empty() ? "" : " ",
                        absl::StrJoin(rules[i].cases, " "));
        continue;
      }
      Add(rules[i], section);
      Add(rules[i], all);
    }
    if (section.rules > 0) absl::StrAppend(&text, CountsText(name, section));
  }
  absl::StrAppend(&text, CountsText("in all", all));
  return absl::StrCat(text, "Measured and not simulated: ", missing, "\n\n");
}

std::string FullText(const std::vector<Rule>& rules) {
  std::string text;
  std::string section;
  for (const Rule& rule : rules) {
    if (rule.section != section) {
      section = rule.section;
      absl::StrAppend(&text, section, "\n\n");
    }
    absl::StrAppend(&text, Wrapped("  ", rule.sentence));
    if (!rule.tests.empty()) {
      absl::StrAppend(&text, Wrapped("     spec   ", SpecText(rule)),
                      Wrapped("     Linux  ", rule.linux_source));
    }
    std::string label;
    std::string names;
    for (const ShownBy& test : rule.tests) {
      if (test.label != label && !names.empty()) {
        absl::StrAppend(&text, Wrapped("     test   ", names));
        names.clear();
      }
      label = test.label;
      absl::StrAppend(&names, names.empty() ? label : "", " ", test.name);
    }
    if (!names.empty()) absl::StrAppend(&text, Wrapped("     test   ", names));
    absl::StrAppend(&text, Wrapped("     cases  ", MeasuredText(rule)), "\n");
  }
  return text;
}

}  // namespace

Agreement StateEventAgreement() {
  Agreement agreement;
  for (const StateEventCell& cell : StateEventCells()) {
    ++agreement.of;
    if (SeeStateEvent(cell, SeqNum(7000), SeqNum(1'000'000)) == cell)
      ++agreement.agree;
  }
  return agreement;
}

Agreement CloseAgreement() {
  Agreement agreement;
  for (const CloseRow& row : CloseRows()) {
    ++agreement.of;
    const Closed closed = SeeClose(row);
    if (closed.ok && closed.emission == row.emission &&
        closed.after == row.after)
      ++agreement.agree;
  }
  return agreement;
}

bool AllAgree() {
  const Agreement cells = StateEventAgreement();
  const Agreement rows = CloseAgreement();
  return cells.agree == cells.of && rows.agree == rows.of;
}

std::string ConformancePage(bool brief) {
  const std::vector<Rule> rules = Rules();
  return absl::StrCat(brief ? BriefText(rules) : FullText(rules), TablesText());
}

}  // namespace orderly
