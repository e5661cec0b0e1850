// The congestion window: Reno, NewReno, proportional rate reduction.
#include "sim/tcp/congestion.h"

#include "gtest/gtest.h"

namespace orderly {
namespace {

using Phase = Congestion::Phase;

TEST(CongestionTest, SlowStartGrowsByWhatIsAcknowledged) {
  Congestion congestion(10);
  congestion.Grow(4);
  EXPECT_EQ(congestion.cwnd(), 14U);
}

TEST(CongestionTest, AvoidanceGrowsByOneAWindow) {
  Congestion congestion(10);
  congestion.EnterLoss(SeqNum(1), SeqNum(10), /*again=*/false);
  EXPECT_EQ(congestion.ssthresh(), 5U);
  EXPECT_EQ(congestion.cwnd(), 1U);
  congestion.Grow(4);  // Slow start up to the threshold.
  EXPECT_EQ(congestion.cwnd(), 5U);
  congestion.Grow(4);
  EXPECT_EQ(congestion.cwnd(), 5U);
  congestion.Grow(1);
  EXPECT_EQ(congestion.cwnd(), 6U);
}

TEST(CongestionTest, ATimeOutWithoutProgressDoesNotLowerTheThresholdAgain) {
  Congestion congestion(20);
  congestion.EnterLoss(SeqNum(1), SeqNum(10), /*again=*/false);
  congestion.EnterLoss(SeqNum(1), SeqNum(10), /*again=*/true);
  EXPECT_EQ(congestion.ssthresh(), 10U);
}

TEST(CongestionTest, ATimeOutInRecoveryDoesNotLowerTheThresholdAgain) {
  Congestion congestion(20);
  congestion.EnterRecovery(SeqNum(10));
  EXPECT_EQ(congestion.ssthresh(), 10U);
  congestion.EnterLoss(SeqNum(1), SeqNum(10), /*again=*/false);
  EXPECT_EQ(congestion.ssthresh(), 10U);
}

TEST(CongestionTest, RecoverySendsOneForTwoUntilTheThreshold) {
  Congestion congestion(10);
  congestion.EnterRecovery(SeqNum(10));
  congestion.Reduce(1, /*in_flight=*/8, false);
  EXPECT_EQ(congestion.cwnd(), 9U);  // The fast retransmit.
  congestion.CountRecoverySend();
  congestion.Reduce(1, 8, false);
  EXPECT_EQ(congestion.cwnd(), 8U);
  congestion.Reduce(1, 7, false);
  EXPECT_EQ(congestion.cwnd(), 8U);
  congestion.CountRecoverySend();
  congestion.Leave();
  EXPECT_EQ(congestion.cwnd(), 5U);
  EXPECT_EQ(congestion.phase(), Phase::kOpen);
}

TEST(CongestionTest, DuplicatesAreBoundedByWhatIsOut) {
  Congestion congestion(10);
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(congestion.CountDuplicate({.out = 3, .lost = 0}), 1U);
  EXPECT_EQ(congestion.reordering(), 3U);
  EXPECT_EQ(congestion.CountDuplicate({.out = 3, .lost = 0}), 0U);
  EXPECT_EQ(congestion.duplicate_acks(), 2U);
  EXPECT_EQ(congestion.reordering(), 3U);
}

TEST(CongestionTest, AnAckEatsDuplicates) {
  Congestion congestion(10);
  for (int i = 0; i < 4; ++i) congestion.CountDuplicate({.out = 10, .lost = 0});
  // One of three filled the hole, two were counted.
  EXPECT_EQ(congestion.ForgetDuplicates(3, {.out = 7, .lost = 0}), 1U);
  EXPECT_EQ(congestion.duplicate_acks(), 2U);
  EXPECT_EQ(congestion.ForgetDuplicates(5, {.out = 2, .lost = 0}), 3U);
  EXPECT_EQ(congestion.duplicate_acks(), 0U);
}

TEST(CongestionTest, IdleTimeHalvesDownToTheInitialWindow) {
  Congestion congestion(10);
  congestion.Grow(70);
  congestion.RestartAfterIdle(2);
  EXPECT_EQ(congestion.cwnd(), 20U);
  congestion.RestartAfterIdle(5);
  EXPECT_EQ(congestion.cwnd(), 10U);
}

}  // namespace
}  // namespace orderly
