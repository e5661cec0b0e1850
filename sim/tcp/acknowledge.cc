// What an acknowledgement does: the window, the queue, the round-trip time,
// loss recovery.
#include <algorithm>

#include "sim/base/check.h"
#include "sim/tcp/connection.h"

namespace orderly {

// tcp_ack_update_window (RFC 9293, 3.10.7.4: SND.WL1, SND.WL2).
bool Connection::UpdateWindow(const Segment& segment) {
  const uint32_t window = segment.window;
  const bool newer =
      After(segment.ack, queue_.una()) || After(segment.seq, tcb_.snd_wl1) ||
      (segment.seq == tcb_.snd_wl1 && (window > tcb_.snd_wnd || window == 0));
  if (!newer) return false;
  tcb_.snd_wl1 = segment.seq;
  if (tcb_.snd_wnd != window) {
    tcb_.snd_wnd = window;
    if (window > tcb_.max_window) {
      tcb_.max_window = window;
      SyncMss();
    }
  }
  return true;
}

// tcp_clean_rtx_queue. Returns how many sent pieces are acknowledged in full.
uint32_t Connection::CleanSent(SeqNum ack) {
  uint32_t acked = 0;
  bool retransmitted = false;
  std::optional<Instant> first_sent_at;
  for (; acked < queue_.sent_count() && !After(queue_.sent(acked).end(), ack);
       ++acked) {
    const Piece& piece = queue_.sent(acked);
    if (piece.retransmitted) {
      retransmitted = true;
    } else if (!first_sent_at.has_value()) {
      first_sent_at = piece.sent_at;
    }
  }
  queue_.Acknowledge(ack);
  // Karn: an ACK that covers a retransmission measures nothing.
  if (first_sent_at.has_value() && !retransmitted)
    rtt_.Sample(now_ - *first_sent_at, ack, tcb_.snd_nxt);
  if (acked > 0) {
    tcb_.backoff = 0;
    RearmRetransmit();
  }
  return acked;
}

void Connection::RearmRetransmit() {
  if (!queue_.has_sent()) {
    timers_.ClearSend();
    return;
  }
  timers_.SetSend(Timers::Send::kRetransmit,
                  now_ + ClampToUserTimeout(rtt_.rto()));
}

// tcp_ack_probe: a window update while nothing is in flight.
void Connection::CheckProbeTimer() {
  if (!queue_.has_unsent()) return;
  if (!After(queue_.next_unsent().end(), WindowEnd())) {
    tcb_.backoff = 0;
    if (timers_.send == Timers::Send::kZeroWindowProbe) timers_.ClearSend();
  } else {
    timers_.SetSend(Timers::Send::kZeroWindowProbe,
                    now_ + ClampToUserTimeout(ProbeDelay()));
  }
}

// Segments believed to be in the network: sent, less those lost, less those
// that duplicate ACKs account for.
uint32_t Connection::InFlight() const {
  const auto out = static_cast<uint32_t>(queue_.sent_count());
  if (congestion_.phase() == Congestion::Phase::kOpen) return out;
  uint32_t lost = 0;
  for (size_t i = 0; i < out; ++i) {
    const Piece& piece = queue_.sent(i);
    if (piece.lost && !piece.in_flight_again) ++lost;
  }
  const uint32_t left = lost + congestion_.duplicate_acks();
  return left < out ? out - left : 0;
}

void Connection::MarkHeadLost() {
  if (!queue_.has_sent()) return;
  Piece& head = queue_.sent(0);
  head.lost = true;
  head.in_flight_again = false;
}

// tcp_fastretrans_alert for a peer without SACK: three duplicates start
// recovery, a partial ACK in recovery names the next loss (NewReno, RFC 6582),
// a time-out's losses are sent again in slow start.
void Connection::Recover(uint32_t acked, bool duplicate) {
  using Phase = Congestion::Phase;
  const bool advanced = acked > 0;
  const Phase phase = congestion_.phase();
  if ((phase == Phase::kRecovery || phase == Phase::kLoss) &&
      !Before(queue_.una(), congestion_.high_seq())) {
    // tcp_try_undo_recovery keeps Reno in recovery until ACKs beyond high_seq
    // arrive; with nothing duplicated that makes no difference on the wire, so
    // we leave at once.
    congestion_.Leave();
    tcb_.retransmit_since_set = false;
  }
  switch (congestion_.phase()) {
    case Phase::kOpen:
    case Phase::kDisorder:
      if (advanced) congestion_.ClearDuplicates();
      if (duplicate)
        congestion_.CountDuplicate(static_cast<uint32_t>(queue_.sent_count()));
      if (congestion_.duplicate_acks() == 0) {
        if (congestion_.phase() == Phase::kDisorder) congestion_.Leave();
        break;
      }
      if (congestion_.duplicate_acks() < 3) {
        congestion_.EnterDisorder();
        break;
      }
      congestion_.EnterRecovery(tcb_.snd_nxt);
      MarkHeadLost();
      congestion_.Reduce(0, InFlight(), false);
      break;
    case Phase::kRecovery:
      if (duplicate)
        congestion_.CountDuplicate(static_cast<uint32_t>(queue_.sent_count()));
      if (advanced) {
        congestion_.ForgetDuplicates(acked);
        MarkHeadLost();
      }
      congestion_.Reduce(acked > 0 ? acked : (duplicate ? 1 : 0), InFlight(),
                         advanced);
      break;
    case Phase::kLoss:
      break;
  }
}

// __tcp_retransmit_skb. False when the receiver's window no longer takes it.
bool Connection::RetransmitPiece(size_t i) {
  if (queue_.sent(i).size > tcb_.mss) queue_.SplitSent(i, tcb_.mss);
  const SeqNum seq = queue_.sent(i).seq;
  if (!Before(seq, WindowEnd()) && seq != queue_.una()) return false;
  // tcp_retrans_try_collapse: small neighbours, a FIN too, go in the same
  // segment.
  while (i + 1 < queue_.sent_count() &&
         queue_.sent(i).size + queue_.sent(i + 1).size <= tcb_.mss &&
         !After(queue_.sent(i + 1).end(), WindowEnd())) {
    queue_.MergeSent(i);
  }
  Piece& piece = queue_.sent(i);
  Transmit(piece, /*again=*/true);
  piece.retransmitted = true;
  piece.in_flight_again = true;
  if (!tcb_.retransmit_since_set) {
    tcb_.retransmit_since_set = true;
    tcb_.retransmit_since = now_;
  }
  return true;
}

// tcp_xmit_retransmit_queue.
void Connection::RetransmitLost() {
  for (size_t i = 0; i < queue_.sent_count(); ++i) {
    const Piece& piece = queue_.sent(i);
    if (!piece.lost || piece.in_flight_again) continue;
    if (InFlight() >= congestion_.cwnd()) return;
    if (!RetransmitPiece(i)) return;
    if (congestion_.phase() == Congestion::Phase::kRecovery)
      congestion_.CountRecoverySend();
    if (i == 0) RearmRetransmit();
  }
}

// tcp_ack.
Connection::AckVerdict Connection::AckArrives(const Segment& segment) {
  const SeqNum una = queue_.una();
  const SeqNum ack = segment.ack;
  if (Before(ack, una)) {
    // RFC 5961, 5.2.
    return Before(ack, una - tcb_.max_window) ? AckVerdict::kTooOld
                                              : AckVerdict::kOld;
  }
  if (After(ack, tcb_.snd_nxt)) return AckVerdict::kUnsent;
  const bool advanced = After(ack, una);
  if (advanced) tcb_.retransmits = 0;
  const bool had_sent = queue_.has_sent();
  const bool window_changed = UpdateWindow(segment);
  tcb_.probes = 0;
  tcb_.last_arrival = now_;
  if (!had_sent) {
    CheckProbeTimer();
    return AckVerdict::kUseful;
  }
  const uint32_t acked = advanced ? CleanSent(ack) : 0;
  if (advanced) changed_ = true;
  const bool duplicate = !advanced && !window_changed && segment.length() == 0;
  if (duplicate || congestion_.phase() != Congestion::Phase::kOpen) {
    Recover(acked, duplicate);
  }
  if (acked > 0 && congestion_.phase() != Congestion::Phase::kRecovery) {
    // tcp_is_cwnd_limited: in slow start a window half used is used enough.
    const bool limited = congestion_.cwnd() < congestion_.ssthresh()
                             ? congestion_.cwnd() < 2 * max_packets_out_
                             : cwnd_limited_;
    if (limited || cwnd_limited_) congestion_.Grow(acked);
  }
  if (congestion_.phase() == Congestion::Phase::kRecovery ||
      congestion_.phase() == Congestion::Phase::kLoss) {
    RetransmitLost();
  }
  if (!queue_.has_sent()) CheckProbeTimer();
  return AckVerdict::kUseful;
}

}  // namespace orderly
