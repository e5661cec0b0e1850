#ifndef ORDERLY_REPORT_LADDER_ROWS_H_
#define ORDERLY_REPORT_LADDER_ROWS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/base/instant.h"
#include "sim/trace/trace.h"
#include "sim/trace/trace_event.h"

namespace orderly {

// One row of a ladder between host 0 (left) and host 1 (right): what a reader
// takes in at once. An arrow that arrives before anything else happens is one
// row with its arrival; a state stands in the row of what led to it; a call in
// the row of the segment that it sent.
struct LadderRow {
  enum class Kind : uint8_t {
    kSegment,   // a segment is sent; `arrived` if nothing came between
    kArrival,   // an earlier one arrives
    kLoss,      // an earlier one, held until now, is lost
    kReleased,  // an earlier one, held until now, goes on
    kPlain      // a state, a call or a note alone
  };
  enum class Mark : uint8_t { kNone, kHeld, kLost, kTwice };
  struct Side {
    std::optional<TcpState> state;
    const TraceEvent* call = nullptr;  // a kCall
    const TraceEvent* note = nullptr;  // a kNote
    // The connection's queues after the row, when the trace tells.
    bool has_queues = false;
    uint32_t unread = 0;
    uint32_t unacknowledged = 0;
  };

  Kind kind = Kind::kPlain;
  Instant at;
  std::array<Side, 2> side;  // by host
  bool marked = false;       // has the event that the reader asked for
  bool decided = false;      // has the event that decided

  // Of a segment:
  const TraceEvent* segment = nullptr;  // as sent
  uint32_t number = 0;                  // from 1, in the shown part
  uint32_t seq = 0;                     // relative to the ISNs
  uint32_t ack = 0;
  size_t from = 0;  // the sender's side
  Mark mark = Mark::kNone;
  bool arrived = false;
  Instant arrived_at;
  uint32_t unread_before = 0;  // of the sender, before it sent this

  size_t to() const { return 1 - from; }
};

// The rows of a kept trace, which must outlive them. Without `handshake`, from
// where one host has an ESTABLISHED connection, if both ever do; what becomes
// of the last ACK of the handshake is left out, too. Events of other hosts are
// left out.
struct MarkedEvents {
  std::optional<size_t> mark;
  std::optional<size_t> decided;
};
std::vector<LadderRow> LadderRows(const Trace& trace, bool handshake,
                                  const MarkedEvents& marked = {});

}  // namespace orderly

#endif  // ORDERLY_REPORT_LADDER_ROWS_H_
