#ifndef ORDERLY_SIM_WIRE_SEGMENT_H_
#define ORDERLY_SIM_WIRE_SEGMENT_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "sim/base/recycled.h"
#include "sim/wire/four_tuple.h"
#include "sim/wire/payload.h"
#include "sim/wire/seq_num.h"
#include "sim/wire/tcp_options.h"

namespace orderly {

// Control bits, as on the wire (RFC 9293, 3.1).
enum Flag : uint8_t {
  kFin = 0x01,
  kSyn = 0x02,
  kRst = 0x04,
  kPsh = 0x08,
  kAck = 0x10,
  kUrg = 0x20,
  kEce = 0x40,
  kCwr = 0x80,
};

// What IP says of congestion (RFC 3168, 5).
enum EcnMark : uint8_t { kNotEct = 0, kEct1 = 1, kEct0 = 2, kCe = 3 };

// One segment, as a value. On its way from a connection to the one it is for it
// stays in one place, which is recycled.
struct Segment : Recycled {
  Endpoint source;
  Endpoint destination;
  SeqNum seq;
  SeqNum ack;           // meaningful with kAck
  uint16_t window = 0;  // as on the wire, not scaled
  uint8_t flags = 0;
  uint8_t ecn = kNotEct;
  bool retransmission = false;  // not on the wire: for the reader of a trace
  uint16_t part = 0;    // not on the wire: the length of the segments that GRO
                        // put together to this one; 0: it is one
  uint32_t number = 0;  // in the trace, from 1; 0 until it is sent
  TcpOptions options;
  Payload payload;

  // Written out, so that nothing is zeroed before it is set.
  // NOLINTNEXTLINE(modernize-use-equals-default): see above.
  Segment() {}
  Segment(const FourTuple& from_to, SeqNum number_of_first, uint8_t control)
      : source(from_to.local),
        destination(from_to.remote),
        seq(number_of_first),
        flags(control) {}

  bool Has(uint8_t flag) const { return (flags & flag) != 0; }
  // The sequence space it takes: payload, SYN and FIN.
  uint32_t length() const {
    return payload.size() + (Has(kSyn) ? 1 : 0) + (Has(kFin) ? 1 : 0);
  }
  SeqNum end() const { return seq + length(); }

  friend bool operator==(const Segment&, const Segment&) = default;
};
using SegmentPtr = std::unique_ptr<Segment>;

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_SEGMENT_H_
