// What options change on the wire: TCP_MAXSEG, TCP_SYNCNT, TCP_DEFER_ACCEPT,
// TCP_QUICKACK, TCP_NOTSENT_LOWAT.
#include <cerrno>
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

TEST(OptionsTest, TheChosenMssIsToldAndKept) {  // mss-setsockopt-...-server
  Rig rig;
  Socket& listener = rig.Listen();
  listener.connection().options().most_segment = 900;
  rig.NewPeer();
  rig.Send("S 0:0(0) <mss 1000>");
  EXPECT_EQ(rig.SentInFull(), "S. 0:0(0) ack 1 win 64800 <mss 900>");
  rig.Send(". 1:1(0) ack 1");
  Socket& socket = rig.Accept(listener);
  EXPECT_EQ(socket.Info().snd_mss, 900U);
  EXPECT_EQ(socket.Info().advmss, 900U);
  SendBytes(socket, 1000);
  EXPECT_EQ(rig.Sent(), ". 1:901(900) ack 1, P. 901:1001(100) ack 1");
}

TEST(OptionsTest, SoManySynsAreSentAgain) {  // TCP_SYNCNT
  TcpConfig config = RigConfig();
  config.syn_linear_timeouts = 0;
  Rig rig(config);
  Socket& socket = rig.Connecting();
  socket.connection().options().syn_retries = 2;
  rig.Sent();
  rig.Run(seconds(20));
  EXPECT_EQ(rig.Sent(), "S 0:0(0), S 0:0(0)");
  EXPECT_EQ(SoError(socket), "ETIMEDOUT");
}

TEST(OptionsTest, ABareAckDoesNotWakeADeferringListener) {
  Rig rig;
  Socket& listener = rig.Listen();
  listener.connection().options().defer_accept = 2;  // 3 s
  rig.NewPeer();
  rig.Send("S 0:0(0) <mss 1000>");
  rig.Send(". 1:1(0) ack 1");
  EXPECT_EQ(Poll(listener), "0");
  rig.Send("P. 1:6(5) ack 1");
  EXPECT_EQ(Poll(listener), "IN");
  EXPECT_EQ(Recv(rig.Accept(listener)), "abcde");
}

TEST(OptionsTest, WhoOnlyAcknowledgesGetsInAtTheEnd) {  // syn_ack_recalc
  Rig rig;
  Socket& listener = rig.Listen();
  listener.connection().options().defer_accept = 2;
  rig.NewPeer();
  rig.Send("S 0:0(0) <mss 1000>");
  rig.Send(". 1:1(0) ack 1");
  rig.Sent();
  const Instant start = rig.now();
  rig.Run(seconds(4));
  EXPECT_EQ(rig.SentAt(start), "3.000 S. 0:0(0) ack 1");
  rig.Send(". 1:1(0) ack 1");
  EXPECT_EQ(Poll(listener), "IN");
}

TEST(OptionsTest, QuickAckAcknowledgesAtOnce) {
  Rig rig;
  Socket& socket = rig.Accepted();
  SendBytes(socket, 1);  // Interactive: ACKs wait for answers.
  rig.Send("P. 1:2(1) ack 2");
  SendBytes(socket, 1, 2);
  rig.Sent();
  rig.Send("P. 2:3(1) ack 3");
  Recv(socket);
  EXPECT_EQ(rig.Sent(), "-");
  socket.SetQuickAck(true);
  EXPECT_EQ(rig.Sent(), ". 3:3(0) ack 3");
}

TEST(OptionsTest, LittleThatIsUnsentMakesASocketWriteable) {
  Rig rig;
  Socket& socket = rig.Accepted();
  socket.connection().options().unsent_low_water = 10'000;
  SendBytes(socket, 16'000);  // 10 segments are sent, 6000 bytes are not.
  EXPECT_EQ(Poll(socket), "0");
  rig.Send(". 1:1(0) ack 2001");
  EXPECT_EQ(Poll(socket), "OUT");
}

}  // namespace
}  // namespace orderly
