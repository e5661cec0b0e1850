#ifndef ORDERLY_DRILL_PACKET_MATCH_H_
#define ORDERLY_DRILL_PACKET_MATCH_H_

#include <string_view>
#include <vector>

#include "drill/numbering.h"
#include "drill/script.h"
#include "sim/wire/segment.h"

namespace orderly::drill {

// A segment of the host as the script would write it.
TcpPacket AsWritten(const Segment& segment, const Numbering& numbering);

// The first field that is not as expected: "flags", "seq", ...; empty: all are.
// Compared: flags, sequence number, payload size, ack (with ACK), window and
// urgent pointer if they are written, options in order unless <...>.
std::string_view Difference(const TcpPacket& expected, const TcpPacket& got);

// What of `got` an author would write who wrote `expected`: no window if there
// is none, <...> for options that are not compared.
TcpPacket InTheStyleOf(const TcpPacket& expected, TcpPacket got);

// The timestamp among options; null: there is none.
const TcpOption* TimestampOf(const std::vector<TcpOption>& options);

// Whether `next` goes on where `burst` ends, as the pieces of one large write
// do: then it can be added to it.
bool Continues(const TcpPacket& burst, const TcpPacket& next);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_PACKET_MATCH_H_
