#ifndef ORDERLY_DRILL_PACKET_PARSER_H_
#define ORDERLY_DRILL_PACKET_PARSER_H_

#include "absl/status/statusor.h"
#include "drill/cursor.h"
#include "drill/script.h"

namespace orderly::drill {

// A packet, from its '<' or '>'. One of a protocol that is not TCP or ICMP, or
// in an encapsulation, becomes an OtherPacket, whatever it says.
absl::StatusOr<Action> ParsePacket(Cursor& cursor);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_PACKET_PARSER_H_
