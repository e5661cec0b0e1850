// close() and shutdown(): what counts as unread, what is flushed, what comes
// after. The numbers are those of the probes p02, p03, p05, p14, p15.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

void Close(Socket& socket) {
  EXPECT_TRUE(socket.Close(/*wait_linger=*/true).ok());
}

class CloseTest : public testing::Test {
 protected:
  Rig rig_;
};

TEST_F(CloseTest, PeekedDataIsUnread) {  // 2c
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(Recv(socket, 100, /*peek=*/true), "abcde");
  rig_.Sent();
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 6");
}

TEST_F(CloseTest, OneByteOfFiveLeftIsUnread) {  // 2d
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(Recv(socket, 4), "abcd");
  rig_.Sent();
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 6");
}

TEST_F(CloseTest, FinAloneIsNotUnread) {  // 2f
  Socket& socket = rig_.Accepted();
  rig_.Send("F. 1:1(0) ack 1");
  rig_.Run(milliseconds(50));
  rig_.Sent();
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 2");
  EXPECT_EQ(rig_.Where(), "LAST-ACK orphan");
}

TEST_F(CloseTest, EofNeedNotBeRead) {  // 2g
  Socket& socket = rig_.Accepted();
  rig_.Send("FP. 1:6(5) ack 1");
  EXPECT_EQ(Recv(socket, 5), "abcde");
  rig_.Run(milliseconds(50));
  rig_.Sent();
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 7");
}

TEST_F(CloseTest, EarlyDataIsNotUnreadUntilTheHoleIsFilled) {  // 2i
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 5:9(4) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 1");
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 1");
  rig_.Send("P. 1:5(4) ack 2");
  EXPECT_EQ(rig_.Sent(), "R 2:2(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(CloseTest, DataAfterShutRdIsUnread) {  // 2k
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:2(1) ack 1");
  EXPECT_EQ(Shut(socket, Socket::How::kRead), "0");
  rig_.Sent();
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 2");
}

TEST_F(CloseTest, UnreadDataBeatsLinger) {  // 2m
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger = seconds(5);
  rig_.Send("P. 1:2(1) ack 1");
  rig_.Sent();
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 2");
}

TEST_F(CloseTest, AfterItsResetTheHostAnswersWithResets) {  // 2b
  rig_.peer_window = 2000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 20000);
  rig_.Send("P. 1:6(5) ack 1 win 2000");
  EXPECT_EQ(Queues(socket), "INQ=5 OUTQ=20000 NSD=18000");
  rig_.Sent();
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "R. 2001:2001(0) ack 6");
  rig_.Send(". 6:6(0) ack 2001 win 60000");
  EXPECT_EQ(rig_.Sent(), "R 2001:2001(0)");
}

TEST_F(CloseTest, DataForAnOrphanDestroysWhatWasNotAcknowledged) {  // 3a
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 50);
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "P. 1:51(50) ack 1, F. 51:51(0) ack 1");
  rig_.Send("P. 1:5(4) ack 1");
  EXPECT_EQ(rig_.Sent(), "R 1:1(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(rig_.host().counters().abort_on_data, 1U);
}

TEST_F(CloseTest, DataForAnOrphanDestroysWhatWasNotSent) {  // 3b
  rig_.peer_window = 2000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 20000);
  Close(socket);
  rig_.Sent();
  rig_.Send("P. 1:2(1) ack 2001 win 0");
  EXPECT_EQ(rig_.Sent(), "R 2001:2001(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(CloseTest, OutOfOrderDataForAnOrphanResets) {  // 3r
  Close(rig_.Accepted());
  rig_.Sent();
  rig_.Send("P. 101:103(2) ack 1");
  EXPECT_EQ(rig_.Sent(), "R 1:1(0)");
}

TEST_F(CloseTest, OldDataForAnOrphanIsAcknowledged) {  // 3o
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:4(3) ack 1");
  EXPECT_EQ(Recv(socket), "abc");
  Close(socket);
  rig_.Sent();
  rig_.Send("P. 1:4(3) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 2:2(0) ack 4");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-1 orphan");
}

TEST_F(CloseTest, SimultaneousCloseGoesThroughClosing) {  // 9h
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 4);
  Close(socket);
  rig_.Sent();
  rig_.Send("F. 1:1(0) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 6:6(0) ack 2");
  EXPECT_EQ(rig_.Where(), "CLOSING orphan");
  rig_.Send(". 2:2(0) ack 5");
  EXPECT_EQ(rig_.Where(), "CLOSING orphan");
  rig_.Send(". 2:2(0) ack 6");
  EXPECT_EQ(rig_.Where(), "TIME-WAIT orphan");
}

TEST_F(CloseTest, CorkedBytesGoOutWithTheFin) {  // 14l, 14m
  Socket& more = rig_.Accepted();
  EXPECT_EQ(more.Send("abcd", {.more = true}).value, 4);
  EXPECT_EQ(rig_.Sent(), "-");
  Close(more);
  EXPECT_EQ(rig_.Sent(), "F. 1:5(4) ack 1");
  rig_.Send(". 1:1(0) ack 6");
  rig_.Send("F. 1:1(0) ack 6");

  Socket& cork = rig_.Accepted();
  cork.connection().options().cork = true;
  SendBytes(cork, 4);
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(Shut(cork, Socket::How::kWrite), "0");
  EXPECT_EQ(rig_.Sent(), "FP. 1:5(4) ack 1");
}

TEST_F(CloseTest, FinTakesAlongWhatNagleHeld) {  // 14n
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 1);
  SendBytes(socket, 1, 2);
  EXPECT_EQ(rig_.Sent(), "P. 1:2(1) ack 1");
  Close(socket);
  EXPECT_EQ(rig_.Sent(), "FP. 2:3(1) ack 1");
}

// --- SO_LINGER with a time: the waiting itself is the process's affair.

TEST_F(CloseTest, LingerWaitsUntilTheFinIsAcknowledged) {  // 5j
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger = seconds(5);
  SendBytes(socket, 100);
  EXPECT_EQ(ErrorName(socket.Close(/*wait_linger=*/true).error), "EAGAIN");
  EXPECT_TRUE(socket.connection().lingering());
  rig_.Send(". 1:1(0) ack 102");
  EXPECT_FALSE(socket.connection().lingering());
  socket.FinishClose(/*timed_out=*/false);
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2 orphan");
}

TEST_F(CloseTest, LingerTimeoutDiscardsNothing) {  // 5i
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger = seconds(2);
  SendBytes(socket, 100);
  socket.Close(/*wait_linger=*/true);
  rig_.Run(seconds(2));
  rig_.Sent();
  socket.FinishClose(/*timed_out=*/true);
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-1 orphan");
  rig_.Run(seconds(2));
  EXPECT_EQ(rig_.Sent(), "FP. 1:101(100) ack 1");
}

TEST_F(CloseTest, DataDuringLingerResets) {  // 5o
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger = seconds(5);
  SendBytes(socket, 100);
  socket.Close(/*wait_linger=*/true);
  rig_.Sent();
  rig_.Send("P. 1:5(4) ack 1");
  EXPECT_EQ(rig_.Sent(), "R 1:1(0)");
  EXPECT_FALSE(socket.connection().lingering());
  socket.FinishClose(/*timed_out=*/false);
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(rig_.host().leftovers().sockets, 0U);
}

TEST_F(CloseTest, ResetDuringLingerEndsIt) {  // 5n
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger = seconds(5);
  SendBytes(socket, 100);
  socket.Close(/*wait_linger=*/true);
  rig_.Send("R 1:1(0)");
  EXPECT_FALSE(socket.connection().lingering());
  socket.FinishClose(/*timed_out=*/false);
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(CloseTest, ExitDoesNotLinger) {  // 5r
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger = seconds(5);
  SendBytes(socket, 50);
  EXPECT_TRUE(socket.Close(/*wait_linger=*/false).ok());
  EXPECT_EQ(rig_.Sent(), "P. 1:51(50) ack 1, F. 51:51(0) ack 1");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-1 orphan");
}

TEST_F(CloseTest, AcceptedSocketsInheritLinger) {  // 15b
  Socket& listener = rig_.Listen();
  listener.connection().options().linger = Duration(0);
  rig_.Handshake();
  Close(rig_.Accept(listener));
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 1");
  EXPECT_EQ(rig_.host().counters().abort_on_linger, 1U);
}

}  // namespace
}  // namespace orderly
