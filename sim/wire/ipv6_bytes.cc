#include "sim/wire/ipv6_bytes.h"

#include <algorithm>
#include <cstddef>

#include "sim/wire/four_tuple.h"
#include "sim/wire/seq_num.h"

namespace orderly {
namespace {

constexpr size_t kIpv4Header = 20;
constexpr size_t kIpv6Header = 40;
constexpr size_t kIcmpHeader = 8;
constexpr size_t kPortsAndNumber = 8;  // of TCP's header
constexpr uint32_t kIcmp = 1;
constexpr uint32_t kTcp = 6;
constexpr uint32_t kIcmpv6 = 58;
constexpr Ipv6Address kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr size_t kMappedPrefix = 12;
constexpr size_t kTcpChecksum = 16;

uint32_t Get8(std::string_view from, size_t at) {
  return static_cast<uint8_t>(from[at]);
}
uint32_t Get16(std::string_view from, size_t at) {
  return Get8(from, at) << 8 | Get8(from, at + 1);
}
uint32_t Get32(std::string_view from, size_t at) {
  return Get16(from, at) << 16 | Get16(from, at + 2);
}
void Set8(std::string& in, size_t at, uint32_t value) {
  in[at] = static_cast<char>(value & 0xff);
}
void Set16(std::string& in, size_t at, uint32_t value) {
  Set8(in, at, value >> 8);
  Set8(in, at + 1, value);
}

// RFC 1071, without the final complement.
uint32_t Sum(std::string_view bytes) {
  uint32_t sum = 0;
  for (size_t i = 0; i < bytes.size(); ++i)
    sum += i % 2 == 0 ? Get8(bytes, i) << 8 : Get8(bytes, i);
  return sum;
}
uint32_t Checksum(uint32_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}

// Of TCP's header in a packet, whose addresses (those of the pseudo header, RFC
// 9293 3.1 and RFC 8200 8.1) sum up to that.
void SetTcpChecksum(std::string& packet, size_t tcp, uint32_t addresses) {
  Set16(packet, tcp + kTcpChecksum, 0);
  const std::string_view bytes = std::string_view(packet).substr(tcp);
  const auto size = static_cast<uint32_t>(bytes.size());
  Set16(packet, tcp + kTcpChecksum,
        Checksum(addresses + kTcp + size + Sum(bytes)));
}

Ipv6Address AddressAt(std::string_view packet, size_t at) {
  Ipv6Address address;
  for (size_t i = 0; i < address.size(); ++i)
    address[i] = static_cast<uint8_t>(packet[at + i]);
  return address;
}

// What a message about a segment of TCP quotes of it.
bool ReadQuote(std::string_view quote, bool ipv6, IcmpError& icmp) {
  size_t tcp = kIpv6Header;
  if (!ipv6) {
    if (quote.size() < kIpv4Header || Get8(quote, 9) != kTcp) return false;
    tcp = (Get8(quote, 0) & 15) * 4;
    icmp.tuple.local.address = Get32(quote, 12);
    icmp.tuple.remote.address = Get32(quote, 16);
  } else if (quote.size() < kIpv6Header || Get8(quote, 6) != kTcp) {
    return false;
  }
  if (quote.size() < tcp + kPortsAndNumber) return false;
  icmp.tuple.local.port = static_cast<uint16_t>(Get16(quote, tcp));
  icmp.tuple.remote.port = static_cast<uint16_t>(Get16(quote, tcp + 2));
  icmp.seq = SeqNum(Get32(quote, tcp + 4));
  return true;
}

}  // namespace

Ipv6Address MappedIpv4(uint32_t address) {
  Ipv6Address mapped = kMapped;
  for (size_t i = 0; i < 4; ++i)
    mapped[kMappedPrefix + i] = static_cast<uint8_t>(address >> (24 - 8 * i));
  return mapped;
}

std::optional<uint32_t> Ipv4Of(const Ipv6Address& address) {
  if (!std::equal(kMapped.begin(), kMapped.begin() + kMappedPrefix,
                  address.begin()))
    return std::nullopt;
  uint32_t ipv4 = 0;
  for (size_t i = kMappedPrefix; i < address.size(); ++i)
    ipv4 = ipv4 << 8 | address[i];
  return ipv4;
}

std::string ToIpv6(std::string_view ipv4, const Ipv6Names& names) {
  std::string packet(kIpv6Header, '\0');
  const uint32_t traffic_class = Get8(ipv4, 1);
  Set16(packet, 0, 6U << 12 | traffic_class << 4);
  Set16(packet, 4, static_cast<uint32_t>(ipv4.size() - kIpv4Header));
  Set8(packet, 6, kTcp);
  Set8(packet, 7, Get8(ipv4, 8));
  for (size_t i = 0; i < names.source.size(); ++i) {
    Set8(packet, 8 + i, names.source[i]);
    Set8(packet, 24 + i, names.destination[i]);
  }
  packet += ipv4.substr(kIpv4Header);
  SetTcpChecksum(packet, kIpv6Header,
                 Sum(std::string_view(packet).substr(8, 32)));
  return packet;
}

std::optional<std::string> ToIpv4(std::string_view ipv6, Ipv6Names& names) {
  constexpr size_t kTcpHeader = 20;
  if (ipv6.size() < kIpv6Header + kTcpHeader || Get8(ipv6, 0) >> 4 != 6 ||
      Get8(ipv6, 6) != kTcp)
    return std::nullopt;
  const size_t size = Get16(ipv6, 4);
  if (size < kTcpHeader || kIpv6Header + size > ipv6.size() ||
      kIpv4Header + size > UINT16_MAX)
    return std::nullopt;
  names = {AddressAt(ipv6, 8), AddressAt(ipv6, 24)};
  std::string packet(kIpv4Header, '\0');
  Set8(packet, 0, 0x45);
  Set8(packet, 1, Get16(ipv6, 0) >> 4);
  Set16(packet, 2, static_cast<uint32_t>(kIpv4Header + size));
  Set16(packet, 6, 0x4000);  // do not fragment
  Set8(packet, 8, Get8(ipv6, 7));
  Set8(packet, 9, kTcp);
  Set16(packet, 10, Checksum(Sum(packet)));
  packet += ipv6.substr(kIpv6Header, size);
  SetTcpChecksum(packet, kIpv4Header, 0);
  return packet;
}

std::optional<IcmpError> IcmpErrorIn(std::string_view packet) {
  if (packet.empty()) return std::nullopt;
  IcmpError icmp;
  icmp.ipv6 = Get8(packet, 0) >> 4 == 6;
  const size_t header = icmp.ipv6 ? kIpv6Header : (Get8(packet, 0) & 15) * 4;
  if (header < kIpv4Header || packet.size() < header + kIcmpHeader ||
      Get8(packet, icmp.ipv6 ? 6 : 9) != (icmp.ipv6 ? kIcmpv6 : kIcmp))
    return std::nullopt;
  const std::string_view message = packet.substr(header);
  icmp.type = static_cast<uint8_t>(Get8(message, 0));
  icmp.code = static_cast<uint8_t>(Get8(message, 1));
  const uint32_t mtu = icmp.ipv6 ? Get32(message, 4) : Get16(message, 6);
  icmp.mtu = static_cast<uint16_t>(std::min<uint32_t>(mtu, UINT16_MAX));
  if (!ReadQuote(message.substr(kIcmpHeader), icmp.ipv6, icmp))
    return std::nullopt;
  return icmp;
}

}  // namespace orderly
