// Timestamps on the way: what is echoed, what is too old, and what a TIME-WAIT
// makes of them (RFC 7323).
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

TcpConfig Config() {
  TcpConfig config = RigConfig();
  config.timestamps = true;
  return config;
}

class PawsTest : public testing::Test {
 protected:
  PawsTest() { rig_.peer_options = "mss 1000,nop,nop,TS val 100 ecr 0"; }
  Rig rig_{Config()};
};

TEST_F(PawsTest, TheFirstSegmentThatAnAckCoversIsEchoed) {  // RFC 7323, 4.3
  rig_.Accepted();
  rig_.Send("P. 1:11(10) ack 1 <TS val 120 ecr 0>");
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 11 win 65150 <TS val 10 ecr 120>");
  // Out of order: the gap's timestamp is not taken.
  rig_.Send("P. 21:31(10) ack 1 <TS val 140 ecr 0>");
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 11 win 65150 <TS val 10 ecr 120>");
}

TEST_F(PawsTest, OldDataAreNotTakenAndAnswered) {
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:11(10) ack 1 <TS val 99 ecr 0>");
  EXPECT_EQ(Recv(socket), "EAGAIN");
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 1");
}

TEST_F(PawsTest, AnOldAckOfOldBytesIsNotAnswered) {  // PAWS_OLD_ACK
  rig_.Accepted();
  rig_.Send("P. 1:11(10) ack 1 <TS val 120 ecr 0>");
  rig_.Sent();
  rig_.Send(". 1:1(0) ack 1 <TS val 110 ecr 0>");
  EXPECT_EQ(rig_.Sent(), "-");
}

TEST_F(PawsTest, AnOldResetCounts) {  // RFC 7323, 5.2
  Socket& socket = rig_.Accepted();
  rig_.Send("R. 1:1(0) ack 1 <TS val 99 ecr 0>");
  EXPECT_EQ(Recv(socket), "ECONNRESET");
}

TEST_F(PawsTest, SegmentsWithoutTimestampsAreTaken) {
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:4(3) ack 1");
  EXPECT_EQ(Recv(socket), "abc");
}

TEST_F(PawsTest, AnAckOfWhatWasNotSentTeachesNothing) {
  rig_.Accepted();
  rig_.Send("F. 1:1(0) ack 9999 <TS val 200000 ecr 0>");
  rig_.Sent();
  rig_.Send(". 1:1001(1000) ack 1 <TS val 201 ecr 0>");
  EXPECT_EQ(rig_.SentInFull(),
            ". 1:1(0) ack 1001 win 64160 <TS val 10 ecr 201>");
}

TEST_F(PawsTest, TheEchoMeasuresARetransmission) {  // no Karn
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 100);
  rig_.Run(milliseconds(1000));  // Sent again at 210 and 630 ms: 640 now.
  rig_.Send(". 1:1(0) ack 101 <TS val 200 ecr 640>");
  rig_.Sent();
  const Instant start = rig_.now();
  SendBytes(socket, 100, 101);
  rig_.Run(milliseconds(400));
  // A round trip of 370 ms: 10 * 7/8 + 370 / 8 is smoothed, and the variance.
  EXPECT_EQ(rig_.SentAt(start), "0.000 P. 101:201(100) ack 1");
  rig_.Run(milliseconds(100));
  EXPECT_EQ(rig_.Sent(), "P. 101:201(100) ack 1");
}

TEST_F(PawsTest, ANewerTimestampReopensTimeWait) {  // RFC 6191
  Socket& listener = rig_.Listen();
  rig_.Handshake();
  Socket& socket = rig_.Accept(listener);
  socket.Close(/*wait_linger=*/false);
  rig_.Send("F. 1:1(0) ack 2 <TS val 300 ecr 0>");
  rig_.Sent();
  EXPECT_EQ(rig_.Where(), "TIME-WAIT orphan");
  // An old number, and an old timestamp: a duplicate.
  rig_.Send("S 0:0(0) <mss 1000,TS val 299 ecr 0>");
  EXPECT_EQ(rig_.SentInFull(), ". 2:2(0) ack 2 win 65159 <TS val 10 ecr 300>");
  rig_.Send("S 0:0(0) <mss 1000,TS val 301 ecr 0>");
  EXPECT_EQ(rig_.Where(), "SYN-RECEIVED");
}

}  // namespace
}  // namespace orderly
