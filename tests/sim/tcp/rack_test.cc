#include "sim/tcp/rack.h"

#include "gtest/gtest.h"

namespace orderly {
namespace {

using std::chrono::milliseconds;

constexpr Instant At(int64_t ms) { return Instant() + milliseconds(ms); }

TEST(RackTest, TheLatestSentOfWhatArrivedCounts) {
  Rack rack;
  rack.Advance(At(30), At(10), SeqNum(20), false, Duration(0));
  EXPECT_EQ(rack.rtt, milliseconds(20));
  // Sent earlier: the round trip is noted, the mark stays.
  rack.Advance(At(32), At(5), SeqNum(10), false, Duration(0));
  EXPECT_EQ(rack.sent_at, At(10));
  EXPECT_TRUE(rack.SentBeforeLatest(At(10), SeqNum(19)));
  EXPECT_FALSE(rack.SentBeforeLatest(At(10), SeqNum(20)));
  EXPECT_FALSE(rack.SentBeforeLatest(At(11), SeqNum(1)));
}

TEST(RackTest, ARetransmissionThatIsTooFastSaysNothing) {
  Rack rack;
  rack.Advance(At(15), At(10), SeqNum(20), true, milliseconds(6));
  EXPECT_FALSE(rack.advanced);
  rack.Advance(At(16), At(10), SeqNum(20), true, milliseconds(6));
  EXPECT_TRUE(rack.advanced);
}

TEST(RackTest, WhatIsLateHasARoundTripAndTheWindow) {
  Rack rack;
  rack.Advance(At(30), At(10), SeqNum(20), false, Duration(0));
  EXPECT_EQ(rack.Left(At(30), At(9), milliseconds(5)), milliseconds(4));
}

TEST(RackTest, DuplicatesWidenTheWindow) {
  Rack rack;
  rack.duplicate_seen = true;
  rack.Widen();
  EXPECT_EQ(rack.window_steps, 2);
  rack.Widen();
  EXPECT_EQ(rack.window_steps, 2);  // It persists for some recoveries.
  rack.window_persists = 0;
  rack.Widen();
  EXPECT_EQ(rack.window_steps, 1);
}

}  // namespace
}  // namespace orderly
