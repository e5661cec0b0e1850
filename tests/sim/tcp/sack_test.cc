// Selective acknowledgements on the way: what a receiver reports, and what a
// sender makes of reports (RFC 2018, RFC 2883, RFC 8985).
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

TcpConfig Config() {
  TcpConfig config = RigConfig();
  config.sack = true;
  return config;
}

class SackTest : public testing::Test {
 protected:
  SackTest() { rig_.peer_options = "mss 1000,nop,nop,sackOK"; }
  void Ack(uint32_t ack, const std::string& sack = "") {
    rig_.Send(". 1:1(0) ack " + std::to_string(ack) +
              (sack.empty() ? "" : " <sack " + sack + ">"));
  }
  // `count` segments of 1000 bytes are out.
  Socket& SentSegments(uint32_t count) {
    Socket& socket = rig_.Accepted();
    SendBytes(socket, count * 1000);
    EXPECT_EQ(rig_.TakeSent().size(), std::min(count, 10U));
    return socket;
  }
  const Congestion& congestion(Socket& socket) {
    return socket.connection().congestion();
  }
  Rig rig_{Config()};
};

// --- As the receiver

TEST_F(SackTest, IsAgreedUponInTheHandshake) {
  rig_.Listen();
  rig_.NewPeer();
  rig_.Send("S 0:0(0) <mss 1000,nop,nop,sackOK>");
  EXPECT_EQ(rig_.SentInFull(), "S. 0:0(0) ack 1 win 64240 <mss 1460,sackOK>");
  rig_.NewPeer();
  rig_.Send("S 0:0(0) <mss 1000>");
  EXPECT_FALSE(rig_.TakeSent().back().options.sack_permitted);
}

TEST_F(SackTest, WhatIsEarlyIsReported) {
  rig_.Accepted();
  rig_.Send(". 11:21(10) ack 1");
  rig_.Send(". 31:41(10) ack 1");
  EXPECT_EQ(rig_.SentInFull(),
            ". 1:1(0) ack 1 win 64240 <sack 11:21>, "
            ". 1:1(0) ack 1 win 64240 <sack 31:41 11:21>");
  rig_.Send(". 1:11(10) ack 1");
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 21 win 64220 <sack 31:41>");
  rig_.Send(". 21:31(10) ack 1");
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 41 win 64200");
}

TEST_F(SackTest, WhatComesTwiceIsReported) {
  rig_.Accepted();
  rig_.Send("P. 1:11(10) ack 1");
  rig_.Sent();
  rig_.Send("P. 1:11(10) ack 1");  // below the window: tcp_send_dupack
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 11 win 64230 <sack 1:11>");
  rig_.Send("P. 6:16(10) ack 1");  // in part
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 16 win 64225 <sack 6:11>");
  rig_.Send(". 21:31(10) ack 1");
  rig_.Sent();
  rig_.Send(". 21:31(10) ack 1");  // early, again
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 16 win 64225 <sack 21:31 21:31>");
}

TEST_F(SackTest, BeyondThreeDuplicateAcksTheyAreCompressed) {
  rig_.Accepted();
  for (uint32_t i = 0; i < 8; ++i) {
    const uint32_t first = 1001 + 1000 * i;
    rig_.Send(". " + std::to_string(first) + ":" +
              std::to_string(first + 1000) + "(1000) ack 1");
  }
  EXPECT_EQ(rig_.TakeSent().size(), 3U);
  rig_.Run(milliseconds(1));
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 1 win 64240 <sack 1001:9001>");
}

// --- As the sender

TEST_F(SackTest, ThreeSegmentsThatArrivedLaterProveALoss) {  // fr-4pkt-sack
  SentSegments(4);
  rig_.Run(milliseconds(10));
  Ack(1, "1001:2001");
  Ack(1, "1001:3001");
  EXPECT_EQ(rig_.Sent(), "-");
  Ack(1, "1001:4001");
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");
}

TEST_F(SackTest, AQuarterOfARoundTripProvesALoss) {  // RFC 8985: RACK
  SentSegments(3);
  rig_.Run(milliseconds(10));
  Ack(1, "1001:2001");
  const Instant start = rig_.now();
  rig_.Run(milliseconds(50));
  // min(RTT / 4, SRTT) and two ticks.
  EXPECT_EQ(rig_.SentAt(start), "0.010 . 1:1001(1000) ack 1");
}

TEST_F(SackTest, AllHolesAreSentAgainAsTheWindowLets) {
  Socket& socket = SentSegments(10);
  rig_.Run(milliseconds(10));
  Ack(1, "3001:4001");
  Ack(1, "3001:5001");
  Ack(1, "3001:6001");
  // Lost are the first three; the window is 5 and 7 segments are out.
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");
  EXPECT_EQ(congestion(socket).ssthresh(), 5U);
  Ack(1, "3001:7001");
  Ack(1, "3001:8001");
  EXPECT_EQ(rig_.Sent(), ". 1001:2001(1000) ack 1, . 2001:3001(1000) ack 1");
}

TEST_F(SackTest, ADelayedSegmentIsNoLoss) {  // limited-transmit-sack
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 15'000);
  rig_.Sent();
  rig_.Run(milliseconds(10));
  Ack(1, "1001:2001");
  EXPECT_EQ(rig_.Sent(), ". 10001:11001(1000) ack 1");
  rig_.Run(milliseconds(2));  // sooner it would wait for more to be sent with
  Ack(1, "1001:3001");
  EXPECT_EQ(rig_.Sent(), ". 11001:12001(1000) ack 1");
  rig_.Run(milliseconds(2));
  Ack(3001);
  EXPECT_EQ(congestion(socket).phase(), Congestion::Phase::kOpen);
  EXPECT_EQ(rig_.Sent(),
            ". 12001:13001(1000) ack 1, P. 13001:14001(1000) ack 1");
}

TEST_F(SackTest, TheLastSegmentIsProbedFor) {  // RFC 8985, 7: TLP
  SentSegments(3);
  const Instant start = rig_.now();
  rig_.Run(milliseconds(100));
  // Two round trips of 10 ms and two ticks.
  EXPECT_EQ(rig_.SentAt(start), "0.028 P. 2001:3001(1000) ack 1");
}

TEST_F(SackTest, AProbeThatRepairedALossReducesTheWindow) {
  Socket& socket = SentSegments(3);
  rig_.Run(milliseconds(10));
  Ack(2001);
  rig_.Run(milliseconds(300));
  EXPECT_EQ(rig_.Sent(), "P. 2001:3001(1000) ack 1");
  EXPECT_EQ(congestion(socket).ssthresh(), 0x7fffffffU);
  // It says that both were needed; a D-SACK would say that one was not.
  SendBytes(socket, 1, 3001);
  Ack(3002);
  EXPECT_EQ(congestion(socket).cwnd(), 5U);
}

TEST_F(SackTest, AProbeThatArrivedTwiceReducesNothing) {
  Socket& socket = SentSegments(3);
  rig_.Run(milliseconds(30));
  EXPECT_EQ(rig_.Sent(), "P. 2001:3001(1000) ack 1");
  Ack(3001);
  Ack(3001, "2001:3001");
  EXPECT_EQ(congestion(socket).phase(), Congestion::Phase::kOpen);
  EXPECT_EQ(congestion(socket).ssthresh(), 0x7fffffffU);
}

TEST_F(SackTest, ARecoveryForNothingIsUndone) {  // tcp_try_undo_dsack
  Socket& socket = SentSegments(4);
  rig_.Run(milliseconds(10));
  Ack(1, "1001:4001");
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");
  const uint32_t reduced = congestion(socket).cwnd();
  Ack(4001);
  Ack(4001, "1:1001");
  EXPECT_LT(reduced, congestion(socket).cwnd());
  EXPECT_EQ(congestion(socket).ssthresh(), 0x7fffffffU);
}

TEST_F(SackTest, ATimeOutSendsAllAgainThatDidNotArrive) {
  SentSegments(4);
  rig_.Run(milliseconds(10));
  Ack(1, "1001:2001");
  rig_.Run(milliseconds(11));
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");  // RACK
  rig_.Run(milliseconds(300));
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");  // RTO
  Ack(2001);
  EXPECT_EQ(rig_.Sent(), ". 2001:3001(1000) ack 1, P. 3001:4001(1000) ack 1");
}

TEST_F(SackTest, ASpuriousTimeOutIsUndone) {  // RFC 5682: F-RTO
  Socket& socket = SentSegments(4);
  rig_.Run(milliseconds(400));  // Tail probe, time-out.
  EXPECT_EQ(rig_.Sent(), "P. 3001:4001(1000) ack 1, . 1:1001(1000) ack 1");
  EXPECT_EQ(congestion(socket).phase(), Congestion::Phase::kLoss);
  Ack(2001);  // 1001:2001 was never sent again.
  EXPECT_EQ(congestion(socket).phase(), Congestion::Phase::kOpen);
  EXPECT_GE(congestion(socket).cwnd(), 10U);
}

TEST_F(SackTest, BlocksTakeRoomFromSegments) {  // tcp_current_mss
  Socket& socket = rig_.Accepted();
  rig_.Send(". 11:21(10) ack 1");
  rig_.Sent();
  SendBytes(socket, 1000);
  EXPECT_EQ(rig_.Sent(), ". 1:989(988) ack 1, P. 989:1001(12) ack 1");
}

// What one ACK tells of both, it does not tell in a wrong order (prior_fack).
TEST_F(SackTest, AHoleThatAnAckBothMovesToAndTellsOfIsNoReordering) {
  Socket& socket = SentSegments(10);
  rig_.Run(milliseconds(10));
  Ack(1001, "3001:4001 5001:7001");
  EXPECT_FALSE(socket.Info().reord_seen);
  EXPECT_FALSE(rig_.TakeSent().empty());
}

// The ACK that tells of the duplicate was overtaken by the last one.
TEST_F(SackTest, ADuplicateToldByAnOldAckUndoesTheReduction) {
  Socket& socket = SentSegments(10);
  rig_.Run(milliseconds(10));
  Ack(1, "1001:2001");
  Ack(1, "1001:3001");
  Ack(1, "1001:4001");
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");
  Ack(10001);
  EXPECT_LT(congestion(socket).cwnd(), 10U);
  Ack(9001, "1:1001");
  EXPECT_GE(congestion(socket).cwnd(), 10U);
}

}  // namespace
}  // namespace orderly
