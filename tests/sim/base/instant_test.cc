#include "sim/base/instant.h"

#include "gtest/gtest.h"
#include "sim/base/check.h"
#include "sim/base/hash.h"

namespace orderly {
namespace {

TEST(InstantTest, CountsNanosecondsFromTheStart) {
  constexpr Instant start;
  EXPECT_EQ(start.nanos(), 0);
  EXPECT_EQ((start + std::chrono::milliseconds(3)).nanos(), 3'000'000);
  EXPECT_EQ(Instant::FromNanos(9) - Instant::FromNanos(4), Duration(5));
  EXPECT_EQ((Instant::FromNanos(9) - Duration(4)).nanos(), 5);
  EXPECT_LT(Instant::FromNanos(9), Instant::Never());
}

TEST(CheckDeathTest, SaysWhereAndWhat) {
  EXPECT_DEATH(SIM_CHECK(1 + 1 == 3),
               "instant_test.cc:[0-9]+: check failed: 1 \\+ 1 == 3");
}

// SplitMix64's published sequence for seed 0 (Mix64 is its output function).
TEST(HashTest, IsSplitMix64) {
  EXPECT_EQ(Mix64(kGoldenGamma), 0xe220a8397b1dcdafU);
  EXPECT_EQ(Mix64(2 * kGoldenGamma), 0x6e789e6aa1b965f4U);
}

TEST(HashTest, FoldMindsTheOrder) {
  EXPECT_NE(Fold(Fold(1, 2), 3), Fold(Fold(1, 3), 2));
}

}  // namespace
}  // namespace orderly
