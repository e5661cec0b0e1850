// What both ends agree on in the handshake: window scaling and timestamps.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"
#include "sim/wire/notation.h"

namespace orderly {
namespace {

TcpConfig Config() {
  TcpConfig config = RigConfig();
  config.window_scaling = true;
  config.timestamps = true;
  config.timestamp_base = 1000;
  config.receive_buffer = 270'000;  // tcp_rmem 4096 540000 15728640
  config.receive_buffer_max = 15 << 20;
  return config;
}

class HandshakeOptionsTest : public testing::Test {
 protected:
  std::string Options() {
    const std::vector<Segment> sent = rig_.TakeSent();
    return sent.empty() ? "-" : OptionsText(sent.back().options, SeqNum());
  }
  Rig rig_{Config()};
};

TEST_F(HandshakeOptionsTest, ASynOffersEverything) {
  rig_.Run(milliseconds(5));
  rig_.Connecting();
  EXPECT_EQ(rig_.SentInFull(),
            "S 0:0(0) win 65535 <mss 1460,TS val 1005 ecr 0,wscale 8>");
}

TEST_F(HandshakeOptionsTest, ASynAckOffersWhatTheSynDid) {
  struct Row {
    std::string syn;
    std::string syn_ack;
  };
  const Row rows[] = {
      {"mss 1000", "mss 1460"},
      {"mss 1000,nop,wscale 7", "mss 1460,nop,wscale 8"},
      {"mss 1000,nop,nop,TS val 5 ecr 0", "mss 1460,nop,nop,TS val 1000 ecr 5"},
      {"mss 1000,nop,nop,TS val 5 ecr 0,nop,wscale 2",
       "mss 1460,nop,nop,TS val 1000 ecr 5,nop,wscale 8"},
  };
  rig_.Listen();
  for (const Row& row : rows) {
    rig_.NewPeer();
    rig_.Send("S 0:0(0) <" + row.syn + ">");
    EXPECT_EQ(Options(), row.syn_ack) << row.syn;
  }
}

TEST_F(HandshakeOptionsTest, NothingIsOfferedThatIsOff) {
  Rig plain;
  plain.Listen();
  plain.NewPeer();
  plain.Send("S 0:0(0) <mss 1000,sackOK,TS val 5 ecr 0,nop,wscale 7>");
  EXPECT_EQ(plain.SentInFull(), "S. 0:0(0) ack 1 win 64240 <mss 1460>");
}

TEST_F(HandshakeOptionsTest, WindowsAreScaledAfterTheHandshake) {
  rig_.peer_options = "mss 1000,nop,wscale 7";
  Socket& socket = rig_.Accepted();
  rig_.Send("P. 1:11(10) ack 1");
  // 268640 = 184 * 1460 (tcp_select_initial_window), in units of 256; what was
  // told is not taken back.
  EXPECT_EQ(rig_.SentInFull(), ". 1:1(0) ack 11 win 1050");
  EXPECT_EQ(socket.connection().tcb().snd_wnd, 60'000U << 7);
}

TEST_F(HandshakeOptionsTest, ABufferThatWasChosenDecidesTheScale) {
  Socket& listener = rig_.Listen();
  listener.connection().SetReceiveBuffer(100'000);
  rig_.NewPeer();
  rig_.Send("S 0:0(0) <mss 1000,nop,wscale 7>");
  EXPECT_EQ(rig_.SentInFull(), "S. 0:0(0) ack 1 win 65535 <mss 1460,wscale 1>");
}

TEST_F(HandshakeOptionsTest, AScaleOfMoreThanFourteenIsFourteen) {
  rig_.peer_options = "mss 1000,nop,wscale 15";  // RFC 7323, 2.3
  EXPECT_EQ(rig_.Connected().connection().tcb().snd_wscale, 14);
}

TEST_F(HandshakeOptionsTest, TimestampsTakeRoomFromTheMss) {
  rig_.peer_options = "mss 1000,nop,nop,TS val 5 ecr 1000";
  Socket& socket = rig_.Connected();
  SendBytes(socket, 2000);
  EXPECT_EQ(
      rig_.Sent(),
      ". 1:989(988) ack 1, . 989:1977(988) ack 1, P. 1977:2001(24) ack 1");
}

}  // namespace
}  // namespace orderly
