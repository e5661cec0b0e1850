#ifndef ORDERLY_SIM_TCP_TCP_COUNTERS_H_
#define ORDERLY_SIM_TCP_TCP_COUNTERS_H_

#include <cstdint>

namespace orderly {

// How often a host's TCP threw something away: Linux's counters of the same
// names in /proc/net/netstat.
struct TcpCounters {
  uint32_t abort_on_close = 0;   // TCPAbortOnClose: unread data at close()
  uint32_t unread_at_close = 0;  // the same where it is no reset; not Linux's
  uint32_t abort_on_data = 0;    // TCPAbortOnData: data for a closed reader
  uint32_t abort_on_linger = 0;  // tcp_disconnect: SO_LINGER {1, 0}
  uint32_t mini_socket_resets =
      0;  // the same, of an orphan's FIN-WAIT-2; no counter in Linux
  uint32_t abort_on_timeout = 0;  // TCPAbortOnTimeout: gave up
  uint32_t beyond_window = 0;     // BeyondWindow: data that were not asked for
  uint32_t receive_drops = 0;     // TCPRcvQDrop: no memory for data in order

  friend bool operator==(const TcpCounters&, const TcpCounters&) = default;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_TCP_COUNTERS_H_
