#ifndef ORDERLY_DRILL_ICMP_NAMES_H_
#define ORDERLY_DRILL_ICMP_NAMES_H_

#include "absl/status/statusor.h"
#include "drill/script.h"
#include "sim/wire/icmp_error.h"

namespace orderly::drill {

// Type, code and MTU of a message that a script names, without what it quotes.
// A host has one address family: ICMPv6's are those of ICMP that mean the same.
// Unimplemented for a name that is not known.
absl::StatusOr<IcmpError> IcmpErrorOf(const IcmpPacket& packet);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_ICMP_NAMES_H_
