// When the host acknowledges, and which window it offers.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

class AcknowledgingTest : public testing::Test {
 protected:
  // Data of the peer, all of it read by the application.
  void Data(Socket& socket, uint32_t first, uint32_t size) {
    rig_.Send("P. " + std::to_string(first) + ":" +
              std::to_string(first + size) + "(" + std::to_string(size) +
              ") ack 1");
    Recv(socket);
  }
  uint32_t LastWindow() {
    const std::vector<Segment> sent = rig_.TakeSent();
    return sent.empty() ? ~0U : sent.back().window;
  }
  // A connection whose receive buffer holds 4096 bytes.
  Socket& SmallReceiver() {
    Socket& listener = rig_.Listen();
    listener.connection().SetReceiveBuffer(4096);
    rig_.Handshake();
    return rig_.Accept(listener);
  }
  Rig rig_;
};

TEST_F(AcknowledgingTest, TheFirstSixteenAreAcknowledgedAtOnce) {
  Socket& socket = rig_.Accepted();
  for (uint32_t i = 1; i <= 16; ++i) {
    rig_.Send("P. " + std::to_string(i) + ":" + std::to_string(i + 1) +
              "(1) ack 1");
    EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack " + std::to_string(i + 1));
  }
  const Instant start = rig_.now();
  rig_.Send("P. 17:18(1) ack 1");
  rig_.Run(milliseconds(100));
  EXPECT_EQ(rig_.SentAt(start), "0.040 . 1:1(0) ack 18");
  EXPECT_EQ(Recv(socket), StreamBytes(1, 17));
}

TEST_F(AcknowledgingTest, OwnDataDoesNotUseUpQuickAcks) {
  Socket& socket = rig_.Accepted();  // tcp_dec_quickack_mode
  rig_.Send("P. 1:2(1) ack 1");
  Recv(socket);
  rig_.Run(seconds(1));
  for (uint32_t i = 0; i < 20; ++i) {
    SendBytes(socket, 1, 1 + i);
    rig_.Send(". 2:2(0) ack " + std::to_string(i + 2));
  }
  rig_.Sent();
  rig_.Send("P. 2:3(1) ack 21");
  EXPECT_EQ(rig_.Sent(), ". 21:21(0) ack 3");
}

TEST_F(AcknowledgingTest, AnApplicationThatAnswersIsGivenTime) {  // ping-pong
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 6");
  Recv(socket);
  SendBytes(socket, 3);
  EXPECT_EQ(rig_.Sent(), "P. 1:4(3) ack 6");
  const Instant start = rig_.now();
  rig_.Send("P. 6:11(5) ack 4");
  EXPECT_EQ(rig_.Sent(), "-");
  rig_.Run(milliseconds(100));
  EXPECT_EQ(rig_.SentAt(start), "0.040 . 4:4(0) ack 11");
}

TEST_F(AcknowledgingTest, AnAnswerCarriesTheAck) {
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  Recv(socket);
  SendBytes(socket, 3);
  rig_.Send("P. 6:11(5) ack 4");
  rig_.Sent();
  Recv(socket);
  SendBytes(socket, 3, 4);
  EXPECT_EQ(rig_.Sent(), "P. 4:7(3) ack 11");
  rig_.Run(milliseconds(100));
  EXPECT_EQ(rig_.Sent(), "-");
}

TEST_F(AcknowledgingTest, AFinWithoutDataIsAcknowledgedAtTheNextTick) {  // 14a
  rig_.Accepted();
  const Instant start = rig_.now();
  rig_.Send("F. 1:1(0) ack 1");
  rig_.Run(milliseconds(100));
  EXPECT_EQ(rig_.SentAt(start), "0.004 . 1:1(0) ack 2");
}

TEST_F(AcknowledgingTest, AFinAfterDataIsAcknowledgedLater) {  // 1f, 14j
  rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  rig_.Sent();
  const Instant start = rig_.now();
  rig_.Send("F. 6:6(0) ack 1");
  rig_.Run(milliseconds(100));
  EXPECT_EQ(rig_.SentAt(start), "0.040 . 1:1(0) ack 7");
}

TEST_F(AcknowledgingTest, AHoleIsReportedAtOnceAndSoIsItsFilling) {
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 11:16(5) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 1");
  rig_.Send("P. 1:11(10) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 16");
  EXPECT_EQ(Recv(socket), StreamBytes(1, 15));
}

TEST_F(AcknowledgingTest, AFinBeforeTheLastDataWaits) {  // 9k
  Socket& socket = rig_.Accepted();
  rig_.Send("F. 6:6(0) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 1");
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
  EXPECT_EQ(Poll(socket), "OUT");
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 7");
  EXPECT_EQ(rig_.Where(), "CLOSE-WAIT");
  EXPECT_EQ(Recv(socket), "abcde");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(AcknowledgingTest, DataBeyondAFinIsDropped) {  // 9l
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 7:9(2) ack 1");
  rig_.Send("FP. 1:6(5) ack 1");
  EXPECT_EQ(rig_.Where(), "CLOSE-WAIT");
  EXPECT_EQ(Queues(socket), "INQ=5 OUTQ=0 NSD=0");
  EXPECT_EQ(Recv(socket), "abcde");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(AcknowledgingTest, AResetBeforeTheLastDataIsChallenged) {  // 9m
  Socket& socket = rig_.Accepted();
  rig_.Send("R 6:6(0)");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 1");
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(Recv(socket), "abcde");
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
}

// --- Windows

TEST_F(AcknowledgingTest, TheRightEdgeStaysForTheFirstData) {  // p01, p10
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(LastWindow(), 64235U);
  Recv(socket);
  rig_.Send("P. 6:41(35) ack 1");
  EXPECT_EQ(LastWindow(), 64200U);
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(LastWindow(), 64200U);
}

TEST_F(AcknowledgingTest, TheFirstWindowIsOfWholeSegments) {
  rig_.Listen();
  rig_.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(LastWindow(), 64240U);
  rig_.NewPeer();
  Rig small;
  Socket& listener = small.Listen();
  listener.connection().SetReceiveBuffer(4096);
  small.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(small.TakeSent().back().window, 2920U);
}

TEST_F(AcknowledgingTest, AFullBufferClosesTheWindowAndReadingOpensIt) {
  Socket& socket = SmallReceiver();
  uint32_t next = 1;
  uint32_t window = 2920;
  while (window > 0 && next < 10000) {
    const uint32_t size = std::min(window, 1000U);
    rig_.Send("P. " + std::to_string(next) + ":" + std::to_string(next + size) +
              "(" + std::to_string(size) + ") ack 1");
    next += size;
    rig_.Run(milliseconds(50));
    window = LastWindow();
  }
  EXPECT_EQ(window, 0U);
  // Beyond the window: not taken, answered.
  rig_.Send("P. " + std::to_string(next) + ":" + std::to_string(next + 1) +
            "(1) ack 1");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack " + std::to_string(next));
  // A few bytes are no reason to tell (silly window avoidance).
  Recv(socket, 100);
  EXPECT_EQ(rig_.Sent(), "-");
  Recv(socket);
  EXPECT_GE(LastWindow(), 2000U);
}

TEST_F(AcknowledgingTest, ABareFinIsTakenAtAZeroWindow) {  // 8h
  Socket& socket = SmallReceiver();
  uint32_t next = 1;
  for (uint32_t window = 2920; window > 0 && next < 10000;) {
    const uint32_t size = std::min(window, 1000U);
    rig_.Send("P. " + std::to_string(next) + ":" + std::to_string(next + size) +
              "(" + std::to_string(size) + ") ack 1");
    next += size;
    rig_.Run(milliseconds(50));
    window = LastWindow();
  }
  const std::string at = std::to_string(next);
  // 8i: data with a FIN is not.
  rig_.Send("FP. " + at + ":" + std::to_string(next + 4) + "(4) ack 1");
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack " + at);
  rig_.Send("F. " + at + ":" + at + "(0) ack 1");
  EXPECT_EQ(rig_.Where(), "CLOSE-WAIT");
  EXPECT_EQ(Recv(socket), StreamBytes(1, next - 1));
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(AcknowledgingTest, AFinOneBeyondTheWindowIsTaken) {  // 8i2
  rig_.Accepted();
  rig_.Send("P. 1:2(1) ack 1");
  const uint32_t window = LastWindow();
  for (uint32_t next = 2; next < 2 + window;) {
    const uint32_t size = std::min(2 + window - next, 1000U);
    const bool last = next + size == 2 + window;
    rig_.Send((last ? "FP. " : "P. ") + std::to_string(next) + ":" +
              std::to_string(next + size) + "(" + std::to_string(size) +
              ") ack 1");
    next += size;
  }
  EXPECT_EQ(rig_.Where(), "CLOSE-WAIT");
}

TEST_F(AcknowledgingTest, AFinBeyondAZeroWindowIsNotTaken) {
  Socket& socket = SmallReceiver();
  for (uint32_t next = 1; next <= 2001; next += 1000) {
    const uint32_t size = next == 2001 ? 920 : 1000;
    rig_.Send("P. " + std::to_string(next) + ":" + std::to_string(next + size) +
              "(" + std::to_string(size) + ") ack 1");
  }
  Recv(socket, 1);
  // The numbers of the window, not of what follows it.
  rig_.Send("F. 9000:9000(0) ack 1");
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
  EXPECT_EQ(socket.connection().early_bytes(), 0U);
}

}  // namespace
}  // namespace orderly
