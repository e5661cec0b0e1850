// Listen, accept and connect races: probe p10.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

class ListenTest : public testing::Test {
 protected:
  // The listener's queue holds what it can, and the current peer has a SYN-ACK.
  Socket& FullListener(Rig& rig) {
    Socket& listener = rig.Listen(/*backlog=*/0);
    rig.NewPeer();
    rig.host().set_iss_base(rig.iss());
    rig.Send("S 0:0(0) <mss 1000>");
    const uint16_t waiting = rig.peer_port();
    rig.Handshake();
    rig.UsePeer(waiting);
    rig.Sent();
    return listener;
  }
  Rig rig_;
};

TEST_F(ListenTest, ClosedListenerResetsChildrenWithTheirAcknowledgedData) {
  Socket& listener = rig_.Listen();  // 10a
  rig_.Handshake();
  rig_.Send("P. 1:36(35) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 36");
  const uint16_t first = rig_.peer_port();
  rig_.Handshake();
  listener.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 1");
  EXPECT_EQ(rig_.Where(), "GONE");
  rig_.UsePeer(first);
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 36");
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(rig_.host().leftovers().what, "");
  EXPECT_EQ(rig_.host().counters(), TcpCounters());  // Nobody lingered.
}

TEST_F(ListenTest, ClosedListenerForgetsHalfOpenChildren) {  // 10b
  Socket& listener = rig_.Listen();
  rig_.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(rig_.Sent(), "S. 0:0(0) ack 1");
  listener.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(rig_.Where(), "GONE");
  rig_.Send(". 1:1(0) ack 1");
  EXPECT_EQ(rig_.Sent(), "R 1:1(0)");
}

TEST_F(ListenTest, AChildThatWasResetIsAccepted) {  // 10e
  Socket& listener = rig_.Listen();
  rig_.Handshake();
  rig_.Send("R 1:1(0)");
  Socket& child = rig_.Accept(listener);
  Endpoint peer;
  EXPECT_EQ(ErrorName(child.PeerName(peer).error), "ENOTCONN");
  EXPECT_EQ(Recv(child), "ECONNRESET");
  EXPECT_EQ(Recv(child), "EOF");
}

TEST_F(ListenTest, AChildThatWasResetKeepsItsData) {  // 10f
  Socket& listener = rig_.Listen();
  rig_.Handshake();
  rig_.Send("P. 1:6(5) ack 1");
  rig_.Send("R 6:6(0)");
  Socket& child = rig_.Accept(listener);
  EXPECT_EQ(Recv(child), "abcde");
  EXPECT_EQ(Recv(child), "ECONNRESET");
  EXPECT_EQ(Recv(child), "EOF");
}

TEST_F(ListenTest, DataAndFinBeforeAcceptAreNormal) {  // 10g
  Socket& listener = rig_.Listen();
  rig_.Handshake();
  rig_.Send("FP. 1:6(5) ack 1");
  rig_.Run(milliseconds(50));
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 7");
  Socket& child = rig_.Accept(listener);
  EXPECT_EQ(Recv(child), "abcde");
  EXPECT_EQ(Recv(child), "EOF");
  EXPECT_EQ(SendBytes(child, 5), "5");
  child.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "P. 1:6(5) ack 7, F. 6:6(0) ack 7");
}

TEST_F(ListenTest, FullQueueIgnoresTheLastAckAndSendsTheSynAckAgain) {  // 10h
  Socket& listener = FullListener(rig_);
  const Instant start = rig_.now();
  rig_.Send(". 1:1(0) ack 1");
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(rig_.Where(), "SYN-RECEIVED");
  rig_.Run(milliseconds(3500));
  EXPECT_EQ(rig_.SentAt(start - Rig::kHandshake),
            "1.000 S. 0:0(0) ack 1, 3.000 S. 0:0(0) ack 1");
  rig_.Accept(listener);
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 6");
  EXPECT_EQ(Recv(rig_.Accept(listener)), "abcde");
}

TEST_F(ListenTest, FullQueueDropsSyns) {  // 10h2
  rig_.Listen(/*backlog=*/0);
  rig_.Handshake();
  rig_.NewPeer();
  rig_.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(ListenTest, FullQueueResetsWithAbortOnOverflow) {  // 10i
  TcpConfig config = RigConfig();
  config.abort_on_overflow = true;
  Rig rig(config);
  FullListener(rig);
  rig.Send(". 1:1(0) ack 1");
  EXPECT_EQ(rig.Sent(), "R 1:1(0)");
  EXPECT_EQ(rig.Where(), "GONE");
}

TEST_F(ListenTest, ResetInSynReceivedLeavesNothing) {  // 10j
  Socket& listener = rig_.Listen();
  rig_.Send("S 0:0(0) <mss 1000>");
  rig_.Send("R 1:1(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(Poll(listener), "0");
}

TEST_F(ListenTest, WrongAckInSynReceivedIsResetAndTheChildStays) {
  rig_.Listen();  // RFC 9293, 3.10.7.4; tcp_check_req
  rig_.Send("S 0:0(0) <mss 1000>");
  rig_.Sent();
  rig_.Send(". 1:1(0) ack 77");
  EXPECT_EQ(rig_.Sent(), "R 77:77(0)");
  EXPECT_EQ(rig_.Where(), "SYN-RECEIVED");
  rig_.Send(". 1:1(0) ack 1");
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
}

TEST_F(ListenTest, RepeatedSynDrawsTheSynAckAndPutsItsTimerOff) {
  rig_.Listen();
  const Instant start = rig_.now();
  rig_.Send("S 0:0(0) <mss 1000>");
  rig_.Run(milliseconds(600));
  rig_.Send("S 0:0(0) <mss 1000>");
  rig_.Run(milliseconds(1200));
  EXPECT_EQ(rig_.SentAt(start),
            "0.000 S. 0:0(0) ack 1, 0.600 S. 0:0(0) ack 1, 1.600 S. 0:0(0) ack "
            "1");
}

TEST_F(ListenTest, SynAckIsSentFiveTimesMoreAndThenForgotten) {
  rig_.Listen();
  const Instant start = rig_.now();
  rig_.Send("S 0:0(0) <mss 1000>");
  rig_.Sent();
  rig_.Run(milliseconds(62'999));
  EXPECT_EQ(rig_.SentAt(start),
            "1.000 S. 0:0(0) ack 1, 3.000 S. 0:0(0) ack 1, 7.000 S. 0:0(0) ack "
            "1, 15.000 S. 0:0(0) ack 1, 31.000 S. 0:0(0) ack 1");
  EXPECT_EQ(rig_.Where(), "SYN-RECEIVED");
  rig_.Run(milliseconds(1));
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(rig_.Sent(), "-");
}

TEST_F(ListenTest, TheWindowOfTheLastAckIsTheLargestSoFar) {
  Socket& listener = rig_.Listen();
  rig_.NewPeer();
  rig_.host().set_iss_base(rig_.iss());
  rig_.Send("S 0:0(0) win 60000 <mss 1000>");
  rig_.Send(". 1:1(0) ack 1 win 1000");
  rig_.Sent();
  SendBytes(rig_.Accept(listener), 2000);
  EXPECT_EQ(rig_.Sent(), ". 1:501(500) ack 1, P. 501:1001(500) ack 1");
}

TEST_F(ListenTest, ClosedPortsAnswerWithResets) {  // 10k
  rig_.Send("S 0:0(0)");
  const std::vector<Segment> answer = rig_.TakeSent();
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_EQ(answer[0].seq, SeqNum(0));
  EXPECT_EQ(answer[0].flags, kRst | kAck);
  EXPECT_EQ(answer[0].ack, SeqNum(Rig::kDefaultPeerIss) + 1);
  EXPECT_EQ(answer[0].window, 0);
  rig_.Send("P. 0:1(1) ack 777");
  EXPECT_EQ(rig_.Sent(), "R 777:777(0)");
  rig_.Send("F. 0:0(0) ack 777");
  EXPECT_EQ(rig_.Sent(), "R 777:777(0)");
  rig_.Send("R 5:5(0)");
  EXPECT_EQ(rig_.Sent(), "-");
}

TEST_F(ListenTest, ListenerAnswersWhatIsNoSyn) {
  rig_.Listen();
  rig_.Send("R 0:0(0)");
  rig_.Send("R. 0:0(0) ack 5");
  rig_.Send("SF 0:0(0)");
  rig_.Send("P 0:3(3)");
  EXPECT_EQ(rig_.Sent(), "-");
  rig_.Send("S. 0:0(0) ack 5");
  EXPECT_EQ(rig_.Sent(), "R 5:5(0)");
}

TEST_F(ListenTest, CloseInSynSentIsSilentAndTheSynAckIsReset) {  // 10l
  Socket& socket = rig_.Connecting();
  rig_.Sent();
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "-");
  rig_.Send("S. 0:0(0) ack 1");
  EXPECT_EQ(rig_.Sent(), "R 1:1(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(ListenTest, WrongSynAckIsReset) {  // RFC 9293, 3.10.7.3
  rig_.Connecting();
  rig_.Sent();
  rig_.Send("S. 0:0(0) ack 77");
  EXPECT_EQ(rig_.Sent(), "R 77:77(0)");
  EXPECT_EQ(rig_.Where(), "SYN-SENT");
  // The reset frees the way for the SYN, which follows soon.
  rig_.Run(milliseconds(10));
  EXPECT_EQ(rig_.Sent(), "S 0:0(0)");
}

TEST_F(ListenTest, SimultaneousOpenEstablishesBothWays) {  // RFC 9293, 3.5
  Socket& socket = rig_.Connecting();
  rig_.Sent();
  rig_.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(rig_.Sent(), "S. 0:0(0) ack 1");
  EXPECT_EQ(rig_.Where(), "SYN-RECEIVED");
  rig_.Send("S. 0:0(0) ack 1 <mss 1000>");
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
  EXPECT_EQ(SendBytes(socket, 3), "3");
}

TEST_F(ListenTest, ConnectTellsItsProgress) {
  Socket& socket = rig_.Connecting();
  const Endpoint peer{Rig::kPeerAddress, rig_.peer_port()};
  EXPECT_EQ(ErrorName(socket.Connect(peer).error), "EALREADY");
  rig_.Send("S. 0:0(0) ack 1");
  EXPECT_EQ(ErrorName(socket.Connect(peer).error), "0");
  EXPECT_EQ(ErrorName(socket.Connect(peer).error), "EISCONN");
}

TEST_F(ListenTest, RefusedConnectTellsOnceAndMayBeTriedAgain) {
  Socket& socket = rig_.Connecting();
  const Endpoint peer{Rig::kPeerAddress, rig_.peer_port()};
  rig_.Send("R. 0:0(0) ack 1");
  EXPECT_EQ(ErrorName(socket.Connect(peer).error), "ECONNREFUSED");
  EXPECT_EQ(ErrorName(socket.Connect(peer).error), "EINPROGRESS");
}

}  // namespace
}  // namespace orderly
