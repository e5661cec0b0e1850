// Measured cases that no other file here has: one host and a scripted peer.
// What several cases have in common is in the tables (state x event, close).
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"
#include "sim/wire/icmp_error.h"

namespace orderly {
namespace {

class MeasuredTest : public testing::Test {
 protected:
  Rig rig_;
};

// 2a, 2e: the plainest of all.
TEST_F(MeasuredTest, OneUnreadByteMakesCloseAReset) {
  Socket& unread = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  rig_.Sent();
  EXPECT_TRUE(unread.Close(/*wait_linger=*/true).ok());
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 6");
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(rig_.host().counters().abort_on_close, 1U);
  Socket& read = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(Recv(read), "abcde");
  rig_.Sent();
  EXPECT_TRUE(read.Close(/*wait_linger=*/true).ok());
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 6");
}

// 2h: the FIN behind the data changes nothing.
TEST_F(MeasuredTest, UnreadDataBeforeAFinResetsToo) {
  Socket& socket = rig_.Accepted();
  rig_.Send("FP. 1:6(5) ack 1");
  rig_.Run(milliseconds(60));
  rig_.Sent();
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "R. 1:1(0) ack 7");
}

// 3c: data in the very segment that acknowledges the orphan's FIN.
TEST_F(MeasuredTest, DataWithTheAckOfAnOrphansFinResets) {
  rig_.Accepted().Close(/*wait_linger=*/false);
  rig_.Sent();
  rig_.Send("P. 1:3(2) ack 2");
  EXPECT_EQ(rig_.Sent(), "R 2:2(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
}

// 3e, 3f, 3q: an orphan's FIN-WAIT-2 takes a bare FIN in order, nothing else.
TEST_F(MeasuredTest, AnOrphansFinWait2TakesABareFinOnly) {
  struct Row {
    const char* segment;
    const char* sent;
    const char* after;
  };
  for (const Row& row :
       {Row{"FP. 1:3(2) ack 2", "R 2:2(0)", "GONE"},
        Row{"F. 1:1(0) ack 2", ". 2:2(0) ack 2", "TIME-WAIT orphan"},
        Row{"F. 11:11(0) ack 2", "R 2:2(0)", "GONE"}}) {
    rig_.Accepted().Close(/*wait_linger=*/false);
    rig_.Send(". 1:1(0) ack 2");
    rig_.Sent();
    rig_.Send(row.segment);
    EXPECT_EQ(rig_.Sent(), row.sent) << row.segment;
    EXPECT_EQ(rig_.Where(), row.after) << row.segment;
  }
}

// 3g, 3h, 3i: an orphan in FIN-WAIT-1 meets the peer's FIN.
TEST_F(MeasuredTest, AnOrphanInFinWait1TakesAFin) {
  rig_.Accepted().Close(/*wait_linger=*/false);
  rig_.Sent();
  rig_.Send("F. 1:1(0) ack 2");
  EXPECT_EQ(rig_.Where(), "TIME-WAIT orphan");
  rig_.Accepted().Close(/*wait_linger=*/false);
  rig_.Send("F. 1:1(0) ack 1");
  EXPECT_EQ(rig_.Where(), "CLOSING orphan");
  rig_.Sent();
  rig_.Send("P. 2:4(2) ack 1");  // beyond the FIN
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(rig_.Where(), "CLOSING orphan");
  rig_.Send("R 200002:200002(0)");  // 15f
  EXPECT_EQ(rig_.Sent(), "-");
  rig_.Send(". 2:2(0) ack 2");
  EXPECT_EQ(rig_.Where(), "TIME-WAIT orphan");
}

// 3j, 3k: data beyond a FIN is ignored, live or not.
TEST_F(MeasuredTest, DataBeyondAFinIsIgnored) {
  Socket& socket = rig_.Accepted();
  rig_.Send("F. 1:1(0) ack 1");
  rig_.Run(milliseconds(60));
  rig_.Sent();
  rig_.Send("P. 2:4(2) ack 1");
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=0 NSD=0");
  socket.Close(/*wait_linger=*/false);
  rig_.Sent();
  rig_.Send("P. 2:4(2) ack 1");
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(rig_.Where(), "LAST-ACK orphan");
  rig_.Send(". 2:2(0) ack 2");
  EXPECT_EQ(rig_.Where(), "GONE");
}

// 5p: close() waits for a window; what it held back takes the FIN along.
TEST_F(MeasuredTest, LingerWaitsForTheWindow) {
  rig_.peer_window = 1000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 3000);
  rig_.Send(". 1:1(0) ack 1001 win 0");
  rig_.Sent();
  socket.connection().options().linger = seconds(5);
  EXPECT_EQ(socket.Close(/*wait_linger=*/true).error, EAGAIN);
  rig_.Run(milliseconds(500));
  EXPECT_TRUE(socket.connection().lingering());
  rig_.Sent();
  rig_.Send(". 1:1(0) ack 1001 win 60000");
  rig_.Send(". 1:1(0) ack 2001 win 60000");
  EXPECT_EQ(rig_.Sent(), ". 1001:2001(1000) ack 1, FP. 2001:3001(1000) ack 1");
  rig_.Send(". 1:1(0) ack 3002 win 60000");
  EXPECT_FALSE(socket.connection().lingering());
  socket.FinishClose(/*timed_out=*/false);
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2 orphan");
}

// 8e: with tcp_rto_max at 1 s an orphan has 2.5 s, not 107.
TEST_F(MeasuredTest, ASilentPeerOfAnOrphanWithAShortRtoMax) {
  TcpConfig config = RigConfig();
  config.rto_max = seconds(1);
  Rig rig(config);
  Socket& socket = rig.Accepted();
  SendBytes(socket, 100);
  socket.Close(/*wait_linger=*/false);
  rig.Sent();
  const Instant start = rig.now();
  while (rig.Where() != "GONE") rig.Run(milliseconds(10));
  EXPECT_EQ(rig.SentAt(start),
            "0.210 FP. 1:101(100) ack 1, 0.630 FP. 1:101(100) ack 1, "
            "1.470 FP. 1:101(100) ack 1");
  EXPECT_NEAR(static_cast<double>((rig.now() - start).count()) / 1e9, 2.5,
              0.05);
}

// 9n: the end of what SACK reports counts as exact; the hole is never filled.
TEST_F(MeasuredTest, AResetAtTheEndOfWhatSackReportsCounts) {
  TcpConfig config = RigConfig();
  config.sack = true;
  Rig rig(config);
  rig.peer_options = "mss 1000,sackOK";
  Socket& socket = rig.Accepted();
  rig.Send("P. 1:5(4) ack 1");
  rig.Send("P. 9:13(4) ack 1");
  rig.Sent();
  rig.Send("R 11:11(0)");  // within them: a challenge
  EXPECT_EQ(rig.Where(), "ESTABLISHED");
  EXPECT_NE(rig.Sent(), "-");
  rig.Send("R 13:13(0)");
  EXPECT_EQ(rig.Sent(), "-");
  EXPECT_EQ(rig.Where(), "GONE");
  EXPECT_EQ(Recv(socket), "abcd");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
}

// 15p: what was read after SHUT_RD is read.
TEST_F(MeasuredTest, DataReadAfterShutRdLeavesAFin) {
  Socket& socket = rig_.Accepted();
  Shut(socket, Socket::How::kRead);
  rig_.Send("P. 1:2(1) ack 1");
  EXPECT_EQ(Recv(socket), "a");
  rig_.Sent();
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 2");
}

// 15q: data and a reset back to back.
TEST_F(MeasuredTest, DataRightBeforeAResetIsReadable) {
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  rig_.Send("R 6:6(0)");
  EXPECT_EQ(Recv(socket), "abcde");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
}

// 16i: an ICMP hint is what a time-out is told as.
TEST_F(MeasuredTest, AnIcmpHintNamesTheErrorOfATimeOut) {
  TcpConfig config = RigConfig();
  config.retries = 3;
  Rig rig(config);
  Socket& socket = rig.Accepted();
  SendBytes(socket, 4);
  rig.Run(milliseconds(100));
  rig.host().DeliverIcmp({rig.tuple(), rig.iss() + 1, IcmpError::kUnreachable,
                          IcmpError::kHost, 0});
  EXPECT_EQ(Poll(socket), "OUT");
  rig.Run(seconds(60));
  EXPECT_EQ(Recv(socket), "EHOSTUNREACH");
  EXPECT_EQ(Recv(socket), "EOF");
}

// 16j.
TEST_F(MeasuredTest, PeekAtTheEndTakesNothing) {
  Socket& socket = rig_.Accepted();
  socket.connection().options().receive_low_water = 100;
  rig_.Send("F. 1:1(0) ack 1");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(Recv(socket, 10, /*peek=*/true), "EOF");
  EXPECT_EQ(Recv(socket), "EOF");
}

}  // namespace
}  // namespace orderly
