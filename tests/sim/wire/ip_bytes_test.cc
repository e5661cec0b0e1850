// Segments as the bytes of IPv4 packets.
#include "sim/wire/ip_bytes.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "sim/wire/payload.h"
#include "sim/wire/segment.h"

namespace orderly {
namespace {

Segment Example() {
  Segment segment;
  segment.source = {0xc0000202, 40000};
  segment.destination = {0xc0000201, 80};
  segment.seq = SeqNum(0xfffffffe);
  segment.ack = SeqNum(7);
  segment.flags = kPsh | kAck;
  segment.window = 60000;
  segment.payload = Payload::Copy("abc");
  return segment;
}

TEST(IpBytesTest, HeadersAreWhereRfc791AndRfc9293SayThemToBe) {
  const std::string packet = ToIpv4(Example());
  ASSERT_EQ(packet.size(), 43U);
  EXPECT_EQ(packet.substr(0, 4), std::string("\x45\0\0\x2b", 4));
  EXPECT_EQ(packet[9], 6);
  EXPECT_EQ(packet.substr(20, 4), "\x9c\x40" + std::string("\0\x50", 2));
  EXPECT_EQ(packet.substr(24, 4), "\xff\xff\xff\xfe");
  EXPECT_EQ(packet.substr(32, 4), "\x50\x18\xea\x60");
  EXPECT_EQ(packet.substr(40), "abc");
}

// RFC 1071: over a packet whose checksum is right the sum is all ones.
TEST(IpBytesTest, ChecksumsAreRight) {
  const std::string packet = ToIpv4(Example());
  const auto sum = [](const std::string& bytes) {
    uint32_t all = 0;
    for (size_t i = 0; i < bytes.size(); ++i) {
      const uint32_t byte = static_cast<uint8_t>(bytes[i]);
      all += i % 2 == 0 ? byte << 8 : byte;
    }
    while (all >> 16 != 0) all = (all & 0xffff) + (all >> 16);
    return all;
  };
  EXPECT_EQ(sum(packet.substr(0, 20)), 0xffffU);
  const std::string pseudo =
      packet.substr(12, 8) + std::string("\0\6\0\x17", 4);
  EXPECT_EQ(sum(pseudo + packet.substr(20)), 0xffffU);
}

TEST(IpBytesTest, WhatIsWrittenIsRead) {
  Segment segment = Example();
  EXPECT_EQ(FromIpv4(ToIpv4(segment)), segment);
  segment.flags = kSyn;
  segment.options.mss = 1000;
  segment.options.window_scale = 7;
  segment.options.sack_permitted = true;
  segment.options.timestamps = true;
  segment.options.timestamp = 0x01020304;
  segment.options.echoed = 5;
  segment.payload = Payload();
  EXPECT_EQ(FromIpv4(ToIpv4(segment)), segment);
  segment.flags = kAck;
  segment.options = {};
  segment.options.sack.push_back({SeqNum(10), SeqNum(20)});
  segment.options.sack.push_back({SeqNum(0xfffffff0), SeqNum(3)});
  EXPECT_EQ(FromIpv4(ToIpv4(segment)), segment);
}

TEST(IpBytesTest, WhatIsCutShortIsNoSegment) {
  const std::string packet = ToIpv4(Example());
  for (size_t size = 0; size < packet.size(); ++size)
    EXPECT_EQ(FromIpv4(packet.substr(0, size)), std::nullopt) << size;
  std::string other = packet;
  other[9] = 17;  // UDP
  EXPECT_EQ(FromIpv4(other), std::nullopt);
}

}  // namespace
}  // namespace orderly
