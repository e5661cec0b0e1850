// The state x event table: every segment that can come, in every state.
#include "conformance/state_event.h"

#include <cctype>
#include <ostream>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace orderly {

void PrintTo(const StateEventCell& cell, std::ostream* out) {
  *out << cell.state << ", " << cell.segment << ": " << cell.emission << " / "
       << cell.after << " / " << cell.application;
}

namespace {

class StateEventTest : public testing::TestWithParam<StateEventCell> {};

TEST_P(StateEventTest, DoesWhatLinuxDoes) {
  EXPECT_EQ(SeeStateEvent(GetParam(), SeqNum(7000), SeqNum(1'000'000)),
            GetParam());
}

TEST_P(StateEventTest, DoesTheSameWhereSequenceNumbersWrapAround) {
  EXPECT_EQ(SeeStateEvent(GetParam(), SeqNum(0xffffffff), SeqNum(0xffffffff)),
            GetParam());
}

std::string CellName(const testing::TestParamInfo<StateEventCell>& info) {
  std::string name = absl::StrCat(info.param.state, "_", info.param.segment);
  for (char& letter : name) {
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
  }
  return absl::StrCat(name, "_", info.index);
}

INSTANTIATE_TEST_SUITE_P(P04, StateEventTest,
                         testing::ValuesIn(StateEventCells()), CellName);

TEST(StateEventTableTest, HasEveryCellOnce) {
  std::set<std::string> states;
  std::set<std::string> segments;
  std::set<std::string> cells;
  for (const StateEventCell& cell : StateEventCells()) {
    states.insert(cell.state);
    segments.insert(cell.segment);
    cells.insert(cell.state + "|" + cell.segment);
  }
  EXPECT_EQ(states.size(), 11U);
  EXPECT_EQ(segments.size(), 19U);
  EXPECT_EQ(cells.size(), 11U * 19U);
  EXPECT_EQ(StateEventCells().size(), 11U * 19U);
}

}  // namespace
}  // namespace orderly
