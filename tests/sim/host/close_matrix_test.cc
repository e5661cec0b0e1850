// close() in every state, with and without unread data, with and without
// SO_LINGER {1, 0}: probe p19.
#include "conformance/close_matrix.h"

#include <algorithm>
#include <cctype>
#include <ostream>
#include <string>

#include "gtest/gtest.h"

namespace orderly {

void PrintTo(const CloseRow& row, std::ostream* out) {
  *out << row.state << (row.unread == CloseRow::Unread::kYes ? ", unread" : "")
       << (row.linger0 == CloseRow::Linger0::kYes ? ", linger 0" : "");
}

namespace {

class CloseMatrixTest : public testing::TestWithParam<CloseRow> {};

TEST_P(CloseMatrixTest, EmitsAndLeavesWhatLinuxDoes) {
  const Closed closed = SeeClose(GetParam());
  EXPECT_TRUE(closed.ok);
  EXPECT_EQ(closed.emission, GetParam().emission);
  EXPECT_EQ(closed.after, GetParam().after);
}

std::string RowName(const testing::TestParamInfo<CloseRow>& info) {
  std::string name = testing::PrintToString(info.param);
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; },
      '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(P19, CloseMatrixTest, testing::ValuesIn(CloseRows()),
                         RowName);

}  // namespace
}  // namespace orderly
