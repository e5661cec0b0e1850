#ifndef ORDERLY_SIM_WIRE_SEGMENT_H_
#define ORDERLY_SIM_WIRE_SEGMENT_H_

#include <array>
#include <cstdint>

#include "sim/wire/four_tuple.h"
#include "sim/wire/payload.h"
#include "sim/wire/seq_num.h"

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

struct SackBlock {
  SeqNum left;
  SeqNum right;
  friend bool operator==(const SackBlock&, const SackBlock&) = default;
};

struct TcpOptions {
  uint16_t mss = 0;          // 0: absent
  int8_t window_scale = -1;  // -1: absent
  bool sack_permitted = false;
  bool timestamps = false;
  uint8_t sack_count = 0;
  uint32_t timestamp_value = 0;
  uint32_t timestamp_echo = 0;
  std::array<SackBlock, 4> sack{};
  friend bool operator==(const TcpOptions&, const TcpOptions&) = default;
};

// One segment, as a value.
struct Segment {
  Endpoint source;
  Endpoint destination;
  SeqNum seq;
  SeqNum ack;           // meaningful with kAck
  uint16_t window = 0;  // as on the wire, not scaled
  uint8_t flags = 0;
  bool retransmission = false;  // not on the wire: for the reader of a trace
  uint32_t number = 0;          // in the trace, from 1; 0 until it is sent
  TcpOptions options;
  Payload payload;

  bool Has(uint8_t flag) const { return (flags & flag) != 0; }
  // The sequence space it takes: payload, SYN and FIN.
  uint32_t length() const {
    return payload.size() + (Has(kSyn) ? 1 : 0) + (Has(kFin) ? 1 : 0);
  }
  SeqNum end() const { return seq + length(); }

  friend bool operator==(const Segment&, const Segment&) = default;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_SEGMENT_H_
