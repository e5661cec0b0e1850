// shutdown() in every state: what it returns, what goes out, what is still
// accepted. Probes p03, p10, p15.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

constexpr auto kRead = Socket::How::kRead;
constexpr auto kWrite = Socket::How::kWrite;
constexpr auto kBoth = Socket::How::kBoth;

class ShutdownTest : public testing::Test {
 protected:
  Rig rig_;
};

TEST_F(ShutdownTest, OfAFreshSocketIsNotConnected) {
  Socket& socket = *rig_.host().NewSocket();
  EXPECT_EQ(Shut(socket, kWrite), "ENOTCONN");
  EXPECT_EQ(Poll(socket), "OUT HUP");
}

TEST_F(ShutdownTest, OfWriteSendsAFinAndMayBeRepeated) {  // 15c
  Socket& socket = rig_.Accepted();
  EXPECT_EQ(Shut(socket, kWrite), "0");
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 1");
  EXPECT_EQ(Shut(socket, kWrite), "0");
  EXPECT_EQ(Shut(socket, kRead), "0");
  EXPECT_EQ(Shut(socket, kBoth), "0");
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-1");
  rig_.Send("R 1:1(0)");
  EXPECT_EQ(Shut(socket, kWrite), "ENOTCONN");
}

TEST_F(ShutdownTest, AfterBothFinsIsNotConnected) {  // 15c
  Socket& socket = rig_.Accepted();
  rig_.Send("F. 1:1(0) ack 1");
  rig_.Run(milliseconds(50));
  EXPECT_EQ(Shut(socket, kRead), "0");
  rig_.Sent();
  EXPECT_EQ(Shut(socket, kWrite), "0");
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 2");
  EXPECT_EQ(rig_.Where(), "LAST-ACK");
  rig_.Send(". 2:2(0) ack 2");
  EXPECT_EQ(Shut(socket, kWrite), "ENOTCONN");
}

TEST_F(ShutdownTest, OfReadHasNoEffectOnTheWire) {  // 3n
  Socket& socket = rig_.Accepted();
  EXPECT_EQ(Shut(socket, kRead), "0");
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP");
  EXPECT_EQ(Recv(socket), "EOF");
  rig_.Send("P. 1:5(4) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 5");
  EXPECT_EQ(Recv(socket), "abcd");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(SendBytes(socket), "1");
}

TEST_F(ShutdownTest, OfBothResetsWhenDataComesLater) {  // 3m
  Socket& socket = rig_.Accepted();
  EXPECT_EQ(Shut(socket, kBoth), "0");
  rig_.Send(". 1:1(0) ack 2");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
  EXPECT_EQ(Recv(socket), "EOF");
  rig_.Sent();
  rig_.Send("P. 1:5(4) ack 2");
  EXPECT_EQ(rig_.Sent(), "R 2:2(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP ERR");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(ShutdownTest, OfBothKeepsUnreadDataReadable) {  // 15a
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  rig_.Sent();
  EXPECT_EQ(Shut(socket, kBoth), "0");
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 6");
  EXPECT_EQ(Queues(socket), "INQ=5 OUTQ=1 NSD=0");
  EXPECT_EQ(Recv(socket, 2), "ab");
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "R. 2:2(0) ack 6");
}

TEST_F(ShutdownTest, OfWriteLeavesTheOtherDirectionOpen) {  // 3l
  Socket& socket = rig_.Accepted();
  Shut(socket, kWrite);
  rig_.Send(". 1:1(0) ack 2");
  rig_.Sent();
  rig_.Send("P. 1:5(4) ack 2");
  EXPECT_EQ(rig_.Sent(), ". 2:2(0) ack 5");
  EXPECT_EQ(Recv(socket), "abcd");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2");
}

TEST_F(ShutdownTest, WaitsForNothingAndDiscardsNothing) {  // 16b
  rig_.peer_window = 2000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 20000);
  EXPECT_EQ(Shut(socket, kWrite), "0");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=20001 NSD=18001");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-1");
}

TEST_F(ShutdownTest, IgnoresLinger) {  // 5u
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger = Duration(0);
  EXPECT_EQ(Shut(socket, kWrite), "0");
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 1");
}

TEST_F(ShutdownTest, InSynSentDisconnects) {  // 10n
  Socket& socket = rig_.Connecting();
  EXPECT_EQ(rig_.Sent(), "S 0:0(0)");
  EXPECT_EQ(Shut(socket, kWrite), "0");
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(Poll(socket), "OUT HUP ERR");
  EXPECT_EQ(SoError(socket), "ECONNRESET");
  EXPECT_EQ(Recv(socket), "ENOTCONN");
  rig_.Send("S. 0:0(0) ack 1");
  EXPECT_EQ(rig_.Sent(), "R 1:1(0)");
}

TEST_F(ShutdownTest, InSynSentLeavesASocketThatCanConnectAgain) {
  Socket& socket = rig_.Connecting();
  Shut(socket, kBoth);
  SoError(socket);
  rig_.NewPeer();
  rig_.host().set_iss_base(rig_.iss());
  EXPECT_EQ(
      ErrorName(socket.Connect({Rig::kPeerAddress, rig_.peer_port()}).error),
      "EINPROGRESS");
  EXPECT_EQ(rig_.Sent(), "S 0:0(0)");
  rig_.Send("S. 0:0(0) ack 1");
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
  EXPECT_EQ(Poll(socket), "OUT");
}

TEST_F(ShutdownTest, OfAListenersReadSideEndsItsListening) {  // 10c
  Socket& listener = rig_.Listen();
  rig_.Handshake();
  EXPECT_EQ(Shut(listener, kRead), "0");
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 1");
  Socket* child = nullptr;
  EXPECT_EQ(ErrorName(listener.Accept(child).error), "EINVAL");
  EXPECT_EQ(Poll(listener), "OUT HUP");
  EXPECT_TRUE(listener.Listen(5).ok());
  EXPECT_EQ(listener.LocalName().port, Rig::kPort);
}

TEST_F(ShutdownTest, OfAListenersWriteSideDoesNothing) {  // 10d
  Socket& listener = rig_.Listen();
  EXPECT_EQ(Shut(listener, kWrite), "0");
  rig_.Handshake();
  EXPECT_EQ(rig_.Accept(listener).state(), TcpState::kEstablished);
}

}  // namespace
}  // namespace orderly
