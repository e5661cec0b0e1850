#include "sim/tcp/timestamps.h"

#include "gtest/gtest.h"

namespace orderly {
namespace {

constexpr Instant At(Duration since_start) { return Instant() + since_start; }

TEST(TimestampsTest, AnythingGoesBeforeTheFirst) {
  EXPECT_TRUE(Timestamps().Acceptable(0x80000000, Instant()));
}

TEST(TimestampsTest, OlderOnesAreNotAcceptable) {  // RFC 7323, 5.3, R1
  Timestamps ts;
  ts.Store(100, Instant());
  EXPECT_TRUE(ts.Acceptable(100, Instant()));
  EXPECT_TRUE(ts.Acceptable(101, Instant()));
  EXPECT_FALSE(ts.Acceptable(99, Instant()));
  EXPECT_TRUE(ts.Acceptable(99, Instant(), /*window=*/1));
}

TEST(TimestampsTest, WrapAround) {
  Timestamps ts;
  ts.Store(0xffffffff, Instant());
  EXPECT_TRUE(ts.Acceptable(3, Instant()));
  ts.Store(3, Instant());
  EXPECT_FALSE(ts.Acceptable(0xffffffff, Instant()));
}

TEST(TimestampsTest, AfterTwentyFourDaysNothingIsOld) {  // RFC 7323, 5.5
  Timestamps ts;
  ts.Store(100, Instant());
  EXPECT_FALSE(
      ts.Acceptable(99, At(std::chrono::hours(24 * 24) - Duration(1))));
  EXPECT_TRUE(ts.Acceptable(99, At(std::chrono::hours(24 * 24))));
}

TEST(TimestampsTest, AResetCountsAfterAMinute) {  // tcp_paws_reject
  Timestamps ts;
  ts.Store(100, Instant());
  const Instant minute = At(std::chrono::minutes(1));
  EXPECT_TRUE(ts.Rejects(99, /*reset=*/true, minute - Duration(1)));
  EXPECT_FALSE(ts.Rejects(99, /*reset=*/true, minute));
  EXPECT_TRUE(ts.Rejects(99, /*reset=*/false, minute));
}

}  // namespace
}  // namespace orderly
