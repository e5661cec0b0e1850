// A host that counts packets as Linux does (TcpConfig::counts_packets): how
// much a write takes, when a writer is woken, how long a burst is, and which
// sk_buff a byte is in. Numbers without a probe follow from Linux's source.
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

TcpConfig Config() {
  TcpConfig config = RigConfig();
  config.counts_packets = true;
  config.send_buffer = 16 << 10;
  return config;
}

class SendBufferTest : public testing::Test {
 protected:
  static IoResult Send(Socket& socket, size_t size, WriteFlags flags = {}) {
    return socket.Send(std::string(size, 'x'), flags);
  }
  // Of segments: how long each is, with P of those that are pushed.
  std::string Sizes() {
    std::string sizes;
    for (const Segment& segment : rig_.TakeSent()) {
      if (segment.payload.empty()) continue;
      sizes += sizes.empty() ? "" : " ";
      sizes += std::to_string(segment.payload.size() / 100);
      if (segment.Has(kPsh)) sizes += "P";
    }
    return sizes;
  }
  Rig rig_{Config()};
};

// 2 windows of 10 segments, each in 2,048 bytes and an sk_buff of 256
// (tcp_sndbuf_expand).
TEST_F(SendBufferTest, GrowsToTwoWindowsWhenTheConnectionOpens) {
  EXPECT_EQ(rig_.Accepted().connection().send_buffer(), 46'080U);
}

TEST_F(SendBufferTest, AWriteFillsItsLastPacket) {  // conform: 60000 of 200000
  Socket& socket = rig_.Accepted();
  // 10,000 went out in two bursts; the first sk_buff that finds 46,080 bytes
  // taken is not made, those before it are as long as half a window.
  EXPECT_EQ(Send(socket, 200'000).value, 70'000);
  EXPECT_EQ(Send(socket, 1).error, EAGAIN);
}

TEST_F(SendBufferTest, SoSndbufIsDoubledAndStays) {
  Socket& socket = rig_.Accepted();
  socket.connection().SetSendBuffer(10'000);
  EXPECT_EQ(socket.connection().send_buffer(), 20'000U);
  EXPECT_EQ(Send(socket, 200'000).value, 40'000);
}

TEST_F(SendBufferTest, TellsOfRoomWhenAThirdIsFree) {
  Socket& socket = rig_.Accepted();
  Send(socket, 200'000);
  rig_.Send(". 1:1(0) ack 10001");
  EXPECT_EQ(Poll(socket).find("OUT"), std::string::npos);
  rig_.Send(". 1:1(0) ack 30001");
  rig_.Send(". 1:1(0) ack 50001");
  EXPECT_NE(Poll(socket).find("OUT"), std::string::npos);
}

TEST_F(SendBufferTest, NotSentLowWaterBoundsWhatWaits) {
  Socket& socket = rig_.Accepted();
  socket.connection().options().unsent_low_water = 4000;
  // 10 segments go out; what the tail takes before a new packet is needed does
  // not count.
  EXPECT_EQ(Send(socket, 200'000).value, 40'000);
  rig_.Send(". 1:1(0) ack 10001");
  EXPECT_EQ(Poll(socket).find("OUT"), std::string::npos);
}

// With 10 ms of round trip two segments are a millisecond's worth: one burst
// (tcp_tso_autosize).
TEST_F(SendBufferTest, ABurstIsNoLongerThanThePaceAllows) {
  Send(rig_.Accepted(), 10'000);
  EXPECT_EQ(Sizes(), "10 10P 10 10P 10 10P 10 10P 10 10P");
}

TEST_F(SendBufferTest, WhatIsSentAgainOfABurstIsNotPushed) {
  Send(rig_.Accepted(), 10'000);
  rig_.TakeSent();
  rig_.Send(". 1:1(0) ack 1001");
  rig_.TakeSent();
  rig_.Run(milliseconds(400));
  EXPECT_EQ(Sizes(), "10");
}

TEST_F(SendBufferTest, NothingIsAppendedToARecord) {  // MSG_EOR
  Socket& socket = rig_.Accepted();
  socket.connection().options().no_delay = true;
  Send(socket, 10'400);
  Send(socket, 400, {.ends_record = true});
  Send(socket, 400, {.ends_record = true});
  Send(socket, 400);
  rig_.TakeSent();
  rig_.Send(". 1:1(0) ack 10001");
  EXPECT_EQ(Sizes(), "8P 4P 4P");
}

TEST_F(SendBufferTest, MsgMoreTakesThePushFromWhatItAppendsTo) {
  Socket& socket = rig_.Accepted();
  Send(socket, 1);
  Send(socket, 400);  // Nagle holds it
  rig_.TakeSent();
  Send(socket, 100, {.more = true});
  rig_.Send(". 1:1(0) ack 2");
  EXPECT_EQ(Sizes(), "5");
}

// tcp_sock_set_nodelay: what a cork holds goes, and the cork stays.
TEST_F(SendBufferTest, NoDelayPushesThroughACork) {
  Socket& socket = rig_.Accepted();
  SocketOptions& options = socket.connection().options();
  options.cork = true;
  Send(socket, 100);
  EXPECT_EQ(Sizes(), "");
  options.no_delay = options.push_held = true;
  socket.SetOptionsChanged();
  EXPECT_EQ(Sizes(), "1P");
  Send(socket, 100);
  EXPECT_EQ(Sizes(), "");
}

TEST_F(SendBufferTest, AFullDeviceIsProbedEveryHalfSecond) {
  Socket& socket = rig_.Accepted();
  rig_.host().SetDeviceFull(true);
  Send(socket, 100);
  rig_.Run(milliseconds(2300));
  EXPECT_EQ(Sizes(), "");
  EXPECT_EQ(socket.connection().tcb().probes, 5U);
  EXPECT_EQ(socket.connection().tcb().backoff, 0U);
  rig_.host().SetDeviceFull(false);
  rig_.Run(milliseconds(500));
  EXPECT_EQ(Sizes(), "1P");
}

}  // namespace
}  // namespace orderly
