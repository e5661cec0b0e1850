#ifndef ORDERLY_SIM_WIRE_IPV6_BYTES_H_
#define ORDERLY_SIM_WIRE_IPV6_BYTES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/wire/icmp_error.h"

namespace orderly {

// 16 bytes in network order (RFC 4291).
using Ipv6Address = std::array<uint8_t, 16>;

// ::ffff:a.b.c.d (RFC 4291, 2.5.5.2), of an address in host byte order.
Ipv6Address MappedIpv4(uint32_t address);
// The address in host byte order; nullopt: not a mapped one.
std::optional<uint32_t> Ipv4Of(const Ipv6Address& address);

struct Ipv6Names {
  Ipv6Address source{};
  Ipv6Address destination{};
  friend bool operator==(const Ipv6Names&, const Ipv6Names&) = default;
};

// An IPv4 packet of TCP without IP options as an IPv6 packet of that name and
// back: traffic class, hop limit and TCP are the same (RFC 7915), checksums are
// made anew. IPv4 packets get addresses of 0. nullopt: not IPv6 with TCP, or
// cut short.
std::string ToIpv6(std::string_view ipv4, const Ipv6Names& names);
std::optional<std::string> ToIpv4(std::string_view ipv6, Ipv6Names& names);

// The message in an ICMP packet (RFC 792), or in an ICMPv6 packet (RFC 4443):
// the addresses are those of the quoted packet, 0 for IPv6. nullopt: no error
// message about TCP, or cut short.
std::optional<IcmpError> IcmpErrorIn(std::string_view packet);

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_IPV6_BYTES_H_
