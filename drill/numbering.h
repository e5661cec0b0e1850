#ifndef ORDERLY_DRILL_NUMBERING_H_
#define ORDERLY_DRILL_NUMBERING_H_

#include <cstdint>

#include "sim/wire/seq_num.h"

namespace orderly::drill {

// How the numbers of a script become those of the wire and back, as in
// tcpdump's and packetdrill's notation: in a segment with SYN they are
// absolute, in any other relative to the ISN of their direction. The peer's
// ISN is the script's; the host chooses its own.
struct Numbering {
  uint32_t script_isn = 0;  // the host's, in the script
  SeqNum host_isn;          // the host's, on the wire
  uint32_t peer_isn = 0;

  // Of the host's numbers: SEG.SEQ of what it sends, SEG.ACK of what it gets.
  SeqNum HostToWire(uint32_t number, bool syn) const {
    return host_isn + (syn ? number - script_isn : number);
  }
  uint32_t HostToScript(SeqNum number, bool syn) const {
    return number - host_isn + (syn ? script_isn : 0);
  }
  // Of the peer's.
  SeqNum PeerToWire(uint32_t number, bool syn) const {
    return SeqNum(syn ? number : number + peer_isn);
  }
  uint32_t PeerToScript(SeqNum number, bool syn) const {
    return number.value() - (syn ? 0 : peer_isn);
  }
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_NUMBERING_H_
