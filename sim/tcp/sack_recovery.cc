// Losses where both ends use SACK: RACK finds them (RFC 8985), a probe finds
// the last one, proportional rate reduction paces what is sent again, and what
// turns out to have been for nothing is undone. tcp_fastretrans_alert,
// tcp_recovery.c, tcp_send_loss_probe.
#include <algorithm>

#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"

namespace orderly {

// tcp_mark_skb_lost.
void Connection::MarkLost(Piece& piece) {
  if (piece.sacked) return;
  if (piece.lost && !piece.in_flight_again) return;
  piece.lost = true;
  piece.in_flight_again = false;
  ++sack_->lost_ever;
}

// tcp_rack_reo_wnd.
Duration Connection::ReorderingWindow() const {
  constexpr uint32_t kNoThreshold = 4;  // TCP_RACK_NO_DUPTHRESH
  const SackState& s = *sack_;
  if (s.reordering_seen == 0) {
    if (congestion_.phase() == Congestion::Phase::kRecovery ||
        congestion_.phase() == Congestion::Phase::kLoss)
      return Duration(0);
    if (CountSent().sacked >= s.reordering &&
        (config_.recovery & kNoThreshold) == 0)
      return Duration(0);
  }
  return std::min(s.least_rtt / 4 * s.rack.window_steps, rtt_.srtt());
}

// tcp_rack_update_reo_wnd. Linux counts rounds by deliveries.
void Connection::UpdateReorderingWindow() {
  constexpr uint32_t kStaticWindow = 2;  // TCP_RACK_STATIC_REO_WND
  SackState& s = *sack_;
  if ((config_.recovery & kStaticWindow) != 0) return;
  if (s.rack.duplicate_seen && Before(queue_.una(), s.window_round_end))
    s.rack.duplicate_seen = false;
  if (s.rack.duplicate_seen) s.window_round_end = tcb_.snd_nxt;
  s.rack.Widen();
}

// tcp_rack_detect_loss: marks what is lost; returns how long to wait for the
// rest, 0 for nothing.
Duration Connection::DetectLoss() {
  const Rack& rack = sack_->rack;
  const Duration window = ReorderingWindow();
  Duration longest{0};
  for (size_t i = 0; i < queue_.sent_count(); ++i) {
    Piece& piece = queue_.sent(i);
    if (piece.sacked || (piece.lost && !piece.in_flight_again)) continue;
    if (!rack.SentBeforeLatest(piece.sent_at, piece.end())) continue;
    const Duration left = rack.Left(now_, piece.sent_at, window);
    if (left.count() <= 0) {
      MarkLost(piece);
    } else {
      longest = std::max(longest, left);
    }
  }
  return longest;
}

// tcp_rack_mark_lost, called by tcp_identify_packet_loss.
void Connection::IdentifyLoss(AckNews& news) {
  if (!queue_.has_sent() || !sack_->rack.advanced) return;
  sack_->rack.advanced = false;
  const Duration wait = DetectLoss();
  if (wait.count() == 0) return;
  timers_.SetSend(Timers::Send::kReorder, now_ + wait + 2 * config_.tick);
  news.set_timer = false;
}

bool Connection::AnyRetransmitted() const {  // tcp_any_retrans_done
  if (CountSent().again > 0) return true;
  return queue_.has_sent() && queue_.sent(0).retransmitted;
}

// tcp_try_keep_open.
void Connection::TryKeepOpen() {
  const SegmentCounts counts = CountSent();
  const bool disorder = counts.sacked + counts.lost > 0 || AnyRetransmitted();
  congestion_.KeepOpen(disorder, tcb_.snd_nxt);
}

// tcp_packet_delayed (RFC 3522): what is acknowledged was sent before anything
// was sent again.
bool Connection::OnlyDelayed(const AckNews& news) const {
  return tcb_.ts.on && tcb_.retransmit_since_set && news.echoes &&
         news.echoed != 0 &&
         EchoIsBefore(news.echoed, config_.timestamp_base,
                      tcb_.retransmit_since);
}

bool Connection::MayUndo(const AckNews& news) const {
  return sack_->undo_armed &&
         (sack_->undo_retransmissions == 0 || OnlyDelayed(news));
}

// tcp_undo_cwnd_reduction.
void Connection::UndoReduction(bool unmark_losses) {
  for (size_t i = 0; unmark_losses && i < queue_.sent_count(); ++i)
    queue_.sent(i).lost = false;
  congestion_.Undo();
  tcb_.ecn.Undone();
  sack_->undo_armed = false;
  sack_->rack.advanced = true;
}

// tcp_try_undo_dsack.
bool Connection::TryUndoByDuplicates() {
  SackState& s = *sack_;
  if (!s.undo_armed || s.undo_retransmissions != 0) return false;
  if (s.rack.window_persists < Rack::kPersistence) ++s.rack.window_persists;
  UndoReduction(/*unmark_losses=*/false);
  return true;
}

// tcp_try_undo_loss.
bool Connection::TryUndoLoss(const AckNews& news, bool spurious) {
  if (!spurious && !MayUndo(news)) return false;
  UndoReduction(/*unmark_losses=*/true);
  tcb_.retransmits = 0;
  congestion_.Open();
  return true;
}

// tcp_try_undo_recovery, and the end of the episode.
void Connection::EndRecovery(const AckNews& news) {
  SackState& s = *sack_;
  if (MayUndo(news)) {
    UndoReduction(/*unmark_losses=*/false);
    congestion_.Open();
  } else {
    if (s.rack.window_persists > 0) --s.rack.window_persists;
    congestion_.Leave();
  }
}

// tcp_enter_recovery.
void Connection::EnterSackRecovery() {
  if (CountSent().again == 0 && !AnyRetransmitted())
    tcb_.retransmit_since_set = false;
  sack_->ArmUndo(queue_.una(), CountSent().again);
  congestion_.EnterRecovery(tcb_.snd_nxt);
  tcb_.ecn.Reduced();
  sack_->probe_out = false;
}

// tcp_process_loss: slow start after a time-out, and F-RTO.
void Connection::ProcessLoss(uint32_t duplicates, AckNews& news) {
  SackState& s = *sack_;
  const bool recovered = !Before(queue_.una(), congestion_.high_seq());
  if (news.advanced && TryUndoLoss(news, /*spurious=*/false)) return;
  if (s.frto) {
    // RFC 5682, 3.1, 3b: what was never sent again arrived, so not all was
    // lost.
    if (news.original_arrived && TryUndoLoss(news, /*spurious=*/true)) return;
    if (After(tcb_.snd_nxt, congestion_.high_seq())) {
      if (news.data_sacked || duplicates > 0) s.frto = false;  // 3a
    } else if (news.advanced && !recovered) {
      congestion_.set_high_seq(tcb_.snd_nxt);
      if (queue_.has_unsent() && After(WindowEnd(), tcb_.snd_nxt)) {
        news.resend = Resend::kNew;  // 2b
        return;
      }
      s.frto = false;
    }
  }
  if (recovered) {
    EndRecovery(news);
    return;
  }
  news.resend = Resend::kLost;
}

// tcp_check_sack_reneging: a SACK was taken back. The time-out comes soon.
void Connection::Reneged(AckNews& news) {
  const Duration delay =
      std::max<Duration>(rtt_.srtt() / 2, std::chrono::milliseconds(10));
  timers_.SetSend(Timers::Send::kRetransmit, now_ + delay);
  news.set_timer = false;
}

// tcp_fastretrans_alert.
void Connection::FastRetransmitAlert(SeqNum prior_una, uint32_t duplicates,
                                     AckNews& news) {
  using Phase = Congestion::Phase;
  SackState& s = *sack_;
  if (news.reneged && news.advanced) {
    Reneged(news);
    return;
  }
  if (congestion_.phase() == Phase::kOpen) {
    tcb_.retransmit_since_set = false;
  } else if (!Before(queue_.una(), congestion_.high_seq())) {
    if (congestion_.phase() == Phase::kCwr &&
        queue_.una() != congestion_.high_seq())
      congestion_.Leave();
    if (congestion_.phase() == Phase::kRecovery) EndRecovery(news);
  }
  switch (congestion_.phase()) {
    case Phase::kRecovery:
      if (news.advanced && s.undo_armed && OnlyDelayed(news)) {
        // tcp_try_undo_partial.
        CheckReordering(prior_una);
        if (CountSent().again > 0) return;
        if (!AnyRetransmitted()) tcb_.retransmit_since_set = false;
        UndoReduction(/*unmark_losses=*/true);
        TryKeepOpen();
      } else if (TryUndoByDuplicates()) {
        TryKeepOpen();
      }
      IdentifyLoss(news);
      if (congestion_.phase() == Phase::kRecovery) break;
      if (CountSent().lost == 0) return;
      EnterSackRecovery();
      break;
    case Phase::kLoss: {
      ProcessLoss(duplicates, news);
      const uint32_t again = CountSent().again;
      IdentifyLoss(news);
      const bool lost_again = CountSent().again < again;
      if (congestion_.phase() != Phase::kOpen && !lost_again) return;
      [[fallthrough]];
    }
    case Phase::kOpen:
    case Phase::kDisorder:
    case Phase::kCwr:
      if (congestion_.phase() == Phase::kOpen ||
          congestion_.phase() == Phase::kDisorder)
        TryUndoByDuplicates();
      IdentifyLoss(news);
      if (CountSent().lost == 0) {
        if (!AnyRetransmitted()) tcb_.retransmit_since_set = false;
        if (congestion_.phase() != Phase::kCwr) TryKeepOpen();
        return;
      }
      EnterSackRecovery();
      break;
  }
  news.resend = Resend::kLost;
}

// tcp_xmit_recovery.
void Connection::ResendAsToldBy(const AckNews& news) {
  if (news.resend == Resend::kNothing) return;
  if (news.resend == Resend::kNew) {
    PushPending(Nagle::kOff);
    if (After(tcb_.snd_nxt, congestion_.high_seq())) return;
    sack_->frto = false;
  }
  RetransmitLost();
}

// tcp_enter_loss, tcp_timeout_mark_lost: what was sent a short while ago may
// still arrive.
void Connection::EnterSackLoss() {
  SackState& s = *sack_;
  const bool reneged = queue_.sent(0).sacked;
  const bool early = congestion_.phase() == Congestion::Phase::kOpen ||
                     congestion_.phase() == Congestion::Phase::kDisorder;
  const bool first = early || congestion_.phase() == Congestion::Phase::kCwr;
  const uint32_t again = CountSent().again;
  for (size_t i = 0; i < queue_.sent_count(); ++i) {
    Piece& piece = queue_.sent(i);
    if (reneged) {
      piece.sacked = false;
    } else if (i > 0 &&
               s.rack.Left(now_, piece.sent_at, Duration(0)).count() > 0) {
      continue;
    }
    MarkLost(piece);
  }
  if (congestion_.EnterLoss(queue_.una(), tcb_.snd_nxt, tcb_.retransmits > 0,
                            InFlightInTrouble()))
    s.ArmUndo(queue_.una(), again);
  tcb_.ecn.Reduced();
  if (early && CountSent().sacked >= config_.reordering)
    s.reordering = std::min(s.reordering, config_.reordering);
  s.probe_out = false;
  s.frto = config_.frto && (first || tcb_.retransmits > 0);
}

// How far in the future the time-out is (tcp_rto_delta_us).
Duration Connection::RtoLeft() const {
  return queue_.sent(0).sent_at + rtt_.rto() - now_;
}

// tcp_schedule_loss_probe (RFC 8985, 7.2): two round trips after the last
// segment, and the peer's delayed ACK when it is the only one.
bool Connection::ScheduleTailProbe(bool advancing) {
  const bool on = config_.early_retrans == 3 || config_.early_retrans == 4;
  const bool calm = congestion_.phase() == Congestion::Phase::kOpen ||
                    congestion_.phase() == Congestion::Phase::kCwr;
  if (!on || !calm || !queue_.has_sent()) return false;
  Duration timeout = config_.rto_initial;
  if (rtt_.has_sample()) {
    timeout = 2 * rtt_.srtt() +
              (queue_.sent_count() == 1 ? config_.rto_min : 2 * config_.tick);
  }
  const Duration rto = advancing ? rtt_.rto() : RtoLeft();
  if (rto.count() > 0) timeout = std::min(timeout, rto);
  timers_.SetSend(Timers::Send::kTailProbe, now_ + timeout);
  return true;
}

// New segments went out (tcp_event_new_data_sent).
void Connection::TimeSent() {
  if (timers_.send == Timers::Send::kTailProbe) RearmRetransmit();
  ScheduleTailProbe(/*advancing=*/false);
}

// tcp_set_xmit_timer.
void Connection::SetSendTimer() {
  if (!ScheduleTailProbe(/*advancing=*/true)) RearmRetransmit();
}

// tcp_send_loss_probe: a new segment, else the last one again.
void Connection::OnTailProbeTimeout() {
  SackState& s = *sack_;
  timers_.send = Timers::Send::kTailProbe;
  bool sent = false;
  if (!s.probe_out && queue_.has_sent()) {
    s.probe_again = false;
    const bool fits = queue_.has_unsent() &&
                      !After(queue_.next_unsent().seq +
                                 std::min(queue_.next_unsent().size, tcb_.mss),
                             WindowEnd());
    if (fits) {
      Transmit(queue_.Send(std::min(queue_.next_unsent().size, tcb_.mss), now_),
               /*again=*/false);
      sent = true;
    } else {
      Piece& last = queue_.sent(queue_.sent_count() - 1);
      last.joined = false;
      Transmit(last, /*again=*/true);
      last.retransmitted = true;
      sent = s.probe_again = true;
    }
  }
  if (sent) {
    s.probe_out = true;
    s.probe_end = tcb_.snd_nxt;
    timers_.send = Timers::Send::kIdle;
  }
  RearmRetransmit();
}

// tcp_process_tlp_ack: whether the probe repaired a loss.
void Connection::TailProbeAcked(SeqNum ack, const AckNews& news,
                                bool duplicate) {
  SackState& s = *sack_;
  if (Before(ack, s.probe_end)) return;
  if (!s.probe_again || news.probe_duplicate) {
    s.probe_out = false;
  } else if (After(ack, s.probe_end)) {
    // It did: the window is reduced as for any other.
    congestion_.EnterRecovery(tcb_.snd_nxt);
    tcb_.ecn.Reduced();
    congestion_.Leave();
    s.probe_out = false;
    TryKeepOpen();
  } else if (duplicate) {
    s.probe_out = false;
  }
}

// tcp_rack_reo_timeout.
void Connection::OnReorderTimeout() {
  timers_.send = Timers::Send::kReorder;
  const uint32_t before = InFlightInTrouble();
  const uint32_t lost = sack_->lost_ever;
  DetectLoss();
  if (InFlightInTrouble() != before) {
    if (congestion_.phase() != Congestion::Phase::kRecovery) {
      EnterSackRecovery();
      congestion_.Reduce(1, InFlight(), /*advanced=*/false);
    }
    static_cast<void>(lost);
    RetransmitLost();
  }
  if (timers_.send != Timers::Send::kRetransmit) RearmRetransmit();
}

}  // namespace orderly
