#ifndef ORDERLY_SIM_WIRE_NOTATION_H_
#define ORDERLY_SIM_WIRE_NOTATION_H_

#include <cstdint>
#include <string>

#include "sim/wire/segment.h"

namespace orderly {

// "S", "F.", "P.", "R": packetdrill's letters, in packetdrill's order; "-" for
// none.
std::string FlagLetters(uint8_t flags);

// "mss 1460,nop,nop,sackOK,nop,wscale 7": the options in Linux's order and with
// its padding; SACK blocks are relative to `sack_base`.
std::string OptionsText(const TcpOptions& options, SeqNum sack_base);

// "P. 1:11(10) ack 1 win 65535 <mss 1460>": packetdrill's notation, with
// sequence numbers relative to `base` (the sender's ISN), acknowledgements and
// SACK blocks relative to `ack_base` (the receiver's). Padding is left out.
std::string SegmentText(const Segment& segment, SeqNum base, SeqNum ack_base);

// The same without window and options: what a ladder has room for.
std::string ShortSegmentText(const Segment& segment, SeqNum base,
                             SeqNum ack_base);

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_NOTATION_H_
