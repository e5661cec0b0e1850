#ifndef ORDERLY_SIM_TCP_TIMERS_H_
#define ORDERLY_SIM_TCP_TIMERS_H_

#include <algorithm>
#include <cstdint>

#include "sim/base/instant.h"

namespace orderly {

// A connection's deadlines. Linux has three timers a socket, and so have we:
// what the first and the third are for is a sum type, because they exclude each
// other (icsk_pending; SYN-ACK, keep-alive and FIN-WAIT-2 share sk_timer).
struct Timers {
  enum class Send : uint8_t {
    kIdle,
    kRetransmit,
    kZeroWindowProbe,
    kReorder,    // what is late is lost then (RACK)
    kTailProbe,  // the last segment is sent again then
  };
  enum class Slow : uint8_t { kIdle, kKeepAlive, kFinWait2 };

  Send send = Send::kIdle;
  Slow slow = Slow::kIdle;
  Instant send_at = Instant::Never();
  Instant delayed_ack_at = Instant::Never();
  Instant slow_at = Instant::Never();

  Instant next() const { return std::min({send_at, delayed_ack_at, slow_at}); }
  void SetSend(Send what, Instant at) {
    send = what;
    send_at = at;
  }
  void ClearSend() { SetSend(Send::kIdle, Instant::Never()); }
  void SetSlow(Slow what, Instant at) {
    slow = what;
    slow_at = at;
  }
  void ClearSlow() { SetSlow(Slow::kIdle, Instant::Never()); }
  void ClearAll() { *this = Timers(); }
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_TIMERS_H_
