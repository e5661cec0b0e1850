// What goes out and when: segment sizes, Nagle, the cork, PSH, windows. Numbers
// without a probe follow from Linux's source.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

class SendingTest : public testing::Test {
 protected:
  Rig rig_;
};

// --- Segment size

struct HalfWindow {
  uint32_t window;
  uint32_t size;  // of the first segment
};

class HalfWindowTest : public testing::TestWithParam<HalfWindow> {};

TEST_P(HalfWindowTest, BoundsTheSegment) {  // tcp_bound_to_half_wnd; p08 8a
  Rig rig;
  rig.peer_window = GetParam().window;
  SendBytes(rig.Accepted(), 5000);
  const std::vector<Segment> sent = rig.TakeSent();
  ASSERT_FALSE(sent.empty());
  EXPECT_EQ(sent[0].payload.size(), GetParam().size);
}

INSTANTIATE_TEST_SUITE_P(
    Windows, HalfWindowTest,
    testing::Values(HalfWindow{60000, 1000}, HalfWindow{2000, 1000},
                    HalfWindow{1999, 999}, HalfWindow{1000, 500},
                    HalfWindow{537, 268}, HalfWindow{536, 536},
                    HalfWindow{100, 100}, HalfWindow{48, 48}));

TEST_F(SendingTest, ALargerWindowMakesLargerSegments) {
  rig_.peer_window = 1000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 3000);
  EXPECT_EQ(rig_.Sent(), ". 1:501(500) ack 1, P. 501:1001(500) ack 1");
  rig_.Send(". 1:1(0) ack 1001 win 60000");
  EXPECT_EQ(rig_.Sent(), ". 1001:2001(1000) ack 1, P. 2001:3001(1000) ack 1");
}

// --- Nagle

TEST_F(SendingTest, NagleHoldsASmallSegmentBehindASmallOne) {
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 1);
  EXPECT_EQ(rig_.Sent(), "P. 1:2(1) ack 1");
  SendBytes(socket, 1, 2);
  SendBytes(socket, 1, 3);
  EXPECT_EQ(rig_.Sent(), "-");
  rig_.Send(". 1:1(0) ack 2");
  EXPECT_EQ(rig_.Sent(), "P. 2:4(2) ack 1");
}

TEST_F(SendingTest, NagleLetsASmallSegmentFollowAFullOne) {  // Minshall
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 1000);
  SendBytes(socket, 1, 1001);
  EXPECT_EQ(rig_.Sent(), "P. 1:1001(1000) ack 1, P. 1001:1002(1) ack 1");
  SendBytes(socket, 1, 1002);
  EXPECT_EQ(rig_.Sent(), "-");
}

TEST_F(SendingTest, NagleSendsFullSegmentsOfALongWrite) {
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 1);
  SendBytes(socket, 2500, 2);
  EXPECT_EQ(rig_.Sent(),
            "P. 1:2(1) ack 1, . 2:1002(1000) ack 1, P. 1002:2002(1000) ack 1");
  rig_.Send(". 1:1(0) ack 2002");
  EXPECT_EQ(rig_.Sent(), "P. 2002:2502(500) ack 1");
}

TEST_F(SendingTest, NoDelayTurnsNagleOffAndFlushes) {
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 1);
  SendBytes(socket, 1, 2);
  rig_.Sent();
  socket.connection().options().no_delay = true;
  socket.SetOptionsChanged();
  EXPECT_EQ(rig_.Sent(), "P. 2:3(1) ack 1");
  SendBytes(socket, 1, 3);
  EXPECT_EQ(rig_.Sent(), "P. 3:4(1) ack 1");
}

// --- Cork and MSG_MORE

TEST_F(SendingTest, TheCorkHoldsWhatIsNotAFullSegment) {
  Socket& socket = rig_.Accepted();
  socket.connection().options().cork = true;
  SendBytes(socket, 1500);
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");
  socket.connection().options().cork = false;
  socket.SetOptionsChanged();
  EXPECT_EQ(rig_.Sent(), "P. 1001:1501(500) ack 1");
}

TEST_F(SendingTest, TheCorkHoldsNoLongerThanAnRto) {  // tcp_check_probe_timer
  Socket& socket = rig_.Accepted();
  socket.connection().options().cork = true;
  SendBytes(socket, 10);
  const Instant start = rig_.now();
  rig_.Run(milliseconds(300));
  EXPECT_EQ(rig_.SentAt(start), "0.210 P. 1:11(10) ack 1");
}

TEST_F(SendingTest, MoreSendsFullSegmentsAndHoldsTheRestUntilAnAck) {
  Socket& socket = rig_.Accepted();
  EXPECT_EQ(socket.Send(StreamBytes(1, 1500), {.more = true}).value, 1500);
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1");
  rig_.Send(". 1:1(0) ack 1001");
  EXPECT_EQ(rig_.Sent(), ". 1001:1501(500) ack 1");
}

TEST_F(SendingTest, MoreIsEndedByAWriteWithoutIt) {
  Socket& socket = rig_.Accepted();
  socket.Send(StreamBytes(1, 5), {.more = true});
  SendBytes(socket, 5, 6);
  EXPECT_EQ(rig_.Sent(), "P. 1:11(10) ack 1");
}

// --- PSH

TEST_F(SendingTest, PshIsOnTheLastSegmentOfAWrite) {
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 2500);
  EXPECT_EQ(rig_.Sent(),
            ". 1:1001(1000) ack 1, . 1001:2001(1000) ack 1, P. 2001:2501(500) "
            "ack 1");
}

TEST_F(SendingTest, PshIsOnEveryHalfWindowOfALongWrite) {  // 14i
  rig_.peer_window = 2000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 5000);
  EXPECT_EQ(rig_.Sent(), ". 1:1001(1000) ack 1, P. 1001:2001(1000) ack 1");
  Shut(socket, Socket::How::kWrite);
  rig_.Send(". 1:1(0) ack 2001 win 60000");
  EXPECT_EQ(rig_.Sent(),
            ". 2001:3001(1000) ack 1, . 3001:4001(1000) ack 1, FP. "
            "4001:5001(1000) ack 1");
}

// --- Windows

TEST_F(SendingTest, NothingIsSentBeyondTheWindow) {
  rig_.peer_window = 3000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 10000);
  EXPECT_EQ(rig_.TakeSent().size(), 3U);
  rig_.Send(". 1:1(0) ack 1001 win 3000");
  EXPECT_EQ(rig_.Sent(), ". 3001:4001(1000) ack 1");
}

TEST_F(SendingTest, AWindowLessThanASegmentIsUsedAfterAnRto) {
  Socket& socket = rig_.Accepted();  // RFC 9293, 3.8.6.2.1; tcp_write_wakeup
  rig_.Send(". 2:2(0) ack 1 win 300");
  const Instant start = rig_.now();
  SendBytes(socket, 5000);
  EXPECT_EQ(rig_.Sent(), "-");
  rig_.Run(milliseconds(300));
  EXPECT_EQ(rig_.SentAt(start), "0.210 P. 1:301(300) ack 1");
}

TEST_F(SendingTest, AProbeThatFitsOnlyTheDataLeavesTheFinBehind) {
  Socket& socket = rig_.Accepted();
  rig_.Send(". 1:1(0) ack 1 win 0");
  SendBytes(socket, 100);
  Shut(socket, Socket::How::kWrite);
  rig_.Send(". 1:1(0) ack 1 win 100");
  EXPECT_EQ(rig_.Sent(), "-");
  rig_.Run(milliseconds(300));
  EXPECT_EQ(rig_.Sent(), "P. 1:101(100) ack 1");
}

TEST_F(SendingTest, ZeroWindowProbesBackOff) {
  Socket& socket = rig_.Accepted();
  rig_.Send(". 1:1(0) ack 1 win 0");
  const Instant start = rig_.now();
  SendBytes(socket, 100);
  rig_.Run(milliseconds(1500));
  EXPECT_EQ(rig_.SentAt(start),
            "0.210 . 0:0(0) ack 1, 0.630 . 0:0(0) ack 1, 1.470 . 0:0(0) ack 1");
  rig_.Send(". 1:1(0) ack 1 win 60000");
  EXPECT_EQ(rig_.Sent(), "P. 1:101(100) ack 1");
}

TEST_F(SendingTest, ProbingBeginsWithTheRtoWhenTheLastSegmentClosesTheWindow) {
  rig_.peer_window = 1000;
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 2000);
  rig_.Run(milliseconds(700));  // Two retransmissions: the RTO is 840 ms.
  rig_.Sent();
  rig_.Send(". 1:1(0) ack 1001 win 0");
  const Instant start = rig_.now();
  rig_.Run(milliseconds(900));
  EXPECT_EQ(rig_.SentAt(start), "0.840 . 1000:1000(0) ack 1");
}

TEST_F(SendingTest, AnOldSegmentDoesNotMoveTheWindow) {  // SND.WL1
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:2(1) ack 1");
  rig_.Send("P. 2:11(9) ack 1 win 2000");
  rig_.Send(". 1:1(0) ack 1 win 60000");
  rig_.Sent();
  SendBytes(socket, 5000);
  EXPECT_EQ(rig_.TakeSent().size(), 2U);
}

// --- Sequence numbers

TEST_F(SendingTest, StreamsWrapAround) {
  rig_.set_isns(SeqNum(0xfffffe00), SeqNum(0xffffff00));
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 3000);
  std::string bytes;
  for (const Segment& segment : rig_.TakeSent())
    bytes += std::string(segment.payload.view());
  EXPECT_EQ(bytes, StreamBytes(1, 3000));
  rig_.Send("P. 1:1001(1000) ack 3001");
  EXPECT_EQ(Recv(socket), StreamBytes(1, 1000));
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=0 NSD=0");
}

}  // namespace
}  // namespace orderly
