// TCP_INFO: what a script or a program is told of a connection.
#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

TcpConfig Config() {
  TcpConfig config = RigConfig();
  config.window_scaling = config.timestamps = config.sack = true;
  return config;
}

TEST(InfoTest, OfAListener) {
  Rig rig;
  Socket& listener = rig.Listen(5);
  rig.Handshake();
  const TcpInfo info = listener.Info();
  EXPECT_EQ(info.state, TcpState::kListen);
  EXPECT_EQ(info.unacked, 1U);
  EXPECT_EQ(info.sacked, 5U);
}

TEST(InfoTest, OfANewConnection) {
  Rig rig(Config());
  rig.peer_options = "mss 1000,sackOK,TS val 1 ecr 0,nop,wscale 3";
  const TcpInfo info = rig.Accepted().Info();
  EXPECT_EQ(info.state, TcpState::kEstablished);
  EXPECT_EQ(info.ca_state, 0);
  EXPECT_EQ(info.options,
            TcpInfo::kTimestamps | TcpInfo::kSack | TcpInfo::kWindowScale);
  EXPECT_EQ(info.snd_wscale, 3);
  EXPECT_EQ(info.rcv_wscale, 10);  // tcp_rmem[2] of 32 MiB
  EXPECT_EQ(info.snd_mss, 988U);
  EXPECT_EQ(info.advmss, 1448U);
  EXPECT_EQ(info.pmtu, 1500U);
  EXPECT_EQ(info.rtt, milliseconds(10));
  EXPECT_EQ(info.rttvar, milliseconds(5));
  EXPECT_EQ(info.rto, milliseconds(210));
  EXPECT_EQ(info.snd_cwnd, 10U);
  EXPECT_EQ(info.snd_ssthresh, 0x7fffffffU);
  EXPECT_EQ(info.delivered, 1U);
}

TEST(InfoTest, OfWhatIsOutAndLost) {
  Rig rig(Config());
  rig.peer_options = "mss 1000,nop,nop,sackOK";
  Socket& socket = rig.Accepted();
  SendBytes(socket, 12'000);
  rig.Run(milliseconds(10));
  rig.Send(". 1:1(0) ack 1 <sack 2001:6001>");
  const TcpInfo info = socket.Info();
  EXPECT_EQ(info.ca_state, 3);  // TCP_CA_Recovery
  EXPECT_EQ(info.sacked, 4U);
  EXPECT_EQ(info.lost, 2U);
  EXPECT_EQ(info.retrans, info.total_retrans);
  EXPECT_GT(info.retrans, 0U);
  EXPECT_EQ(info.delivered, 5U);
}

TEST(InfoTest, OfWhatWasReceived) {
  Rig rig;
  Socket& socket = rig.Accepted();
  rig.Send("P. 1:101(100) ack 1");
  rig.Run(milliseconds(30));
  EXPECT_EQ(socket.Info().bytes_received, 100U);
  EXPECT_EQ(socket.Info().last_data_recv, milliseconds(30));
  rig.Send("F. 101:101(0) ack 1");
  EXPECT_EQ(socket.Info().bytes_received, 100U);
  rig.Send("R. 102:102(0) ack 1");
  EXPECT_EQ(socket.Info().state, TcpState::kClosed);  // It outlives a reset.
  EXPECT_EQ(socket.Info().bytes_received, 100U);
}

}  // namespace
}  // namespace orderly
