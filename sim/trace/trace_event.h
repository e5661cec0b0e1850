#ifndef ORDERLY_SIM_TRACE_TRACE_EVENT_H_
#define ORDERLY_SIM_TRACE_TRACE_EVENT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/instant.h"
#include "sim/tcp/tcp_state.h"
#include "sim/wire/four_tuple.h"
#include "sim/wire/seq_num.h"

namespace orderly {

enum class TraceKind : uint8_t {
  kSent,        // a host put a segment onto the wire
  kDelivered,   // it arrived
  kDropped,     // it was lost
  kDuplicated,  // a copy of it is under way too
  kHeld,        // a gate holds it
  kReleased,    // the gate let it go
  kState,       // a connection changed state
  kCall,        // a process made a socket call, and what it returned
  kNote,        // something else: a kill, power, partition, or a message of the
                // harness
};
std::string_view TraceKindName(TraceKind kind);

// One thing that happened. A value; which fields mean something depends on the
// kind.
struct TraceEvent {
  Instant at;
  TraceKind kind = TraceKind::kNote;
  uint8_t host = 0;  // where it happened; of a segment on the wire: the sender
  uint8_t peer = 0;  // of a segment: the receiver
  uint8_t process = 0;  // of a call: the process, from 1

  // Of a segment:
  uint32_t number = 0;  // from 1, in order of sending; a duplicate keeps it
  SeqNum seq;
  SeqNum ack;
  uint32_t size = 0;  // payload bytes; of a call: bytes asked
  uint16_t window = 0;
  uint8_t flags = 0;
  bool retransmission = false;

  // Of a state; and whose segment or call it was:
  FourTuple tuple;  // seen from `host`
  TcpState from = TcpState::kClosed;
  TcpState to = TcpState::kClosed;

  // Of a call:
  int32_t descriptor = -1;
  int64_t result = 0;
  int32_t error = 0;  // errno

  // Only when the trace is kept: the queues of the connection after the event,
  // and words for a reader (payload's first bytes, the call as it would be
  // written, the note). Not in the digest.
  uint32_t unread = 0;
  uint32_t unacknowledged = 0;
  std::string text;

  friend bool operator==(const TraceEvent&, const TraceEvent&) = default;
};

// Every field that the fingerprint knows, and the words, on one line: for
// telling two runs apart.
std::string TraceEventText(const TraceEvent& event);

}  // namespace orderly

#endif  // ORDERLY_SIM_TRACE_TRACE_EVENT_H_
