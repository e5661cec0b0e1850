#include "drill/icmp_names.h"

#include <cstdint>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace orderly::drill {
namespace {

struct Name {
  std::string_view name;
  uint8_t number;
};

// packetdrill's names (icmp_packet.c); RFC 792, RFC 1812, 5.2.7.1.
constexpr Name kUnreachableCodes[] = {{"net_unreachable", 0},
                                      {"host_unreachable", 1},
                                      {"protocol_unreachable", 2},
                                      {"port_unreachable", 3},
                                      {"frag_needed", 4},
                                      {"source_route_failed", 5},
                                      {"net_unknown", 6},
                                      {"host_unknown", 7},
                                      {"source_host_isolated", 8},
                                      {"net_prohibited", 9},
                                      {"host_prohibited", 10},
                                      {"net_unreachable_for_tos", 11},
                                      {"host_unreachable_for_tos", 12},
                                      {"packet_filtered", 13},
                                      {"admin_prohibited", 13},
                                      {"precedence_violation", 14},
                                      {"precedence_cutoff", 15}};
constexpr Name kTypes[] = {{"unreachable", IcmpError::kUnreachable},
                           {"source_quench", 4},
                           {"redirect", 5},
                           {"time_exceeded", IcmpError::kTimeExceeded},
                           {"parameter_problem", IcmpError::kParameterProblem}};
// RFC 4443, 3. The first code is packetdrill's own.
constexpr Name kUnreachableCodesV6[] = {
    {"net_unreachable", 0}, {"no_route", 0},         {"admin_prohibited", 1},
    {"not_neighbour", 2},   {"addr_unreachable", 3}, {"address_unreachable", 3},
    {"port_unreachable", 4}};
constexpr Name kOtherCodesV6[] = {{"exceeded_hop_limit", 0},
                                  {"exceeded_frag_time", 1},
                                  {"header_field", 0},
                                  {"unknown_next_header", 1},
                                  {"unknown_option", 2}};
constexpr Name kTypesV6[] = {
    {"unreachable", IcmpError::kUnreachableV6},
    {"packet_too_big", IcmpError::kPacketTooBigV6},
    {"time_exceeded", IcmpError::kTimeExceededV6},
    {"parameter_problem", IcmpError::kParameterProblemV6}};

template <size_t size>
bool Find(const Name (&names)[size], std::string_view name, uint8_t& number) {
  for (const Name& known : names) {
    if (known.name != name) continue;
    number = known.number;
    return true;
  }
  return false;
}

absl::Status Unknown(std::string_view protocol, std::string_view what,
                     const std::string& name) {
  return absl::InvalidArgumentError(
      absl::StrCat("expected ", absl::string_view(what.data(), what.size()),
                   " of ", absl::string_view(protocol.data(), protocol.size()),
                   ", got '", name, "'"));
}

// Echoes and other questions: no connection hears of them.
bool IsQuestion(std::string_view type) {
  return type.starts_with("echo_") || type.starts_with("timestamp_") ||
         type.starts_with("information_") || type.starts_with("address_mask_");
}

}  // namespace

absl::StatusOr<IcmpError> IcmpErrorOf(const IcmpPacket& packet, bool ipv6) {
  const std::string_view protocol = ipv6 ? "ICMPv6" : "ICMP";
  IcmpError icmp;
  icmp.ipv6 = ipv6;
  if (IsQuestion(packet.type))
    return absl::UnimplementedError(
        absl::StrCat("the ICMP type ", packet.type));
  if (!(ipv6 ? Find(kTypesV6, packet.type, icmp.type)
             : Find(kTypes, packet.type, icmp.type)))
    return Unknown(protocol, "a type", packet.type);
  icmp.code = 0;
  if (!packet.code.empty()) {
    bool known = true;
    if (icmp.ipv6) {
      known = icmp.type == IcmpError::kUnreachableV6
                  ? Find(kUnreachableCodesV6, packet.code, icmp.code)
                  : Find(kOtherCodesV6, packet.code, icmp.code);
    } else if (icmp.type == IcmpError::kUnreachable) {
      known = Find(kUnreachableCodes, packet.code, icmp.code);
    }
    if (!known) return Unknown(protocol, "a code", packet.code);
  }
  icmp.mtu = static_cast<uint16_t>(packet.mtu.value_or(0));
  return icmp;
}

}  // namespace orderly::drill
