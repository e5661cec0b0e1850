#ifndef ORDERLY_SIM_WIRE_ICMP_ERROR_H_
#define ORDERLY_SIM_WIRE_ICMP_ERROR_H_

#include <cstdint>

#include "sim/wire/four_tuple.h"
#include "sim/wire/seq_num.h"

namespace orderly {

// An ICMP message about a segment that did not get through (RFC 792, for IPv6
// RFC 4443): what it quotes of that segment, as its sender sees it, and what it
// says.
struct IcmpError {
  // Types that mean something to TCP.
  static constexpr uint8_t kUnreachable = 3;
  static constexpr uint8_t kTimeExceeded = 11;
  static constexpr uint8_t kParameterProblem = 12;
  // Codes of kUnreachable.
  static constexpr uint8_t kNet = 0;
  static constexpr uint8_t kHost = 1;
  static constexpr uint8_t kProtocol = 2;
  static constexpr uint8_t kPort = 3;
  static constexpr uint8_t kFragmentationNeeded = 4;

  // ICMPv6's own types, and codes of kUnreachableV6.
  static constexpr uint8_t kUnreachableV6 = 1;
  static constexpr uint8_t kPacketTooBigV6 = 2;
  static constexpr uint8_t kTimeExceededV6 = 3;
  static constexpr uint8_t kParameterProblemV6 = 4;
  static constexpr uint8_t kNoRouteV6 = 0;

  FourTuple tuple;  // local: the sender of the segment
  SeqNum seq;
  uint8_t type = kUnreachable;
  uint8_t code = kNet;
  uint16_t mtu = 0;   // of kFragmentationNeeded (RFC 1191), kPacketTooBigV6
  bool ipv6 = false;  // type and code are ICMPv6's
};

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_ICMP_ERROR_H_
