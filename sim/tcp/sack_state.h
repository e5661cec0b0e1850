#ifndef ORDERLY_SIM_TCP_SACK_STATE_H_
#define ORDERLY_SIM_TCP_SACK_STATE_H_

#include <cstdint>

#include "sim/base/instant.h"
#include "sim/base/recycled.h"
#include "sim/tcp/rack.h"
#include "sim/tcp/sack_report.h"
#include "sim/wire/seq_num.h"

namespace orderly {

// What a connection has more when both ends use SACK. What is known of single
// segments is in the send queue's pieces.
struct SackState final : Recycled {
  explicit SackState(uint32_t reordering_at_first)
      : reordering(reordering_at_first) {}

  SackReport report;            // as the receiver
  SeqNum compressed_at;         // RCV.NXT of the duplicate ACKs
  uint8_t duplicates_sent = 0;  // dup_ack_counter
  uint8_t compressed = 0;       // ACKs that wait (compressed_ack)

  // As the sender:
  Rack rack;
  uint32_t reordering;           // how many later arrivals prove a loss
  uint32_t reordering_seen = 0;  // reord_seen
  Duration least_rtt{0};         // tcp_min_rtt; 0: not measured
  uint32_t lost_ever = 0;        // tp->lost
  uint32_t duplicates_ever = 0;  // dsack_dups
  uint32_t delivered = 0;        // segments, ever
  SeqNum window_round_end;       // RACK's window is changed once a round trip

  // The last segment, sent again to learn of its loss (RFC 8985, 7).
  bool probe_out = false;    // tlp_high_seq is set
  bool probe_again = false;  // tlp_retrans: it was no new segment
  SeqNum probe_end;          // tlp_high_seq

  // Whether the last reduction of the window was for nothing (undo_marker,
  // undo_retrans): all that was sent again was there already, as D-SACKs say.
  bool undo_armed = false;
  SeqNum undo_marker;
  int32_t undo_retransmissions = -1;
  bool frto = false;  // RFC 5682: is this time-out spurious?

  // tcp_init_undo.
  void ArmUndo(SeqNum una, uint32_t retransmissions_out) {
    undo_armed = true;
    undo_marker = una;
    undo_retransmissions = static_cast<int32_t>(retransmissions_out);
    if (probe_out && probe_again) ++undo_retransmissions;
    if (undo_retransmissions == 0) undo_retransmissions = -1;
  }
  void CountRetransmission() {
    undo_retransmissions =
        undo_retransmissions < 0 ? 1 : undo_retransmissions + 1;
  }
  void CountDuplicates(uint32_t segments) {
    if (!undo_armed || undo_retransmissions <= 0) return;
    undo_retransmissions -= static_cast<int32_t>(segments);
    if (undo_retransmissions < 0) undo_retransmissions = 0;
  }
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_SACK_STATE_H_
