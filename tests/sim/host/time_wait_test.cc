// TIME-WAIT and the FIN-WAIT-2 of orphans, who answers for them, and whose port
// it is: probes p09, p18, p20.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

class TimeWaitTest : public testing::Test {
 protected:
  // The host closed first; the peer's next number is 2.
  void EnterTimeWait(Rig& rig) {
    rig.Accepted().Close(/*wait_linger=*/false);
    rig.Send("F. 1:1(0) ack 2");
    EXPECT_EQ(rig.Sent(), "F. 1:1(0) ack 1, . 2:2(0) ack 2");
    EXPECT_EQ(rig.Where(), "TIME-WAIT orphan");
  }
  Rig rig_;
};

TEST_F(TimeWaitTest, IsAssassinatedByAnExactReset) {  // 9a
  EnterTimeWait(rig_);
  rig_.Send("R 2:2(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(TimeWaitTest, SurvivesTheResetWithRfc1337) {  // 9b
  TcpConfig config = RigConfig();
  config.rfc1337 = true;
  Rig rig(config);
  EnterTimeWait(rig);
  rig.Send("R 2:2(0)");
  EXPECT_EQ(rig.Where(), "TIME-WAIT orphan");
}

TEST_F(TimeWaitTest, LastsSixtySeconds) {
  EnterTimeWait(rig_);
  rig_.Run(milliseconds(59'999));
  EXPECT_EQ(rig_.Where(), "TIME-WAIT orphan");
  rig_.Run(milliseconds(1));
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(TimeWaitTest, StartsAgainAtARepeatedFin) {  // 9c
  EnterTimeWait(rig_);
  rig_.Run(seconds(50));
  rig_.Send("F. 1:1(0) ack 2");
  EXPECT_EQ(rig_.Sent(), ". 2:2(0) ack 2");
  rig_.Run(seconds(59));
  EXPECT_EQ(rig_.Where(), "TIME-WAIT orphan");
  rig_.Run(seconds(1));
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(TimeWaitTest, GivesWayToANewSynWithAListener) {  // 9d
  EnterTimeWait(rig_);
  rig_.Listen();
  rig_.Send("S 100002:100002(0) <mss 1000>");
  // 65537 after the old SND.NXT, which is 2.
  EXPECT_EQ(rig_.Sent(), "S. 65539:65539(0) ack 100003");
  EXPECT_EQ(rig_.Where(), "SYN-RECEIVED");
}

TEST_F(TimeWaitTest, AcksAnOldSynAndDiesByTheResetThatItDraws) {  // 9e
  EnterTimeWait(rig_);
  rig_.Listen();
  rig_.Send("S -4998:-4998(0) <mss 1000>");
  EXPECT_EQ(rig_.Sent(), ". 2:2(0) ack 2");
  rig_.Send("R 2:2(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(TimeWaitTest, AnOldSynDoesNotStartItAgain) {
  EnterTimeWait(rig_);
  rig_.Run(seconds(59));
  rig_.Send("S -4998:-4998(0) <mss 1000>");
  rig_.Run(seconds(1));
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(TimeWaitTest, AcksOldData) {  // 9f
  EnterTimeWait(rig_);
  rig_.Send("P. -2:1(3) ack 2");
  EXPECT_EQ(rig_.Sent(), ". 2:2(0) ack 2");
}

TEST_F(TimeWaitTest, OfFinWait2IsLaxerWithResets) {  // 9g
  rig_.Accepted().Close(/*wait_linger=*/false);
  rig_.Send(". 1:1(0) ack 2");
  rig_.Sent();
  rig_.Send("R 200001:200001(0)");
  EXPECT_EQ(rig_.Sent(), ". 2:2(0) ack 1");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2 orphan");
  rig_.Send("R 1001:1001(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(TimeWaitTest, IsNotForThePassiveCloser) {  // 9i
  Socket& socket = rig_.Accepted();
  rig_.Send("F. 1:1(0) ack 1");
  socket.Close(/*wait_linger=*/false);
  rig_.Send(". 2:2(0) ack 2");
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(TimeWaitTest, AfterItsEndAFinIsReset) {  // 9j
  EnterTimeWait(rig_);
  rig_.Send("R 2:2(0)");
  rig_.Send("F. 1:1(0) ack 2");
  EXPECT_EQ(rig_.Sent(), "R 2:2(0)");
}

TEST_F(TimeWaitTest, AnswersOnceInHalfASecondToWhatCarriesNothing) {
  Rig rig{TcpConfig()};
  EnterTimeWait(rig);
  for (int i = 0; i < 3; ++i) rig.Send("S -4998:-4998(0)");
  EXPECT_EQ(rig.Sent(), ". 2:2(0) ack 2");
  for (int i = 0; i < 2; ++i) rig.Send("F. 1:1(0) ack 2");
  EXPECT_EQ(rig.Sent(), ". 2:2(0) ack 2, . 2:2(0) ack 2");
}

// --- The rate limiter of a full connection: tcp_invalid_ratelimit.

TEST(RateLimitTest, OneChallengeAckInHalfASecond) {  // 18a
  Rig rig{TcpConfig()};
  rig.Accepted();
  for (int i = 0; i < 5; ++i) rig.Send("R 11:11(0)");
  EXPECT_EQ(rig.Sent(), ". 1:1(0) ack 1");
  rig.Run(milliseconds(499));
  rig.Send("R 11:11(0)");
  EXPECT_EQ(rig.Sent(), "-");
  rig.Run(milliseconds(1));
  rig.Send("R 11:11(0)");
  EXPECT_EQ(rig.Sent(), ". 1:1(0) ack 1");
}

TEST(RateLimitTest, DataIsNotLimited) {  // 18c
  Rig rig{TcpConfig()};
  rig.Accepted();
  for (int i = 0; i < 3; ++i) rig.Send("S -999:-999(0)");
  EXPECT_EQ(rig.Sent(), ". 1:1(0) ack 1");
  for (int i = 0; i < 3; ++i) rig.Send("P. 0:1(1) ack 1");
  EXPECT_EQ(rig.Sent(), ". 1:1(0) ack 1, . 1:1(0) ack 1, . 1:1(0) ack 1");
}

// --- bind() to a port in TIME-WAIT: 20a.

struct Reuse {
  bool old_socket;
  bool new_socket;
  std::string bind;
};

class ReuseAddressTest : public testing::TestWithParam<Reuse> {};

TEST_P(ReuseAddressTest, NeedsBothSockets) {
  Rig rig;
  Socket& listener = *rig.host().NewSocket();
  listener.connection().options().reuse_address = GetParam().old_socket;
  ASSERT_TRUE(listener.Bind({Rig::kAddress, Rig::kPort}).ok());
  listener.Listen(1);
  rig.Handshake();
  rig.Accept(listener).Close(/*wait_linger=*/false);
  rig.Send("F. 1:1(0) ack 2");
  listener.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig.Where(), "TIME-WAIT orphan");
  Socket& socket = *rig.host().NewSocket();
  socket.connection().options().reuse_address = GetParam().new_socket;
  EXPECT_EQ(ErrorName(socket.Bind({Rig::kAddress, Rig::kPort}).error),
            GetParam().bind);
}

INSTANTIATE_TEST_SUITE_P(P20, ReuseAddressTest,
                         testing::Values(Reuse{false, false, "EADDRINUSE"},
                                         Reuse{false, true, "EADDRINUSE"},
                                         Reuse{true, false, "EADDRINUSE"},
                                         Reuse{true, true, "0"}));

}  // namespace
}  // namespace orderly
