// The order of the tests in recv() and send(), and who takes the one-shot
// error: probes p01 and p14.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"
#include "sim/host/waiter.h"

namespace orderly {
namespace {

class ErrorOrderTest : public testing::Test {
 protected:
  // ESTABLISHED with "abcde" unread, then reset.
  Socket& ResetWithData() {
    Socket& socket = rig_.Accepted();
    rig_.Send("P. 1:6(5) ack 1");
    rig_.Send("R 6:6(0)");
    return socket;
  }
  Socket& Reset() {
    Socket& socket = rig_.Accepted();
    rig_.Send("R 1:1(0)");
    return socket;
  }
  Socket& FinThenReset() {
    Socket& socket = rig_.Accepted();
    rig_.Send("F. 1:1(0) ack 1");
    rig_.Run(milliseconds(50));
    rig_.Send("R 2:2(0)");
    return socket;
  }
  Rig rig_;
};

TEST_F(ErrorOrderTest, RecvGivesDataThenErrorOnceThenEof) {  // 1a
  Socket& socket = ResetWithData();
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP ERR");
  EXPECT_EQ(Queues(socket), "INQ=5 OUTQ=0 NSD=0");
  EXPECT_EQ(Recv(socket, 100, /*peek=*/true), "abcde");
  EXPECT_EQ(Recv(socket, 2), "ab");
  EXPECT_EQ(Recv(socket), "cde");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP ERR");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
  EXPECT_EQ(Shut(socket, Socket::How::kBoth), "ENOTCONN");
  Endpoint peer;
  EXPECT_EQ(ErrorName(socket.PeerName(peer).error), "ENOTCONN");
}

TEST_F(ErrorOrderTest, SoErrorMakesTheResetInvisibleToRecv) {  // 1b
  Socket& socket = ResetWithData();
  EXPECT_EQ(SoError(socket), "ECONNRESET");
  EXPECT_EQ(SoError(socket), "0");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
  EXPECT_EQ(Recv(socket), "abcde");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
}

TEST_F(ErrorOrderTest, AFailedSendMakesTheResetInvisibleToRecv) {  // 1c
  Socket& socket = ResetWithData();
  EXPECT_EQ(SendBytes(socket), "ECONNRESET");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
  EXPECT_EQ(Recv(socket), "abcde");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(ErrorOrderTest, WithoutDataTheErrorComesFirst) {  // 1d
  Socket& socket = Reset();
  EXPECT_EQ(Recv(socket), "ECONNRESET");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
}

TEST_F(ErrorOrderTest, PeekTakesTheError) {  // 1e
  Socket& socket = Reset();
  EXPECT_EQ(Recv(socket, 10, /*peek=*/true), "ECONNRESET");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(ErrorOrderTest, AfterAFinRecvNeverTellsOfAReset) {  // 1f
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  rig_.Send("F. 6:6(0) ack 1");
  rig_.Run(milliseconds(50));
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP");
  EXPECT_EQ(Queues(socket), "INQ=5 OUTQ=0 NSD=0");
  rig_.Send("R 7:7(0)");
  EXPECT_EQ(Queues(socket), "INQ=5 OUTQ=0 NSD=0");
  EXPECT_EQ(Recv(socket), "abcde");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP ERR");
  EXPECT_EQ(SoError(socket), "EPIPE");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
}

TEST_F(ErrorOrderTest, AfterFinAndResetEverySendIsEpipe) {  // 1g, 14e
  Socket& socket = FinThenReset();
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(ErrorOrderTest, AHalfClosedSocketGetsDataThenTheError) {  // 1h
  Socket& socket = rig_.Accepted();
  Shut(socket, Socket::How::kWrite);
  rig_.Send(". 1:1(0) ack 2");
  rig_.Send("P. 1:5(4) ack 2");
  rig_.Send("R 5:5(0)");
  EXPECT_EQ(Recv(socket), "abcd");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(ErrorOrderTest, EarlyDataIsNeverDelivered) {  // 1i
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:5(4) ack 1");
  rig_.Send("P. 9:13(4) ack 1");
  rig_.Send("R 5:5(0)");
  EXPECT_EQ(Recv(socket), "abcd");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
}

TEST_F(ErrorOrderTest, AReaderIsWokenByAReset) {  // 1j
  struct Sleeper : Waiter {
    void Wake() override { woken = true; }
    bool woken = false;
  } sleeper;
  Socket& socket = rig_.Accepted();
  EXPECT_EQ(Recv(socket), "EAGAIN");
  socket.AddWaiter(&sleeper);
  rig_.Send("R 1:1(0)");
  EXPECT_TRUE(sleeper.woken);
  EXPECT_EQ(Recv(socket), "ECONNRESET");
}

TEST_F(ErrorOrderTest, ACallThatHasBytesLeavesTheErrorForTheNext) {  // 1k
  Socket& socket = Reset();
  char byte = 0;
  EXPECT_EQ(
      ErrorName(socket.Receive(&byte, 1, false, /*have_some=*/true).error),
      "EAGAIN");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
}

TEST_F(ErrorOrderTest, LowWaterDoesNotHideAReset) {  // 1l
  Socket& socket = rig_.Accepted();
  socket.connection().options().receive_low_water = 100;
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(Poll(socket), "OUT");
  rig_.Send("R 6:6(0)");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP ERR");
  EXPECT_EQ(Recv(socket), "abcde");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
}

TEST_F(ErrorOrderTest, AResetWithOtherFlagsOrPayloadIsAReset) {  // 15i
  for (const char* reset :
       {"R. 1:4(3) ack 1", "FR. 1:1(0) ack 1", "SR 1:1(0)"}) {
    Socket& socket = rig_.Accepted();
    rig_.Send(reset);
    EXPECT_EQ(Recv(socket), "ECONNRESET") << reset;
    EXPECT_EQ(Recv(socket), "EOF") << reset;
    socket.Close(/*wait_linger=*/false);
  }
}

// --- send

TEST_F(ErrorOrderTest, SendAfterAFinIsLegal) {  // 14a
  Socket& socket = rig_.Accepted();
  rig_.Send("F. 1:1(0) ack 1");
  rig_.Run(milliseconds(50));
  rig_.Sent();
  EXPECT_EQ(SendBytes(socket, 3), "3");
  EXPECT_EQ(rig_.Sent(), "P. 1:4(3) ack 2");
  rig_.Send("R 2:2(0)");
  EXPECT_EQ(Poll(socket), "IN OUT RDHUP HUP ERR");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(ErrorOrderTest, SendAfterAResetFailsOnceWithoutASignal) {  // 14b, 14d
  Socket& socket = Reset();
  EXPECT_EQ(SendBytes(socket), "ECONNRESET");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(ErrorOrderTest, SendAfterOwnShutdownIsEpipe) {  // 14c
  Socket& socket = rig_.Accepted();
  Shut(socket, Socket::How::kWrite);
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
}

TEST_F(ErrorOrderTest, AnEmptySendTakesTheError) {  // 14f
  Socket& socket = Reset();
  EXPECT_EQ(SendBytes(socket, 0), "ECONNRESET");
  EXPECT_EQ(SoError(socket), "0");
}

TEST_F(ErrorOrderTest, SendInSynSentWaits) {  // 14k
  Socket& socket = rig_.Connecting();
  EXPECT_EQ(SendBytes(socket), "EAGAIN");
  rig_.Send("R. 0:0(0) ack 1");
  EXPECT_EQ(SendBytes(socket), "ECONNREFUSED");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
}

TEST_F(ErrorOrderTest, AFreshSocketCanNeitherReadNorWrite) {  // p11
  Socket& socket = *rig_.host().NewSocket();
  EXPECT_EQ(Recv(socket), "ENOTCONN");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
}

TEST_F(ErrorOrderTest, ConnectThenResetIsToldByTheNextCall) {  // 10m
  Socket& socket = rig_.Connected();
  rig_.Send("R 1:1(0)");
  EXPECT_EQ(SoError(socket), "ECONNRESET");
}

TEST_F(ErrorOrderTest, ASocketThatWasConnectedCannotConnectAgain) {
  Socket& socket = Reset();
  EXPECT_EQ(ErrorName(socket.Connect({Rig::kPeerAddress, 1}).error), "EISCONN");
}

}  // namespace
}  // namespace orderly
