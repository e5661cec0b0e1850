// poll() bits in every situation, and the sizes of the queues: probes p11 and
// p14.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

constexpr auto kRead = Socket::How::kRead;
constexpr auto kWrite = Socket::How::kWrite;
constexpr auto kBoth = Socket::How::kBoth;

class PollTest : public testing::Test {
 protected:
  Rig rig_;
};

TEST_F(PollTest, Fresh) {
  EXPECT_EQ(Poll(*rig_.host().NewSocket()), "OUT HUP");
}

TEST_F(PollTest, Listener) {
  Socket& listener = rig_.Listen();
  EXPECT_EQ(Poll(listener), "0");
  rig_.Handshake();
  EXPECT_EQ(Poll(listener), "IN");
  rig_.Send("R 1:1(0)");
  EXPECT_EQ(Poll(listener), "IN");
  EXPECT_EQ(Poll(rig_.Accept(listener)), "IN OUT RDHUP HUP ERR");
}

TEST_F(PollTest, SynSentAndRefused) {
  Socket& socket = rig_.Connecting();
  EXPECT_EQ(Poll(socket), "0");
  rig_.Send("R. 0:0(0) ack 1");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP ERR");
  EXPECT_EQ(SoError(socket), "ECONNREFUSED");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(PollTest, Established) {
  Socket& socket = rig_.Accepted();
  EXPECT_EQ(Poll(socket), "OUT");
  rig_.Send("P. 1:2(1) ack 1");
  EXPECT_EQ(Poll(socket), "IN OUT");
  Recv(socket);
  Shut(socket, kRead);
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP");
}

TEST_F(PollTest, SendBufferFullThenReset) {
  rig_.peer_window = 1000;
  Socket& socket = rig_.Accepted();
  socket.connection().SetSendBuffer(4096);
  EXPECT_EQ(SendBytes(socket, 10000), "4096");
  EXPECT_EQ(SendBytes(socket), "EAGAIN");
  EXPECT_EQ(Poll(socket), "0");
  rig_.Send("R 1:1(0)");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP ERR");
}

TEST_F(PollTest, IsWriteableAgainWhenAThirdIsFree) {
  rig_.peer_window = 4000;
  Socket& socket = rig_.Accepted();
  socket.connection().SetSendBuffer(3000);
  EXPECT_EQ(SendBytes(socket, 3000), "3000");
  EXPECT_EQ(Poll(socket), "0");
  rig_.Send(". 1:1(0) ack 1000");
  EXPECT_EQ(Poll(socket), "0");
  rig_.Send(". 1:1(0) ack 1001");
  EXPECT_EQ(Poll(socket), "OUT");
}

TEST_F(PollTest, PeerFinIsLevelTriggeredForEver) {
  Socket& socket = rig_.Accepted();
  rig_.Send("F. 1:1(0) ack 1");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP");
  Shut(socket, kWrite);
  EXPECT_EQ(rig_.Where(), "LAST-ACK");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
  rig_.Send(". 2:2(0) ack 2");
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
}

TEST_F(PollTest, RdhupWhileDataIsUnread) {  // 15m
  Socket& socket = rig_.Accepted();
  rig_.Send("FP. 1:4(3) ack 1");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP");
  EXPECT_EQ(Recv(socket), "abc");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(PollTest, OwnFin) {
  Socket& socket = rig_.Accepted();
  Shut(socket, kWrite);
  EXPECT_EQ(Poll(socket), "OUT");
  rig_.Send(". 1:1(0) ack 2");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2");
  EXPECT_EQ(Poll(socket), "OUT");
  rig_.Send("P. 1:2(1) ack 2");
  EXPECT_EQ(Poll(socket), "IN OUT");
  rig_.Send("F. 2:2(0) ack 2");
  EXPECT_EQ(rig_.Where(), "TIME-WAIT orphan");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
  EXPECT_EQ(Recv(socket), "a");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
  Endpoint peer;
  EXPECT_EQ(ErrorName(socket.PeerName(peer).error), "ENOTCONN");
}

TEST_F(PollTest, BothDirectionsShut) {
  Socket& socket = rig_.Accepted();
  Shut(socket, kBoth);
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
}

TEST_F(PollTest, Closing) {
  Socket& socket = rig_.Accepted();
  Shut(socket, kWrite);
  rig_.Send("F. 1:1(0) ack 1");
  EXPECT_EQ(rig_.Where(), "CLOSING");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
}

TEST_F(PollTest, FinThenReset) {
  Socket& socket = rig_.Accepted();
  rig_.Send("F. 1:1(0) ack 1");
  rig_.Send("R 2:2(0)");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP ERR");
}

// A window that cannot take another segment: waiting for more is in vain
// (tcp_epollin_ready).
TEST_F(PollTest, LowWaterGivesWayWhenTheWindowIsClosed) {
  Socket& socket = rig_.Accepted();
  socket.connection().options().receive_low_water = 100'000;
  for (uint32_t next = 1; next < 64'000; next += 1000) {
    rig_.Send("P. " + std::to_string(next) + ":" + std::to_string(next + 1000) +
              "(1000) ack 1");
  }
  EXPECT_EQ(Poll(socket), "IN OUT");
}

// --- Sizes of the queues.

TEST_F(PollTest, OutqCountsTheFinAndNsdWhatWasNotSent) {  // 14i
  rig_.peer_window = 2000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 5000);
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=5000 NSD=3000");
  Shut(socket, kWrite);
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=5001 NSD=3001");
  rig_.Send(". 1:1(0) ack 2001 win 60000");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=3001 NSD=0");
  rig_.Send(". 1:1(0) ack 5001");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=1 NSD=0");
  rig_.Send(". 1:1(0) ack 5002");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=0 NSD=0");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2");
}

TEST_F(PollTest, OutqIsFrozenByAReset) {  // 14i, 15d
  rig_.peer_window = 2000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 5000);
  rig_.Send(". 1:1(0) ack 1001 win 0");
  rig_.Send("R 1:1(0)");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=4000 NSD=3000");
  EXPECT_EQ(SoError(socket), "ECONNRESET");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=4000 NSD=3000");
}

TEST_F(PollTest, InqDoesNotCountTheFin) {  // 14j
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:4(3) ack 1");
  rig_.Send("F. 4:4(0) ack 1");
  EXPECT_EQ(Queues(socket), "INQ=3 OUTQ=0 NSD=0");
  Recv(socket);
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=0 NSD=0");
}

TEST_F(PollTest, AListenerHasNoQueues) {
  EXPECT_EQ(Queues(rig_.Listen()), "INQ=EINVAL OUTQ=EINVAL NSD=EINVAL");
}

TEST_F(PollTest, InSynSentTheQueuesAreEmpty) {
  EXPECT_EQ(Queues(rig_.Connecting()), "INQ=0 OUTQ=0 NSD=0");
}

}  // namespace
}  // namespace orderly
