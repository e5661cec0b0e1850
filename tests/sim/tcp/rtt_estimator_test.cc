// The retransmission time-out: RFC 6298 as Linux computes it.
#include "sim/tcp/rtt_estimator.h"

#include "gtest/gtest.h"

namespace orderly {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

class RttEstimatorTest : public testing::Test {
 protected:
  // One sample a round trip.
  void Sample(Duration rtt) {
    una_ += 1000;
    rtt_.Sample(rtt, una_, una_ + 500);
  }
  RttEstimator rtt_{seconds(1), milliseconds(200), seconds(120)};
  SeqNum una_{0xfffffc00};  // Wraps around.
};

TEST_F(RttEstimatorTest, BeginsWithTheInitialRto) {
  EXPECT_FALSE(rtt_.has_sample());
  EXPECT_EQ(rtt_.rto(), seconds(1));
}

TEST_F(RttEstimatorTest, FirstSampleSetsRttAndVariance) {
  Sample(milliseconds(10));  // The variance is at least the minimum RTO.
  EXPECT_EQ(rtt_.srtt(), milliseconds(10));
  EXPECT_EQ(rtt_.rto(), milliseconds(210));
}

TEST_F(RttEstimatorTest, ALongRttHasTwiceItselfAsVariance) {
  Sample(milliseconds(300));
  EXPECT_EQ(rtt_.rto(), milliseconds(900));
}

TEST_F(RttEstimatorTest, ASteadyRttMakesTheVarianceFallToItsFloor) {
  for (int i = 0; i < 100; ++i) Sample(milliseconds(300));
  EXPECT_EQ(rtt_.srtt(), milliseconds(300));
  // Within a quarter's rounding.
  EXPECT_GE(rtt_.rto(), milliseconds(500));
  EXPECT_LT(rtt_.rto(), milliseconds(500) + microseconds(10));
}

TEST_F(RttEstimatorTest, ASuddenFallRaisesTheRtoLittle) {
  for (int i = 0; i < 100; ++i) Sample(milliseconds(300));
  const Duration before = rtt_.rto();
  Sample(milliseconds(10));
  EXPECT_LT(rtt_.rto(), before);
}

TEST_F(RttEstimatorTest, BackOffDoublesUpToTheLimitUntilTheNextSample) {
  Sample(milliseconds(10));
  rtt_.BackOff();
  rtt_.BackOff();
  EXPECT_EQ(rtt_.rto(), milliseconds(840));
  for (int i = 0; i < 20; ++i) rtt_.BackOff();
  EXPECT_EQ(rtt_.rto(), seconds(120));
  Sample(milliseconds(10));
  EXPECT_EQ(rtt_.rto(), milliseconds(210));
}

TEST_F(RttEstimatorTest, FallsBackWithoutASample) {
  rtt_.FallBack(seconds(3));
  EXPECT_EQ(rtt_.rto(), seconds(3));
  Sample(milliseconds(10));
  rtt_.FallBack(seconds(3));
  EXPECT_EQ(rtt_.rto(), milliseconds(210));
}

}  // namespace
}  // namespace orderly
