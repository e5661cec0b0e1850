#ifndef ORDERLY_SIM_TCP_ACK_POLICY_H_
#define ORDERLY_SIM_TCP_ACK_POLICY_H_

#include <cstdint>

#include "sim/base/instant.h"

namespace orderly {

// When to acknowledge: Linux's icsk_ack. Quick ACKs at the start and after
// trouble, delayed ones once the application answers what it reads
// ("ping-pong"). The times are TcpConfig's delayed_ack_min and _max.
struct AckPolicy {
  uint32_t quick = 0;     // how many ACKs are still sent at once
  uint32_t pingpong = 0;  // 1 or more: the application answers; delay
  Duration timeout{0};    // "ATO": the delay, from the gaps between arrivals; 0
                          // before the first data
  Instant last_data_at;   // arrival of the last data
  uint32_t peer_mss =
      536;  // estimate of the size of the peer's full segments (rcv_mss)
  uint32_t last_size = 0;  // of the last segment that may have been a full one
  bool scheduled = false;  // an ACK is owed
  bool now = false;        // ... and must go out at once (ICSK_ACK_NOW)
  bool pushed = false;     // a small segment arrived
  bool pushed_twice = false;
  bool timer = false;  // the delayed-ACK timer runs
  Instant timer_at;    // for when it was set, not rounded up to a tick

  bool quick_mode() const { return quick > 0 && pingpong == 0; }
  // A segment with ACK went out.
  void Sent() {
    if (quick > 0 && scheduled) --quick;
    scheduled = now = pushed = pushed_twice = timer = false;
  }
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_ACK_POLICY_H_
