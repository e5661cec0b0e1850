// Loss: time-outs, Karn's rule, duplicate ACKs, NewReno.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

class RetransmissionTest : public testing::Test {
 protected:
  void Ack(uint32_t ack) { rig_.Send(". 1:1(0) ack " + std::to_string(ack)); }
  // `count` segments of 1000 bytes are out.
  Socket& SentSegments(uint32_t count) {
    Socket& socket = rig_.Accepted();
    SendBytes(socket, count * 1000);
    EXPECT_EQ(rig_.TakeSent().size(), std::min(count, 10U));
    return socket;
  }
  Rig rig_;
};

TEST_F(RetransmissionTest, RtoDoubles) {
  Socket& socket = rig_.Accepted();
  const Instant start = rig_.now();
  SendBytes(socket, 100);
  rig_.Run(milliseconds(3200));
  const std::string p = " P. 1:101(100) ack 1";
  EXPECT_EQ(rig_.SentAt(start), "0.000" + p + ", 0.210" + p + ", 0.630" + p +
                                    ", 1.470" + p + ", 3.150" + p);
}

TEST_F(RetransmissionTest, RtoStaysBackedOffUntilAnUnambiguousSample) {  // Karn
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 100);
  rig_.Run(milliseconds(1000));  // Retransmitted at 210 and 630 ms.
  Ack(101);
  rig_.Sent();
  Instant start = rig_.now();
  SendBytes(socket, 100, 101);
  rig_.Run(milliseconds(900));
  EXPECT_EQ(rig_.SentAt(start),
            "0.000 P. 101:201(100) ack 1, 0.840 P. 101:201(100) ack 1");
  Ack(201);
  SendBytes(socket, 100, 201);
  rig_.Run(milliseconds(10));
  Ack(301);  // The first sample since.
  rig_.Sent();
  start = rig_.now();
  SendBytes(socket, 100, 301);
  rig_.Run(milliseconds(300));
  EXPECT_EQ(rig_.SentAt(start),
            "0.000 P. 301:401(100) ack 1, 0.210 P. 301:401(100) ack 1");
}

TEST_F(RetransmissionTest, RtoIsThreeSecondsAfterARepeatedSyn) {
  Socket& socket = rig_.Connecting();  // RFC 6298, 5.7; tcp_init_metrics
  rig_.Run(milliseconds(1500));
  rig_.Send("S. 0:0(0) ack 1 <mss 1000>");
  rig_.Sent();
  const Instant start = rig_.now();
  SendBytes(socket, 100);
  rig_.Run(seconds(4));
  EXPECT_EQ(rig_.SentAt(start),
            "0.000 P. 1:101(100) ack 1, 3.000 P. 1:101(100) ack 1");
}

TEST_F(RetransmissionTest, OneSegmentFollowsAfterTheSynWasRepeatedTwice) {
  Socket& socket = rig_.Connecting();  // tcp_init_transfer
  rig_.Run(milliseconds(2500));
  rig_.Send("S. 0:0(0) ack 1 <mss 1000>");
  rig_.Sent();
  SendBytes(socket, 5000);
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");
}

TEST_F(RetransmissionTest, FinIsSentWithWhatIsSentAgain) {  // 15k, 7e
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 9);
  Shut(socket, Socket::How::kWrite);
  EXPECT_EQ(rig_.Sent(), "P. 1:10(9) ack 1, F. 10:10(0) ack 1");
  rig_.Run(milliseconds(250));
  EXPECT_EQ(rig_.Sent(), "FP. 1:10(9) ack 1");
}

TEST_F(RetransmissionTest, FinIsNotPutOntoAFullSegment) {
  Socket& socket = rig_.Accepted();  // __tcp_retransmit_skb
  SendBytes(socket, 1000);
  Shut(socket, Socket::How::kWrite);
  rig_.Sent();
  rig_.Run(milliseconds(250));
  EXPECT_EQ(rig_.Sent(), "P. 1:1001(1000) ack 1");
  Ack(1001);
  EXPECT_EQ(rig_.Sent(), "F. 1001:1001(0) ack 1");
}

TEST_F(RetransmissionTest, FinAloneIsSentAgain) {  // 15n
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 3);
  socket.Close(/*wait_linger=*/false);
  Ack(4);
  rig_.Sent();
  rig_.Run(milliseconds(250));
  EXPECT_EQ(rig_.Sent(), "F. 4:4(0) ack 1");
}

TEST_F(RetransmissionTest, SmallNeighboursAreSentAgainInOneSegment) {
  Socket& socket = rig_.Accepted();
  socket.connection().options().no_delay = true;
  for (uint32_t i = 0; i < 3; ++i) SendBytes(socket, 300, 1 + 300 * i);
  EXPECT_EQ(rig_.TakeSent().size(), 3U);
  rig_.Run(milliseconds(250));
  EXPECT_EQ(rig_.Sent(), "P. 1:901(900) ack 1");
}

TEST_F(RetransmissionTest, AShrunkWindowCutsWhatIsSentAgain) {
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 1000);
  rig_.Send("P. 1:2(1) ack 1");
  rig_.Send("P. 2:3(1) ack 1 win 400");
  rig_.Sent();
  rig_.Run(milliseconds(250));
  EXPECT_EQ(rig_.Sent(), ". 1:401(400) ack 3");
}

TEST_F(RetransmissionTest, AWindowShrunkToNothingIsProbedWithData) {
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 1000);
  rig_.Send("P. 1:2(1) ack 1");
  rig_.Send("P. 2:3(1) ack 1 win 0");
  rig_.Sent();
  rig_.Run(milliseconds(250));
  EXPECT_EQ(rig_.Sent(), "P. 1:1001(1000) ack 3");
}

// --- Duplicate ACKs

TEST_F(RetransmissionTest, TheThirdDuplicateAckSendsTheFirstSegmentAgain) {
  SentSegments(5);
  Ack(1001);
  Ack(1001);
  Ack(1001);
  EXPECT_EQ(rig_.Sent(), "-");
  Ack(1001);
  EXPECT_EQ(rig_.Sent(), ". 1001:2001(1000) ack 1");
}

TEST_F(RetransmissionTest, APartialAckSendsTheNextHole) {  // RFC 6582
  SentSegments(8);
  for (int i = 0; i < 4; ++i) Ack(1001);
  EXPECT_EQ(rig_.Sent(), ". 1001:2001(1000) ack 1");
  Ack(4001);
  // It ended a burst, and was pushed then (sack-shift-sacked-7-5-6-8-9).
  EXPECT_EQ(rig_.Sent(), ". 4001:5001(1000) ack 1");
  Ack(8001);
  EXPECT_EQ(rig_.Sent(), "-");
}

TEST_F(RetransmissionTest, DuplicateAcksReleaseNewSegments) {  // RFC 3042
  SentSegments(20);
  Ack(1001);
  rig_.Sent();
  Ack(1001);
  EXPECT_EQ(rig_.TakeSent().size(), 1U);
  Ack(1001);
  EXPECT_EQ(rig_.TakeSent().size(), 1U);
}

TEST_F(RetransmissionTest, AWindowUpdateIsNoDuplicate) {
  SentSegments(5);
  Ack(1001);
  for (uint32_t i = 1; i <= 4; ++i)
    rig_.Send(". 1:1(0) ack 1001 win " + std::to_string(60000 + i));
  EXPECT_EQ(rig_.Sent(), "-");
}

TEST_F(RetransmissionTest, DataWithTheSameAckIsNoDuplicate) {
  SentSegments(5);
  for (uint32_t i = 1; i <= 4; ++i) {
    rig_.Send("P. " + std::to_string(i) + ":" + std::to_string(i + 1) +
              "(1) ack 1");
  }
  for (const Segment& segment : rig_.TakeSent())
    EXPECT_TRUE(segment.payload.empty());
}

// RFC 6582, 3.2, step 3: until more than what was out at the loss is
// acknowledged, duplicates are of the retransmissions' making.
TEST_F(RetransmissionTest, DuplicatesJustAfterRecoveryStartNoOther) {
  Socket& socket = SentSegments(5);
  for (int i = 0; i < 4; ++i) Ack(1001);
  Ack(5001);
  rig_.Sent();
  SendBytes(socket, 4000, 5001);
  EXPECT_EQ(rig_.TakeSent().size(), 2U);  // What recovery left of cwnd.
  for (int i = 0; i < 4; ++i) Ack(5001);
  EXPECT_EQ(rig_.Sent(), "-");
}

// A duplicate when one segment is out cannot come from that segment's
// successors: Linux concludes that the network reorders, and, as it happens,
// that one duplicate is much (tcp_check_reno_reordering).
TEST_F(RetransmissionTest, OneDuplicateTooManyLowersTheThreshold) {
  Socket& socket = SentSegments(1);
  Ack(1);
  Ack(1001);
  EXPECT_EQ(rig_.Sent(), "-");
  SendBytes(socket, 3000, 1001);
  rig_.Sent();
  Ack(1001);
  EXPECT_EQ(rig_.Sent(), ". 1001:2001(1000) ack 1");
}

// --- After a time-out

TEST_F(RetransmissionTest, ATimeOutSendsEverythingAgainInSlowStart) {
  SentSegments(5);
  rig_.Run(milliseconds(250));
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");
  Ack(1001);
  EXPECT_EQ(rig_.Sent(), ". 1001:2001(1000) ack 1, . 2001:3001(1000) ack 1");
  Ack(3001);
  EXPECT_EQ(rig_.Sent(), ". 3001:4001(1000) ack 1, P. 4001:5001(1000) ack 1");
  Ack(5001);
  EXPECT_EQ(rig_.Sent(), "-");
}

TEST_F(RetransmissionTest, AnAckOfHalfASegmentMovesUnaOnly) {
  Socket& socket = SentSegments(1);
  Ack(401);
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=600 NSD=0");
  rig_.Run(milliseconds(250));
  EXPECT_EQ(rig_.Sent(), "P. 401:1001(600) ack 1");
}

TEST_F(RetransmissionTest, OldAcksAreTakenAsFarBackAsTheyCanBeOurs) {
  SentSegments(3);  // RFC 5961, 5.2; RFC 9293, MAX.SND.WND; bytes_acked
  Ack(3001);
  Ack(1);
  EXPECT_EQ(rig_.Sent(), "-");
  Ack(0);
  EXPECT_EQ(rig_.Sent(), ". 3001:3001(0) ack 1");
}

}  // namespace
}  // namespace orderly
