#ifndef ORDERLY_DRILL_PACKET_TEXT_H_
#define ORDERLY_DRILL_PACKET_TEXT_H_

#include <string>

#include "drill/script.h"

namespace orderly::drill {

// "> F. 1:1(0) ack 2 win 0 <nop,nop,sack 3:4>": a packet in a script's
// notation.
std::string PacketText(const TcpPacket& packet);
std::string PacketText(const IcmpPacket& packet);

// Both packets below each other, field by field: "expected > F. ..." and, under
// it, "got      > .  ...", in two lines.
std::string Aligned(const TcpPacket& expected, const TcpPacket& got);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_PACKET_TEXT_H_
