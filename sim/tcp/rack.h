#ifndef ORDERLY_SIM_TCP_RACK_H_
#define ORDERLY_SIM_TCP_RACK_H_

#include <algorithm>
#include <cstdint>

#include "sim/base/instant.h"
#include "sim/wire/seq_num.h"

namespace orderly {

// Recent acknowledgement (RFC 8985): what was sent before something that has
// arrived, and a reordering window ago, is lost. Linux: struct rack of
// tcp_sock, tcp_recovery.c.
struct Rack {
  static constexpr uint8_t kPersistence = 16;  // TCP_RACK_RECOVERY_THRESH

  Instant sent_at;              // of the latest sent segment that has arrived
  SeqNum end;                   // ... and its end
  Duration rtt{0};              // ... and its round trip
  bool advanced = false;        // since losses were looked for last
  bool duplicate_seen = false;  // a D-SACK: the window may be too small
  uint8_t window_steps = 1;     // quarters of the least round trip
  uint8_t window_persists = 0;  // recoveries until the steps are 1 again

  // tcp_rack_sent_after.
  static bool SentAfter(Instant a, SeqNum a_end, Instant b, SeqNum b_end) {
    return a > b || (a == b && After(a_end, b_end));
  }
  bool SentBeforeLatest(Instant at, SeqNum its_end) const {
    return SentAfter(sent_at, end, at, its_end);
  }

  // A segment has arrived (tcp_rack_advance). Of a retransmitted one that came
  // back sooner than any, the original may have: it says nothing.
  void Advance(Instant now, Instant at, SeqNum its_end, bool retransmitted,
               Duration least_rtt) {
    const Duration took = now - at;
    if (retransmitted && took < least_rtt) return;
    advanced = true;
    rtt = took;
    if (SentAfter(at, its_end, sent_at, end)) {
      sent_at = at;
      end = its_end;
    }
  }
  // How long a segment may still be under way (tcp_rack_skb_timeout).
  Duration Left(Instant now, Instant at, Duration window) const {
    return rtt + window - (now - at);
  }

  // A D-SACK said that the window was too small (tcp_rack_update_reo_wnd).
  void Widen() {
    if (duplicate_seen) {
      if (window_steps < 255) ++window_steps;
      duplicate_seen = false;
      window_persists = kPersistence;
    } else if (window_persists == 0) {
      window_steps = 1;
    }
  }
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_RACK_H_
