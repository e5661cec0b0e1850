// What a comparison says of runs that are too few.
#include "search/compare.h"

#include <chrono>
#include <string>

#include "gtest/gtest.h"
#include "search/check.h"
#include "search/price.h"

namespace orderly {
namespace {

// A row that broke one promise in so many runs.
Comparison OneRow(uint64_t runs) {
  RowResult row;
  row.runs = runs;
  Counterexample lost;
  lost.promise = Promise::kAgree;
  row.broken.push_back(lost);
  Comparison comparison;
  comparison.rows.push_back(row);
  return comparison;
}

TEST(CompareTest, CellsOfFewRunsAreNotSaidToHold) {
  const std::string few = ComparisonText(OneRow(20), /*brief=*/true);
  EXPECT_NE(few.find("held?"), std::string::npos) << few;
  EXPECT_NE(few.find("LOST"), std::string::npos) << few;
  EXPECT_EQ(few.find("held  "), std::string::npos) << few;
  EXPECT_NE(few.find("\nheld?: not lost, in too few runs"), std::string::npos)
      << few;
  const std::string many = ComparisonText(OneRow(3000), /*brief=*/true);
  EXPECT_EQ(many.find("held?"), std::string::npos) << many;
}

TEST(CompareTest, RowThatHeldWithoutGettingAnywhereIsNotSaidToHold) {
  Comparison comparison;
  comparison.rows.emplace_back().runs = 3000;
  EXPECT_NE(ComparisonText(comparison, /*brief=*/true).find("held?"),
            std::string::npos);
}

TEST(CompareTest, WorstOfWhatNeverHappenedIsNotATime) {
  RowResult runs;
  runs.worst_calm = std::chrono::milliseconds(1500);
  EXPECT_EQ(PriceText(Price(), runs),
            "0.00 round trips, 0.000 s where nothing goes wrong; at worst 1.5 "
            "s with a bad network, not seen with a kill, cut or power loss");
}

}  // namespace
}  // namespace orderly
