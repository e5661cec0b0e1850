#ifndef ORDERLY_SIM_TCP_ACKNOWLEDGE_INLINE_H_
#define ORDERLY_SIM_TCP_ACKNOWLEDGE_INLINE_H_

#include <algorithm>
#include <cstdint>

#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"

// What an acknowledgement does: the window, the queue, the round-trip time. For
// segment_arrives.cc only. What it says of losses is recovery.cc's.
namespace orderly {

// tcp_ack_update_window (RFC 9293, 3.10.7.4: SND.WL1, SND.WL2).
inline bool Connection::UpdateWindow(const Segment& segment, uint32_t window) {
  const bool newer =
      After(segment.ack, queue_.una()) || After(segment.seq, tcb_.snd_wl1) ||
      (segment.seq == tcb_.snd_wl1 && (window > tcb_.snd_wnd || window == 0));
  if (!newer) return false;
  tcb_.snd_wl1 = segment.seq;
  if (tcb_.snd_wnd != window) {
    tcb_.snd_wnd = window;
    if (queue_.has_unsent()) CheckIdle();
    if (window > tcb_.max_window) {
      tcb_.max_window = window;
      SyncMss();
    }
  }
  return true;
}

// tcp_clean_rtx_queue. Returns how many sent pieces are acknowledged in full.
inline uint32_t Connection::CleanSent(const Segment& segment) {
  const SeqNum ack = segment.ack;
  uint32_t acked = 0;
  bool retransmitted = false;
  Instant first_sent_at;
  Instant last_sent_at;
  queue_.Acknowledge(ack, [&](const Piece& piece) {
    retransmitted |= piece.retransmitted;
    if (acked++ == 0) first_sent_at = piece.sent_at;
    last_sent_at = piece.sent_at;
  });
  // Karn: an ACK that covers a retransmission measures nothing.
  // Until there is a measure, back-off stays.
  if (acked > 0 && !retransmitted) {
    rtt_.Sample(now_ - first_sent_at, ack, tcb_.snd_nxt);
    tcb_.backoff = 0;
    if (counts_packets()) [[unlikely]] {
      tcb_.pacing.NoteRtt(now_ - last_sent_at);
      congestion_.Measured(
          {now_, now_ - last_sent_at, ack, tcb_.snd_nxt, tcb_.pacing.rate});
    }
  } else if (acked > 0 && tcb_.ts.on) {
    SampleEcho(segment);
  }
  if (acked > 0) RearmRetransmit();
  return acked;
}

// tcp_ack_probe: a window update while nothing is in flight.
inline void Connection::CheckProbeTimer() {
  if (!queue_.has_unsent()) return;
  if (!After(queue_.next_unsent().end(), WindowEnd())) {
    tcb_.backoff = 0;
    tcb_.probe_since_set = false;
    if (timers_.send == Timers::Send::kZeroWindowProbe) timers_.ClearSend();
  } else {
    timers_.SetSend(Timers::Send::kZeroWindowProbe,
                    now_ + ClampProbe(ProbeDelay()));
  }
}

// tcp_ack, of a connection without SACK. `window` is scaled.
inline Connection::AckVerdict Connection::PlainAckArrives(
    const Segment& segment, uint32_t window) {
  const SeqNum una = queue_.una();
  const SeqNum ack = segment.ack;
  if (Before(ack, una)) {
    // RFC 5961, 5.2, and never what we cannot have sent.
    const auto oldest = static_cast<uint32_t>(
        std::min<uint64_t>(tcb_.max_window, tcb_.bytes_acked));
    return Before(ack, una - oldest) ? AckVerdict::kTooOld : AckVerdict::kOld;
  }
  if (After(ack, tcb_.snd_nxt)) return AckVerdict::kUnsent;
  const bool advanced = After(ack, una);
  if (advanced) {
    tcb_.retransmits = 0;
    tcb_.bytes_acked += ack - una;
  }
  const bool had_sent = queue_.has_sent();
  const bool window_changed = UpdateWindow(segment, window);
  tcb_.soft_error = 0;
  tcb_.probes = 0;
  tcb_.last_arrival = now_;
  if (!had_sent) {
    if (advanced) queue_.Acknowledge(ack);  // a SYN: see Established()
    CheckProbeTimer();
    return AckVerdict::kUseful;
  }
  const uint32_t acked = advanced ? CleanSent(segment) : 0;
  if (advanced && !counts_packets()) changed_ = true;
  uint32_t delivered = acked;
  if (acked > 0 && congestion_.duplicate_acks() > 0)
    delivered = congestion_.ForgetDuplicates(acked, Outstanding());
  const bool duplicate = !advanced && !window_changed && segment.length() == 0;
  tcb_.delivered += delivered;
  bool resend = false;
  uint32_t lost = 0;
  if (duplicate || congestion_.phase() != Congestion::Phase::kOpen) {
    lost = Outstanding().lost;
    resend = Recover(advanced, duplicate, delivered);
  }
  if (congestion_.reducing()) {
    congestion_.Reduce(delivered, InFlight(),
                       advanced && Outstanding().lost <= lost);
  } else if (acked > 0) {
    // tcp_is_cwnd_limited: in slow start a window half used is used enough.
    const bool slow_start = congestion_.cwnd() < congestion_.ssthresh();
    if (cwnd_limited_ ||
        (slow_start && congestion_.cwnd() < 2 * max_packets_out_))
      congestion_.Grow(delivered, now_);
  }
  if (counts_packets()) [[unlikely]]
    UpdatePacingRate();
  if (resend) RetransmitLost();
  return AckVerdict::kUseful;
}

inline Connection::AckVerdict Connection::AckArrives(const Segment& segment) {
  if (tcb_.extended) [[unlikely]]
    return ExtendedAckArrives(segment);
  return PlainAckArrives(segment, segment.window);
}

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_ACKNOWLEDGE_INLINE_H_
