#ifndef ORDERLY_SIM_WIRE_IP_BYTES_H_
#define ORDERLY_SIM_WIRE_IP_BYTES_H_

#include <optional>
#include <string>
#include <string_view>

#include "sim/wire/segment.h"

namespace orderly {

// A segment as an IPv4 packet (RFC 791, RFC 9293 3.1), with checksums; options
// padded with NOP as Linux does. At most 65,535 bytes.
std::string ToIpv4(const Segment& segment);

// nullopt: not IPv4, not TCP, or cut short.
// Checksums are not looked at. Options that TcpOptions does not have are
// skipped.
std::optional<Segment> FromIpv4(std::string_view packet);

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_IP_BYTES_H_
