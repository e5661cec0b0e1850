#ifndef ORDERLY_SIM_TCP_ACK_NEWS_H_
#define ORDERLY_SIM_TCP_ACK_NEWS_H_

#include <cstdint>
#include <optional>

#include "sim/base/instant.h"
#include "sim/wire/seq_num.h"

namespace orderly {

// What tcp_ack lets tcp_xmit_recovery do.
enum class Resend : uint8_t { kNothing, kLost, kNew };
// What an ACK of a connection with SACK said: the FLAG_ bits of tcp_ack.
struct AckNews {
  bool advanced = false;          // SND.UNA
  bool data_sacked = false;       // FLAG_DATA_SACKED
  bool duplicate_told = false;    // FLAG_DSACKING_ACK
  bool probe_duplicate = false;   // FLAG_DSACK_TLP
  bool original_arrived = false;  // FLAG_ORIG_SACK_ACKED
  bool reneged = false;           // FLAG_SACK_RENEGING
  bool set_timer = false;         // FLAG_SET_XMIT_TIMER
  bool echoes = false;            // the segment has timestamps
  uint32_t echoed = 0;
  uint32_t acked = 0;   // segments of the queue that are gone
  uint32_t sacked = 0;  // segments that arrived, and were not known to have
  std::optional<Instant> first_sacked;  // when these were sent
  Instant last_sacked;
  SeqNum reordered_from;  // the lowest that was overtaken
  SeqNum highest_before;  // end of what was SACKed before (prior_fack)
  Resend resend = Resend::kNothing;
};
// sacked_out, lost_out, retrans_out.
struct SegmentCounts {
  uint32_t sacked = 0;
  uint32_t lost = 0;
  uint32_t again = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_ACK_NEWS_H_
