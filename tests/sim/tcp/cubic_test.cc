// CUBIC and HyStart: numbers follow from tcp_cubic.c.
#include "sim/tcp/cubic.h"

#include <gtest/gtest.h>

#include "sim/tcp/congestion.h"

namespace orderly {
namespace {

using std::chrono::milliseconds;

constexpr Duration kJiffy = milliseconds(1);

Instant At(int64_t ms) { return Instant() + milliseconds(ms); }

TEST(CubicTest, GrowsSlowlyNearTheWindowOfTheLoss) {
  Cubic cubic(kJiffy);
  cubic.Reduced(100);
  // Of half of it the origin is 5 s away: first slowly, then as fast as may be.
  EXPECT_GE(cubic.SegmentsPerStep(At(1000), 50, 1), 50U);
  EXPECT_EQ(cubic.SegmentsPerStep(At(6000), 50, 1), 2U);
  Cubic there(kJiffy);
  there.Reduced(100);
  EXPECT_EQ(there.SegmentsPerStep(At(1000), 100, 1), 10'000U);
}

TEST(CubicTest, KnowingNothingItGrowsByATwentieth) {
  EXPECT_EQ(Cubic(kJiffy).SegmentsPerStep(At(1000), 50, 1), 20U);
}

TEST(CubicTest, IsNeverSlowerThanReno) {
  Cubic cubic(kJiffy);
  cubic.Reduced(100);
  uint32_t step = 0;
  for (int i = 0; i < 400; ++i)
    step = cubic.SegmentsPerStep(At(1000 + i), 100, 1);
  EXPECT_LE(step, 100U);
}

TEST(CubicTest, AfterATimeOutNothingIsKnown) {
  Cubic cubic(kJiffy);
  cubic.Reduced(100);
  cubic.Reset();
  EXPECT_EQ(cubic.SegmentsPerStep(At(1000), 50, 1), 20U);
}

// Slow start ends at the ninth sample of a round when all of it took an eighth
// longer than the least (HYSTART_DELAY).
TEST(CubicTest, ALongerDelayEndsSlowStart) {
  Congestion congestion(20, Congestion::kCubic, kJiffy);
  const auto ack = [&](int64_t ms, int64_t rtt, uint32_t una) {
    congestion.Measured({At(ms), milliseconds(rtt), SeqNum(una),
                         SeqNum(una + 999), UINT64_MAX});
  };
  ack(0, 200, 1);
  for (uint32_t i = 0; i < 8; ++i) ack(1000 + 10 * i, 240, 1001 + i);
  EXPECT_EQ(congestion.ssthresh(), 0x7fffffffU);
  ack(1100, 240, 1010);
  EXPECT_EQ(congestion.ssthresh(), 20U);
}

TEST(CubicTest, ATrainOfAcksForHalfARoundTripEndsSlowStart) {
  Congestion congestion(20, Congestion::kCubic, kJiffy);
  int64_t ms = 0;
  for (; ms <= 50; ++ms) {
    congestion.Measured(
        {At(ms), milliseconds(100), SeqNum(1), SeqNum(1), UINT64_MAX});
  }
  EXPECT_EQ(congestion.ssthresh(), 0x7fffffffU);
  congestion.Measured(
      {At(ms), milliseconds(100), SeqNum(1), SeqNum(1), UINT64_MAX});
  EXPECT_EQ(congestion.ssthresh(), 20U);
}

// Reno's window of 10 grows by one for ten segments, and the count begins anew.
TEST(CubicTest, RenoCountsFromNothingAfterAStep) {  // tcp_cong_avoid_ai
  Congestion congestion(10);
  congestion.EnterRecovery(SeqNum(1));
  congestion.Leave();
  ASSERT_EQ(congestion.cwnd(), 5U);
  congestion.Grow(5);
  EXPECT_EQ(congestion.cwnd(), 6U);
  congestion.Grow(5);
  EXPECT_EQ(congestion.cwnd(), 6U);
  congestion.Grow(1);
  EXPECT_EQ(congestion.cwnd(), 7U);
}

}  // namespace
}  // namespace orderly
