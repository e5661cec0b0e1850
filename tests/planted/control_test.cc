// The searches that find the planted bugs find nothing in the protocol as it
// ships: what they find is the bugs, and not the search.
#include <gtest/gtest.h>

#include "search/check.h"
#include "tests/planted/planted_bugs.h"

namespace orderly {
namespace {

class ControlTest : public testing::TestWithParam<PlantedBug> {};

TEST_P(ControlTest, PromiseHoldsWithoutTheBug) {
  const PlantedBug& bug = GetParam();
  CheckOptions options;
  options.run.may_kill = bug.may_kill;
  options.runs = 3'000;
  const RowResult result = CheckRow(bug.row, options);
  EXPECT_EQ(result.runs, options.runs);
  if (const Counterexample* broken = result.of(bug.breaks)) {
    ADD_FAILURE() << broken->happened << TokenText(broken->token);
  }
}

INSTANTIATE_TEST_SUITE_P(All, ControlTest, testing::ValuesIn(PlantedBugs()),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace orderly
