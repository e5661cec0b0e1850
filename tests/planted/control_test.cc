// The searches that find the planted bugs find nothing in the product as it
// ships: what they find is the bugs, and not the search.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "properties/promise.h"
#include "properties/row.h"
#include "search/check.h"
#include "search/token.h"
#include "tests/planted/planted_bugs.h"

namespace orderly {
namespace {

struct Control {
  Row row;
  bool may_kill = true;
};

class ControlTest : public testing::TestWithParam<Control> {};

TEST_P(ControlTest, PromisesHoldWithoutTheBugs) {
  const Control& control = GetParam();
  CheckOptions options;
  options.run.may_kill = control.may_kill;
  options.runs = 20'000;
  const RowResult result = CheckRow(control.row, options);
  EXPECT_EQ(result.runs, options.runs);
  size_t bugs = 0;
  for (const PlantedBug& bug : PlantedBugs()) {
    if (bug.row != control.row || bug.may_kill != control.may_kill) continue;
    ++bugs;
    if (const Counterexample* broken = result.of(bug.breaks)) {
      ADD_FAILURE() << bug.name << ": " << broken->happened << " "
                    << TokenText(broken->token);
    }
  }
  EXPECT_GT(bugs, 0);
}

// Each way to search that a bug has, once.
std::vector<Control> Controls() {
  std::vector<Control> controls;
  for (const PlantedBug& bug : PlantedBugs()) {
    bool is_new = true;
    for (const Control& control : controls) {
      is_new &= control.row != bug.row || control.may_kill != bug.may_kill;
    }
    if (is_new) controls.push_back({bug.row, bug.may_kill});
  }
  return controls;
}

INSTANTIATE_TEST_SUITE_P(All, ControlTest, testing::ValuesIn(Controls()));

}  // namespace
}  // namespace orderly
