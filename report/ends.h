#ifndef ORDERLY_REPORT_ENDS_H_
#define ORDERLY_REPORT_ENDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "sim/tcp/tcp_state.h"
#include "sim/trace/trace.h"

namespace orderly {

// One end of a connection, as far as a trace tells.
struct End {
  TcpState state = TcpState::kClosed;
  uint32_t unread = 0;          // bytes that the application has not read
  uint32_t unacknowledged = 0;  // bytes, and a FIN, that the peer may not have
  int error = 0;                // errno that the next call would be told
  friend bool operator==(const End&, const End&) = default;
};

// Both ends (hosts 0 and 1) after event `index` of a kept trace: of the
// connection that this event belongs to, else of the last one before it. Queues
// are those of the last event that tells them. Requires index <
// trace.events().size().
std::array<End, 2> EndsAt(const Trace& trace, size_t index);

// The same as a table of three lines; `what` names the moment, "t=1.70 (server
// close)".
std::string EndsText(const std::array<End, 2>& ends,
                     const std::array<std::string, 2>& names,
                     const std::string& what);

}  // namespace orderly

#endif  // ORDERLY_REPORT_ENDS_H_
