// SEGMENT ARRIVES (RFC 9293, 3.10.7), in the order and with the answers of
// Linux 6.18: tcp_rcv_state_process, tcp_rcv_established,
// tcp_rcv_synsent_state_process, tcp_validate_incoming.
#include <algorithm>
#include <cerrno>
#include <utility>

#include "sim/base/check.h"
#include "sim/tcp/acknowledge_inline.h"
#include "sim/tcp/connection.h"
#include "sim/tcp/receive_inline.h"
#include "sim/tcp/reset.h"

namespace orderly {
void Connection::ReplyReset(const Segment& segment) {
  if (!segment.Has(kRst))
    outbox_.push_back(std::make_unique<Segment>(ResetReply(segment)));
}

[[gnu::flatten]] void Connection::OnSegment(Instant now,
                                            const Segment& segment) {
  now_ = now;
  if (tcb_.state == TcpState::kSynSent) {
    InSynSent(segment);
    return;
  }
  SIM_CHECK(tcb_.state != TcpState::kClosed && tcb_.state != TcpState::kListen);
  if (!segment.Has(kAck) && !segment.Has(kRst) && !segment.Has(kSyn)) return;
  if (Validate(segment) == Arrival::kStop) return;
  if (!segment.Has(kAck)) return;
  if (CheckAck(segment) == Arrival::kStop) return;
  TextArrives(segment);
}

// RFC 9293, 3.10.7.3.
void Connection::InSynSent(const Segment& segment) {
  if (segment.Has(kAck)) {
    // An echo of what was not sent in this handshake comes from an old one.
    const bool old_echo = config_.timestamps && segment.options.timestamps &&
                          segment.options.echoed != 0 &&
                          !EchoesSince(syn_sent_at_, segment.options.echoed);
    if (segment.ack != tcb_.snd_nxt || old_echo) {
      // Our own reset may be what the old connection's end waits for: the SYN
      // follows soon.
      if (tcb_.retransmits == 0)
        timers_.SetSend(Timers::Send::kRetransmit, now_ + 2 * config_.tick);
      ReplyReset(segment);
      return;
    }
    if (segment.Has(kRst)) {
      Fail(ECONNREFUSED);
      return;
    }
    if (!segment.Has(kSyn)) return;
    StartReceiving(segment);
    queue_.Acknowledge(segment.ack);
    tcb_.bytes_acked += 1;  // tcp_snd_una_update counts the SYN
    if (syn_repeats_ == 0) {
      rtt_.Sample(now_ - syn_sent_at_, segment.ack, tcb_.snd_nxt);
    } else {
      SampleEcho(segment);
    }
    Move(TcpEvent::kSynAckArrived);
    InitTransfer();
    SendAck();
    return;
  }
  if (segment.Has(kRst) || !segment.Has(kSyn)) return;
  // Simultaneous open.
  Move(TcpEvent::kSynArrived);
  StartReceiving(segment);
  SendSyn(/*with_ack=*/true);
}

// tcp_sequence: a segment may end beyond the window when the receive queue is
// empty, and its FIN never counts.
inline bool Connection::InSequence(const Segment& segment) const {
  if (Before(segment.end(), tcb_.rcv_wup)) return false;
  const SeqNum window_end = tcb_.rcv_nxt + ReceiveWindow();
  if (!After(segment.seq + segment.payload.size(), window_end)) return true;
  if (After(segment.seq, window_end)) return false;
  return received_.unread() == 0 && !lone_fin_;
}

// macOS sends a FIN and then an RST with the same number: after a FIN, one less
// than exact counts (tcp_reset_check).
inline bool Connection::ResetCounts(const Segment& segment) const {
  const bool after_fin = tcb_.state == TcpState::kCloseWait ||
                         tcb_.state == TcpState::kLastAck ||
                         tcb_.state == TcpState::kClosing;
  return after_fin && segment.seq + 1 == tcb_.rcv_nxt &&
         config_.reset_one_early;
}

// tcp_reset.
void Connection::ResetArrives() {
  if (!config_.keep_unread_on_reset && tcb_.state != TcpState::kClosed)
      [[unlikely]] {
    // RFC 9293, 3.10.7.4, second: all queues are flushed, with the FIN that
    // may be in them, and whoever reads is told.
    received_.DropUnread();
    lone_fin_ = tcb_.done = false;
    Fail(ECONNRESET);
    return;
  }
  switch (tcb_.state) {
    case TcpState::kCloseWait:
      Fail(EPIPE);
      return;
    case TcpState::kSynSent:
      Fail(ECONNREFUSED);
      return;
    case TcpState::kClosed:
      return;
    case TcpState::kListen:
    case TcpState::kSynReceived:
    case TcpState::kEstablished:
    case TcpState::kFinWait1:
    case TcpState::kFinWait2:
    case TcpState::kClosing:
    case TcpState::kLastAck:
    case TcpState::kTimeWait:
      Fail(ECONNRESET);
      return;
  }
}

// tcp_send_dupack; only what carries no data is rate-limited.
void Connection::AnswerOutOfWindow(const Segment& segment) {
  if (segment.length() == 0 && RateLimited()) return;
  if (segment.length() > 0 && Before(segment.seq, tcb_.rcv_nxt)) {
    EnterQuickAck(config_.quick_acks);
    NoteDuplicate(segment.seq, Before(segment.end(), tcb_.rcv_nxt)
                                   ? segment.end()
                                   : tcb_.rcv_nxt);
  }
  SendAck();
}

// A peer that resets knows what it sent, not what arrived: the end of the last
// block that was reported counts as exact (tcp_validate_incoming).
bool Connection::IsLastReported(SeqNum seq) const {
  return sack_ != nullptr && sack_->report.has_blocks() &&
         sack_->report.LastEnd() == seq;
}

// tcp_validate_incoming: timestamp, sequence number, RST, SYN.
inline Connection::Arrival Connection::Validate(const Segment& segment) {
  if (tcb_.extended && PawsDiscards(segment)) return Arrival::kStop;
  if (!InSequence(segment)) {
    if (segment.Has(kRst)) {
      if (ResetCounts(segment)) ResetArrives();
      return Arrival::kStop;
    }
    if (segment.Has(kSyn)) {
      SendChallengeAck();
      return Arrival::kStop;
    }
    if (!Before(segment.end(), tcb_.rcv_wup)) ++counters_.beyond_window;
    AnswerOutOfWindow(segment);
    return Arrival::kStop;
  }
  // RFC 9293 without RFC 5961: in the window is good enough.
  const auto believed = [this, &segment] {
    return !config_.challenge_acks && !Before(segment.seq, tcb_.rcv_nxt);
  };
  if (segment.Has(kRst)) {
    // RFC 5961, 3.2: only the exact number resets; a guess in the window is
    // asked to prove itself.
    if (segment.seq == tcb_.rcv_nxt || ResetCounts(segment) ||
        IsLastReported(segment.seq) || believed()) {
      ResetArrives();
    } else {
      SendChallengeAck();
    }
    return Arrival::kStop;
  }
  if (segment.Has(kSyn)) {
    const bool simultaneous_open =
        tcb_.state == TcpState::kSynReceived && !request_ &&
        segment.Has(kAck) && segment.seq + 1 == tcb_.rcv_nxt &&
        segment.payload.empty() && segment.ack == tcb_.snd_nxt;
    if (simultaneous_open) return Arrival::kGoOn;
    if (!believed()) {
      SendChallengeAck();  // RFC 5961, 4.2
    } else {
      ReplyReset(segment);  // RFC 9293, 3.10.7.4, fourth: as in RFC 793
      ResetArrives();
    }
    return Arrival::kStop;
  }
  return Arrival::kGoOn;
}

// The next segment of a stream whose window stays as it is (pred_flags).
bool Connection::InPredictedForm(const Segment& segment) const {
  const uint32_t window = uint32_t{segment.window} << tcb_.snd_wscale;
  return tcb_.state == TcpState::kEstablished &&
         (segment.flags | kPsh) == (kPsh | kAck) &&
         segment.seq == tcb_.rcv_nxt && window == tcb_.snd_wnd &&
         !After(segment.ack, tcb_.snd_nxt) && !received_.has_early();
}

// tcp_ack, of a connection that uses options.
[[gnu::noinline]] Connection::AckVerdict Connection::ExtendedAckArrives(
    const Segment& segment) {
  const bool of_what_was_sent =
      !Before(segment.ack, queue_.una()) && !After(segment.ack, tcb_.snd_nxt);
  // Header prediction notes it before it looks at the acknowledgement.
  const bool predicted =
      segment.payload.empty() ? InPredictedForm(segment) : Predicted(segment);
  if (tcb_.ts.on && (of_what_was_sent || predicted)) NoteTimestamp(segment);
  if (tcb_.ecn.on() && segment.Has(kEce) && of_what_was_sent &&
      queue_.has_sent())
    CongestionEchoed(segment.ack);
  const uint32_t window = uint32_t{segment.window} << tcb_.snd_wscale;
  return sack_ == nullptr ? PlainAckArrives(segment, window)
                          : SackAckArrives(segment, window);
}

// The segment that acknowledges our SYN. After a simultaneous open one that
// acknowledges nothing will do (tcp_ack: not before SND.UNA).
Connection::Arrival Connection::Established(const Segment& segment) {
  if (Before(segment.ack, queue_.una()) || After(segment.ack, tcb_.snd_nxt)) {
    ReplyReset(segment);
    return Arrival::kStop;
  }
  if (After(segment.ack, queue_.una())) {
    tcb_.bytes_acked += segment.ack - queue_.una();
    queue_.Acknowledge(segment.ack);
  }
  Move(TcpEvent::kSynAcked);
  if (tcb_.ts.on) NoteTimestamp(segment);
  const bool request = std::exchange(request_, false);
  if (syn_repeats_ == 0)
    rtt_.Sample(now_ - syn_sent_at_, segment.ack, tcb_.snd_nxt);
  tcb_.snd_wnd = uint32_t{segment.window} << tcb_.snd_wscale;
  // A child begins with this segment; the window of its SYN is forgotten.
  tcb_.max_window =
      request ? tcb_.snd_wnd : std::max(tcb_.max_window, tcb_.snd_wnd);
  SyncMss();
  GuessPeerMss();
  tcb_.snd_wl1 = segment.seq;
  InitTransfer();
  // shutdown() before the handshake ended: the FIN can go now.
  if (tcb_.write_shut && !fin_queued_) QueueFin();
  if (queue_.has_unsent()) PushAndProbe(Nagle::kOff);
  return Arrival::kGoOn;
}

// tcp_rcv_established's header prediction takes the data before it looks at the
// acknowledgement, and forgets what it thought of that: RFC 5961, 5.2 does not
// protect such a segment. It needs memory that earlier data, of either
// direction, left over.
bool Connection::Predicted(const Segment& segment) const {
  const bool has_memory =
      tcb_.rcv_nxt != tcb_.irs + 1 || queue_.end() != tcb_.iss + 1;
  return has_memory && !segment.payload.empty() && InPredictedForm(segment);
}

// RFC 9293, 3.10.7.4, fifth: ACK.
inline Connection::Arrival Connection::CheckAck(const Segment& segment) {
  const bool opening = tcb_.state == TcpState::kSynReceived ||
                       (request_ && tcb_.state == TcpState::kFinWait1);
  if (opening && tcb_.state == TcpState::kSynReceived) {
    if (Established(segment) == Arrival::kStop) return Arrival::kStop;
  } else {
    switch (AckArrives(segment)) {
      case AckVerdict::kUseful:
        break;
      case AckVerdict::kOld:
        // tcp_ack returns 0 for an old ACK; the closing states take the
        // segment's text all the same.
        break;
      case AckVerdict::kTooOld:
        if (!config_.challenge_acks) break;  // RFC 9293: it can be ignored
        if (Predicted(segment)) DataArrives(segment);
        SendChallengeAck();
        return Arrival::kStop;
      case AckVerdict::kUnsent:
        SendChallengeAck();
        return Arrival::kStop;
    }
  }
  return OurFinAcked(segment);
}

// What follows when everything, our FIN included, is acknowledged: SND.UNA ==
// write_seq, not SND.NXT, so that a FIN that waits for the window does not
// count.
inline Connection::Arrival Connection::OurFinAcked(const Segment& segment) {
  if (!fin_queued_ || queue_.una() != queue_.end()) return Arrival::kGoOn;
  switch (tcb_.state) {
    case TcpState::kFinWait1: {
      Move(TcpEvent::kFinAcked);
      tcb_.write_shut = true;
      if (!tcb_.orphan) return Arrival::kGoOn;
      const bool new_data =
          segment.length() > 0 &&
          After(segment.seq + segment.payload.size(), tcb_.rcv_nxt);
      if (options_.linger2.count() < 0 || new_data) {
        // Nobody is left to read it (TCPAbortOnData).
        ++counters_.abort_on_data;
        Done();
        ReplyReset(segment);
        return Arrival::kStop;
      }
      // A FIN in the same segment still has to be seen by the full connection.
      const Duration time = FinWait2Time();
      if (segment.Has(kFin) && time <= config_.time_wait) {
        timers_.SetSlow(Timers::Slow::kFinWait2, now_ + time);
        return Arrival::kGoOn;
      }
      EnterOrphanFinWait2();
      return tcb_.state == TcpState::kClosed ? Arrival::kStop : Arrival::kGoOn;
    }
    case TcpState::kClosing:
      LeaveRemnant(TcpState::kTimeWait, config_.time_wait);
      return Arrival::kStop;
    case TcpState::kLastAck:
      Done();
      return Arrival::kStop;
    case TcpState::kClosed:
    case TcpState::kListen:
    case TcpState::kSynSent:
    case TcpState::kSynReceived:
    case TcpState::kEstablished:
    case TcpState::kFinWait2:
    case TcpState::kCloseWait:
    case TcpState::kTimeWait:
      return Arrival::kGoOn;
  }
  return Arrival::kGoOn;
}

// RFC 9293, 3.10.7.4, seventh and eighth: text and FIN.
inline void Connection::TextArrives(const Segment& segment) {
  const bool closing = tcb_.state == TcpState::kCloseWait ||
                       tcb_.state == TcpState::kClosing ||
                       tcb_.state == TcpState::kLastAck;
  const bool beyond_fin = closing && !Before(segment.seq, tcb_.rcv_nxt);
  if (!beyond_fin) {
    // RFC 1122, 4.2.2.13: data for a reader that is gone is answered with a
    // reset, so that the sender learns of the loss. Linux: close() and
    // SHUT_RDWR, not SHUT_RD alone.
    const bool after_shut_read = tcb_.read_shut && !tcb_.done;
    const bool after_shutdown =
        tcb_.read_shut && (tcb_.state != TcpState::kEstablished ||
                           config_.shut_read == ShutRead::kResets);
    if (after_shutdown && segment.length() > 0 &&
        After(segment.seq + segment.payload.size(), tcb_.rcv_nxt)) {
      ++counters_.abort_on_data;
      ReplyReset(segment);
      ResetArrives();
      return;
    }
    if (segment.length() > 0) DataArrives(segment);
    if (after_shut_read && config_.shut_read == ShutRead::kDiscards)
      received_.DropUnread();
  }
  if (tcb_.state == TcpState::kClosed) return;
  if (queue_.has_unsent() || space_wanted_ || ack_.scheduled)
    CheckSpaceAndAck();
}

}  // namespace orderly
