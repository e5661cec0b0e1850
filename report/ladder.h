#ifndef ORDERLY_REPORT_LADDER_H_
#define ORDERLY_REPORT_LADDER_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "sim/trace/trace.h"

namespace orderly {

// By host: the left column's, the right column's.
using HostNames = std::array<std::string, 2>;

struct LadderOptions {
  HostNames names = {"client", "server"};
  // Else a ladder starts after the handshake, if there is a complete one.
  bool handshake = false;
  // 0: no limit. Else as many rows of the beginning as of the end are shown.
  size_t max_rows = 0;
};

// The two-host ladder of a kept trace, for stories: an assertion and a
// documentation in one. Deterministic, ASCII, without times.
//
// The columns are the states of host 0 and of host 1. `--[1] F. 1:1(0) ack 1->`
// is the first segment of the shown part, sent by the left host, in
// packetdrill's notation with numbers relative to the ISNs. A state in the same
// row: at the arrow's tail what sending it meant, at its head what its arrival
// led to. A segment that arrives later has a row `[1]` at its receiver's side.
// held, lost, x2 (duplicated): what became of it on the way; released: a gate
// let it go. Starts with a newline, so that it can be compared with a raw
// string.
std::string Ladder(const Trace& trace, const LadderOptions& options = {});

struct TimedLadderOptions {
  bool handshake = false;
  // Marks the row of this event of the trace: "<< here".
  std::optional<size_t> mark_event;
  // Marks the row of this one with a star behind its time.
  std::optional<size_t> decided_event = std::nullopt;
  // 0: no limit. Else the last rows, and the one "here", are shown.
  size_t max_rows = 40;
};

// The same for reports: with times in milliseconds, the calls of the
// applications with their results, and `rq/sq`, the bytes that the application
// has not read and those that the peer has not acknowledged (an unacknowledged
// FIN counts as one). At most 100 columns, ASCII.
std::string TimedLadder(const Trace& trace, const HostNames& names,
                        const TimedLadderOptions& options = {});

}  // namespace orderly

#endif  // ORDERLY_REPORT_LADDER_H_
