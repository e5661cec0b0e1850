#ifndef ORDERLY_DRILL_ICMP_NAMES_H_
#define ORDERLY_DRILL_ICMP_NAMES_H_

#include "absl/status/statusor.h"
#include "drill/script.h"
#include "sim/wire/icmp_error.h"

namespace orderly::drill {

// Type, code and MTU of a message that a script names, without what it quotes.
// The names are those of ICMP, or with `ipv6` of ICMPv6. InvalidArgument for
// one that there is not; Unimplemented for a message that is not about a
// segment.
absl::StatusOr<IcmpError> IcmpErrorOf(const IcmpPacket& packet, bool ipv6);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_ICMP_NAMES_H_
