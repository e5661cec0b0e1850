// What `orderly conform` found to differ from Linux 6.18, and what the kernel
// does there.
#include <gtest/gtest.h>

#include "conformance/rig.h"

namespace orderly {
namespace {

class ConformTest : public testing::Test {
 protected:
  Rig rig_;
};

// All options are offered, to a peer that offers what a test says.
TcpConfig WithOptions() {
  TcpConfig config = RigConfig();
  config.window_scaling = config.timestamps = config.sack = true;
  return config;
}
class ConformOptionsTest : public testing::Test {
 protected:
  Rig rig_{WithOptions()};
};

// tcp_shutdown: SYN-RECEIVED is not among the states that send a FIN.
TEST_F(ConformTest, ShutdownInSynReceivedWaitsForTheHandshake) {
  Socket& socket = rig_.Connecting();
  (void)rig_.Sent();
  rig_.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(rig_.Sent(), "S. 0:0(0) ack 1");
  EXPECT_EQ(Shut(socket, Socket::How::kWrite), "0");
  EXPECT_EQ(rig_.Sent(), "-");
  rig_.Send(". 1:1(0) ack 1");
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 1");
}

// RFC 5961, 3.2, for a listener's child too.
TEST_F(ConformTest, InexactResetOfARequestIsChallenged) {
  Socket& listener = rig_.Listen();
  rig_.NewPeer();
  rig_.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(rig_.Sent(), "S. 0:0(0) ack 1");
  rig_.Send("R 101:101(0)");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 1");
  rig_.Send(
      "R. 1:1(0) ack 99");  // exact: what it acknowledges is not looked at
  rig_.Send(". 1:1(0) ack 1");
  EXPECT_EQ(rig_.Sent(), "R 1:1(0)");
  listener.Close(/*wait_linger=*/false);
}

// RFC 5961, 5.2: "before SND.UNA - MAX.SND.WND", but no further back than what
// was acknowledged; the SYN of who connected counts.
TEST_F(ConformTest, WhoConnectedTakesAnAckOfOneByteEarlier) {
  rig_.Connected();
  rig_.Send("P. 1:101(100) ack 0");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 101");
}

// tcp_send_delayed_ack compares with the time the timer was set for, which
// before the first data is now.
TEST_F(ConformTest, SecondSegmentAfterAFinIsAcknowledgedAtOnce) {
  rig_.Connected();
  rig_.Send("F. 1:1(0) ack 1");
  EXPECT_EQ(rig_.Sent(), "-");
  rig_.Send(". 1:1(0) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 2");
}

// SIOCOUTQ and SIOCOUTQNSD are numbers, not bytes: write_seq - SND.UNA.
TEST_F(ConformTest, QueueOfASynThatWasNotAnsweredCountsItOnceClosed) {
  Socket& refused = rig_.Connecting();
  EXPECT_EQ(Queues(refused), "INQ=0 OUTQ=0 NSD=0");
  rig_.Send("R. 0:0(0) ack 1");
  EXPECT_EQ(Queues(refused), "INQ=0 OUTQ=1 NSD=0");
}

TEST_F(ConformTest, ShutdownInSynSentLeavesAGapInTheNumbers) {
  Socket& socket = rig_.Connecting();
  EXPECT_EQ(Shut(socket, Socket::How::kBoth), "0");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=3 NSD=2");
}

// tcp_cwnd_test: at most half the congestion window in a burst;
// __tcp_transmit_skb: PSH ends each burst of several.
TEST_F(ConformTest, InitialWindowGoesOutInTwoBursts) {
  SendBytes(rig_.Accepted(), 20000);
  EXPECT_EQ(rig_.Sent(),
            ". 1:1001(1000) ack 1, . 1001:2001(1000) ack 1, . "
            "2001:3001(1000) ack 1, . 3001:4001(1000) ack 1, P. "
            "4001:5001(1000) ack 1, . 5001:6001(1000) ack 1, . "
            "6001:7001(1000) ack 1, . 7001:8001(1000) ack 1, . "
            "8001:9001(1000) ack 1, P. 9001:10001(1000) ack 1");
}

// tcp_sequence: a FIN that nobody has read yet keeps the receive queue from
// being empty, so that nothing may end beyond the window.
TEST_F(ConformTest, UnreadFinKeepsOutWhatEndsBeyondTheWindow) {
  Socket& socket = rig_.Connected();
  rig_.Send("F. 1:1(0) ack 1");
  Shut(socket, Socket::How::kBoth);
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 2");
  rig_.Send("P. 64241:64251(10) ack 2");
  EXPECT_EQ(rig_.Sent(), ". 2:2(0) ack 2");
  EXPECT_EQ(rig_.Where(), "LAST-ACK");
}

// Header prediction (tcp_rcv_established) takes the data and forgets that the
// acknowledgement was too old.
TEST_F(ConformTest, PredictedSegmentIsTakenWhateverItAcknowledges) {
  rig_.Accepted();
  rig_.Send("P. 1:11(10) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 11");
  rig_.Send("P. 11:12(1) ack 4294867297");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 12");
}

// tcp_initialize_rcv_mss again when the handshake ends: a peer with a tiny
// window is thought to send tiny segments.
TEST_F(ConformTest, WindowOfTheHandshakesEndGuessesThePeersSegments) {
  Socket& listener = rig_.Listen();
  rig_.NewPeer();
  rig_.Send("S 0:0(0) <mss 1000>");
  rig_.peer_window = 1;
  rig_.Send("FP. 1:101(100) ack 1");
  EXPECT_EQ(rig_.Sent(), "S. 0:0(0) ack 1");
  Recv(rig_.Accept(listener), 10);
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 102");
  listener.Close(/*wait_linger=*/false);
}

// tcp_tso_should_defer: what is left of the window, if less than a third of it,
// waits for an ACK that is due within half a round trip, or a millisecond.
TEST_F(ConformTest, RestOfTheWindowWaitsForAnAckThatIsDue) {
  for (const bool due : {false, true}) {
    Socket& socket = rig_.Accepted();
    SendBytes(socket, 2000);
    if (due) rig_.Run(std::chrono::microseconds(9'500));  // of 10 ms
    SendBytes(socket, 2000);
    EXPECT_EQ(rig_.TakeSent().size(), 4U);
    SendBytes(socket, 20000);
    EXPECT_EQ(rig_.TakeSent().size(), due ? 5U : 6U);
  }
}

// tcp_ack: not before SND.UNA is enough, and SND.UNA is the SYN's number.
TEST_F(ConformTest, AfterASimultaneousOpenAnAckOfNothingEstablishes) {
  rig_.Connecting();
  (void)rig_.Sent();
  rig_.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(rig_.Sent(), "S. 0:0(0) ack 1");
  rig_.Send(". 1:1(0) ack 0");
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
}

// tcp_send_synack sends the SYN again, with an ACK: its options too, which the
// peer did not offer.
TEST_F(ConformOptionsTest, SimultaneousOpenRepeatsTheOffersOfTheSyn) {
  rig_.Connecting();
  (void)rig_.Sent();
  rig_.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(rig_.SentInFull(),
            "S. 0:0(0) ack 1 win 64240 <mss 1460,sackOK,TS val 0 ecr "
            "0,wscale 10>");
}

// A connection that connected rounds its window up to its scale from the first
// ACK on (tcp_select_window); a SYN does not.
TEST_F(ConformOptionsTest, WindowIsRoundedUpBeforeTheHandshakeEnds) {
  rig_.Connecting();
  (void)rig_.Sent();
  rig_.Send("S 0:0(0) <mss 1000,sackOK,wscale 7>");
  EXPECT_EQ(rig_.Sent(), "S. 0:0(0) ack 1");
  rig_.Send("R 3:3(0)");
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 1 win 63");  // 64,512
}

// No memory is left over from an old segment without data: the slow path looks
// at the acknowledgement first.
TEST_F(ConformTest, FirstDataIsNotPredicted) {
  Socket& socket = rig_.Accepted();
  rig_.Send("F. 4294967196:4294967196(0) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 1");
  rig_.Send("P. 1:11(10) ack 4294867297");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 1");
  EXPECT_EQ(Recv(socket), "EAGAIN");
}

// tcp_check_req: a request keeps the timestamp of its SYN.
TEST_F(ConformOptionsTest, WhatTheHandshakeDropsIsNotEchoed) {
  Socket& listener = rig_.Listen();
  rig_.NewPeer();
  rig_.Send("S 0:0(0) <mss 1000,sackOK,TS val 100 ecr 0>");
  (void)rig_.Sent();
  rig_.Send("P 1:11(10) <TS val 101 ecr 0>");  // no ACK
  rig_.Send("F. 11:11(0) ack 1 <TS val 102 ecr 0>");
  EXPECT_EQ(rig_.SentInFull(),
            ". 1:1(0) ack 1 win 65160 <TS val 0 ecr 100,sack 11:12>");
  listener.Close(/*wait_linger=*/false);
}

// tcp_validate_incoming: a peer that resets does not know what arrived.
TEST_F(ConformOptionsTest, ResetAtTheEndOfWhatWasReportedIsExact) {
  rig_.peer_options = "mss 1000,sackOK";
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 11:21(10) ack 1");
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 1 win 64240 <sack 11:21>");
  rig_.Send("R 20:20(0)");
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 1 win 64240 <sack 11:21>");
  rig_.Send("R 21:21(0)");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
}

// tcp_fin: the ACK of the FIN goes out before the early bytes are forgotten.
TEST_F(ConformOptionsTest, AckOfTheLastFinReportsWhatCameEarly) {
  rig_.peer_options = "mss 1000,sackOK";
  Socket& socket = rig_.Accepted();
  Shut(socket, Socket::How::kWrite);
  rig_.Send("P. 101:111(10) ack 2");
  (void)rig_.Sent();
  rig_.Send("F. 1:1(0) ack 2");
  EXPECT_EQ(rig_.SentInFull(), ". 2:2(0) ack 2 win 64239 <sack 101:111>");
}

// tcp_acceptable_seq: a window is never more exact than its scale.
TEST_F(ConformOptionsTest, WindowShrunkByLessThanItsScaleIsNoMatter) {
  rig_.peer_options = "mss 1000,wscale 7";
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 10);
  rig_.Sent();
  rig_.Send("P. 1:11(10) ack 1 win 0");
  EXPECT_EQ(rig_.Sent(), ". 11:11(0) ack 11");
}

// tcp_rcv_established notes the timestamp of a segment in the predicted form
// before tcp_ack refuses what it acknowledges.
TEST_F(ConformOptionsTest, PredictedSegmentIsEchoedWhateverItAcknowledges) {
  rig_.peer_options = "mss 1000,TS val 100 ecr 0";
  rig_.Accepted();
  rig_.Send(". 1:1(0) ack 4294867297 <TS val 101 ecr 0>");
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 1 win 65160 <TS val 10 ecr 101>");
}

}  // namespace
}  // namespace orderly
