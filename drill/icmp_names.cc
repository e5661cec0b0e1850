#include "drill/icmp_names.h"

#include <charconv>
#include <cstdint>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace orderly::drill {
namespace {

struct Name {
  std::string_view name;
  uint8_t number;
};

// packetdrill's names (icmp_packet.c); RFC 792, RFC 1812, 5.2.7.1. The last
// four are ICMPv6's (RFC 4443, 3.1).
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
                                      {"precedence_cutoff", 15},
                                      {"no_route", 0},
                                      {"not_neighbour", 1},
                                      {"addr_unreachable", 1},
                                      {"address_unreachable", 1}};
constexpr Name kTypes[] = {{"unreachable", IcmpError::kUnreachable},
                           {"packet_too_big", IcmpError::kUnreachable},
                           {"echo_reply", 0},
                           {"source_quench", 4},
                           {"redirect", 5},
                           {"echo_request", 8},
                           {"time_exceeded", IcmpError::kTimeExceeded},
                           {"parameter_problem", IcmpError::kParameterProblem},
                           {"timestamp_request", 13},
                           {"timestamp", 13},
                           {"timestamp_reply", 14},
                           {"information_request", 15},
                           {"information_reply", 16},
                           {"address_mask_request", 17},
                           {"address_mask_reply", 18}};

// A name, or "type_7", "code_7".
template <size_t size>
bool Find(const Name (&names)[size], std::string_view prefix,
          std::string_view name, uint8_t& number) {
  if (name.starts_with(prefix)) {
    const char* const end = name.data() + name.size();
    const auto [stop, error] =
        std::from_chars(name.data() + prefix.size(), end, number);
    return error == std::errc() && stop == end;
  }
  for (const Name& known : names) {
    if (known.name != name) continue;
    number = known.number;
    return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<IcmpError> IcmpErrorOf(const IcmpPacket& packet) {
  IcmpError icmp;
  if (!Find(kTypes, "type_", packet.type, icmp.type))
    return absl::UnimplementedError(
        absl::StrCat("the ICMP type ", packet.type));
  if (packet.type == "packet_too_big") {
    icmp.code = IcmpError::kFragmentationNeeded;
  } else if (icmp.type == IcmpError::kUnreachable && !packet.code.empty() &&
             !Find(kUnreachableCodes, "code_", packet.code, icmp.code)) {
    return absl::UnimplementedError(
        absl::StrCat("the ICMP code ", packet.code));
  }
  icmp.mtu = static_cast<uint16_t>(packet.mtu.value_or(0));
  return icmp;
}

}  // namespace orderly::drill
