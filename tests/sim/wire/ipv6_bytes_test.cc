// Segments as the bytes of IPv6 packets, and ICMP messages about them.
#include "sim/wire/ipv6_bytes.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "sim/wire/ip_bytes.h"
#include "sim/wire/payload.h"
#include "sim/wire/segment.h"

namespace orderly {
namespace {

constexpr Ipv6Names kNames = {
    {0xfd, 0x3d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
    {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}};

Segment Example() {
  Segment segment;
  segment.source.port = 40000;
  segment.destination.port = 80;
  segment.seq = SeqNum(0xfffffffe);
  segment.ack = SeqNum(7);
  segment.flags = kPsh | kAck;
  segment.window = 60000;
  segment.options.timestamps = true;
  segment.options.timestamp = 5;
  segment.payload = Payload::Copy("abc");
  return segment;
}

uint32_t Folded(const std::string& bytes) {
  uint32_t all = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const uint32_t byte = static_cast<uint8_t>(bytes[i]);
    all += i % 2 == 0 ? byte << 8 : byte;
  }
  while (all >> 16 != 0) all = (all & 0xffff) + (all >> 16);
  return all;
}

TEST(Ipv6BytesTest, HeaderIsWhereRfc8200SaysItToBe) {
  const std::string packet = ToIpv6(ToIpv4(Example()), kNames);
  ASSERT_EQ(packet.size(), 40U + 32 + 3);
  EXPECT_EQ(packet.substr(0, 4), std::string("\x60\0\0\0", 4));
  EXPECT_EQ(packet.substr(4, 4), std::string("\0\x23\x06\x40", 4));
  EXPECT_EQ(packet.substr(8, 2), "\xfd\x3d");
  EXPECT_EQ(packet.substr(24, 2), "\x20\x01");
}

// RFC 8200, 8.1: over the pseudo header and TCP the sum is all ones.
TEST(Ipv6BytesTest, ChecksumIsRight) {
  const std::string packet = ToIpv6(ToIpv4(Example()), kNames);
  const std::string pseudo =
      packet.substr(8, 32) + std::string("\0\0\0\x23\0\0\0\x06", 8);
  EXPECT_EQ(Folded(pseudo + packet.substr(40)), 0xffffU);
}

TEST(Ipv6BytesTest, WhatIsWrittenIsRead) {
  Ipv6Names names;
  const std::optional<std::string> ipv4 =
      ToIpv4(ToIpv6(ToIpv4(Example()), kNames), names);
  ASSERT_TRUE(ipv4.has_value());
  EXPECT_EQ(names, kNames);
  EXPECT_EQ(FromIpv4(*ipv4), Example());
  // Its own checksums are right, too.
  EXPECT_EQ(*ipv4, ToIpv4(Example()));
}

TEST(Ipv6BytesTest, WhatIsCutShortOrOtherIsNoPacket) {
  const std::string packet = ToIpv6(ToIpv4(Example()), kNames);
  Ipv6Names names;
  for (size_t size = 0; size < packet.size(); ++size)
    EXPECT_EQ(ToIpv4(packet.substr(0, size), names), std::nullopt) << size;
  EXPECT_EQ(ToIpv4(ToIpv4(Example()), names), std::nullopt);
}

TEST(Ipv6BytesTest, MappedAddressesAreIpv4) {
  EXPECT_EQ(Ipv4Of(MappedIpv4(0xc0000201)), 0xc0000201U);
  EXPECT_EQ(Ipv4Of(kNames.source), std::nullopt);
}

TEST(IcmpBytesTest, MessageQuotesItsSegment) {
  Segment segment = Example();
  segment.source.address = 0xc0a80001;
  segment.destination.address = 0xc0000201;
  std::string packet = ToIpv4(segment).substr(0, 20);
  packet[9] = 1;  // ICMP
  packet += std::string("\3\4\0\0\0\0\x02\x58", 8) + ToIpv4(segment);
  const std::optional<IcmpError> icmp = IcmpErrorIn(packet);
  ASSERT_TRUE(icmp.has_value());
  EXPECT_FALSE(icmp->ipv6);
  EXPECT_EQ(icmp->type, IcmpError::kUnreachable);
  EXPECT_EQ(icmp->code, IcmpError::kFragmentationNeeded);
  EXPECT_EQ(icmp->mtu, 600);
  EXPECT_EQ(icmp->seq, segment.seq);
  EXPECT_EQ(icmp->tuple.local, segment.source);
  EXPECT_EQ(icmp->tuple.remote, segment.destination);
  for (size_t size = 0; size < 20 + 8 + 28; ++size)
    EXPECT_EQ(IcmpErrorIn(packet.substr(0, size)), std::nullopt) << size;
  EXPECT_EQ(IcmpErrorIn(ToIpv4(segment)), std::nullopt);
}

TEST(IcmpBytesTest, Icmpv6HasItsOwnTypes) {
  const std::string quote = ToIpv6(ToIpv4(Example()), kNames);
  std::string packet = quote.substr(0, 40);
  packet[6] = 58;  // ICMPv6
  packet += std::string("\2\0\0\0\0\0\x05\x00", 8) + quote;
  const std::optional<IcmpError> icmp = IcmpErrorIn(packet);
  ASSERT_TRUE(icmp.has_value());
  EXPECT_TRUE(icmp->ipv6);
  EXPECT_EQ(icmp->type, IcmpError::kPacketTooBigV6);
  EXPECT_EQ(icmp->mtu, 1280);
  EXPECT_EQ(icmp->seq, Example().seq);
  EXPECT_EQ(icmp->tuple.local.port, Example().source.port);
}

}  // namespace
}  // namespace orderly
