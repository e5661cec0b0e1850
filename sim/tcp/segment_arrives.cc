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
  return after_fin && segment.seq + 1 == tcb_.rcv_nxt;
}

// tcp_reset.
void Connection::ResetArrives() {
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
  if (segment.Has(kRst)) {
    // RFC 5961, 3.2: only the exact number resets; a guess in the window is
    // asked to prove itself.
    if (segment.seq == tcb_.rcv_nxt || ResetCounts(segment) ||
        !config_.challenge_acks) {
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
    // RFC 5961, 4.2.
    SendChallengeAck();
    return Arrival::kStop;
  }
  return Arrival::kGoOn;
}

// tcp_ack, of a connection that uses options.
[[gnu::noinline]] Connection::AckVerdict Connection::ExtendedAckArrives(
    const Segment& segment) {
  const bool of_what_was_sent =
      !Before(segment.ack, queue_.una()) && !After(segment.ack, tcb_.snd_nxt);
  if (tcb_.ts.on && of_what_was_sent) NoteTimestamp(segment);
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
// protect such a segment. It needs memory that earlier data left over.
bool Connection::Predicted(const Segment& segment) const {
  const bool had_data = ack_.timeout.count() != 0;
  return had_data && tcb_.state == TcpState::kEstablished &&
         (segment.flags | kPsh) == (kPsh | kAck) && !segment.payload.empty() &&
         segment.seq == tcb_.rcv_nxt && segment.window == tcb_.snd_wnd &&
         !received_.has_early();
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
    const bool after_shutdown =
        tcb_.read_shut && tcb_.state != TcpState::kEstablished;
    if (after_shutdown && segment.length() > 0 &&
        After(segment.seq + segment.payload.size(), tcb_.rcv_nxt)) {
      ++counters_.abort_on_data;
      ReplyReset(segment);
      ResetArrives();
      return;
    }
    if (segment.length() > 0) DataArrives(segment);
  }
  if (tcb_.state == TcpState::kClosed) return;
  if (queue_.has_unsent() || space_wanted_ || ack_.scheduled)
    CheckSpaceAndAck();
}

// tcp_check_req.
Connection::RequestVerdict Connection::CheckRequest(Instant now,
                                                    const Segment& segment) {
  now_ = now;
  const bool stamped = tcb_.ts.on && segment.options.timestamps;
  const bool paws_reject = stamped && tcb_.ts.Rejects(segment.options.timestamp,
                                                      segment.Has(kRst), now_);
  // An echo of none of our SYN-ACKs.
  const bool old_echo = stamped && segment.options.echoed != 0 &&
                        !EchoesSince(syn_sent_at_, segment.options.echoed);
  if (segment.flags == kSyn && segment.seq == tcb_.irs && !paws_reject) {
    if (RateLimited()) return RequestVerdict::kDrop;
    ++syn_repeats_;
    SendSyn(/*with_ack=*/true);
    timers_.SetSend(Timers::Send::kRetransmit, now_ + SynAckDelay());
    return RequestVerdict::kDrop;
  }
  if (segment.Has(kAck) && !segment.Has(kRst) && segment.ack != tcb_.iss + 1)
    return RequestVerdict::kReset;
  const SeqNum right = tcb_.rcv_nxt + tcb_.rcv_wnd;
  const bool in_window =
      segment.seq == tcb_.rcv_nxt ||
      (After(segment.end(), tcb_.rcv_nxt) && Before(segment.seq, right)) ||
      (segment.seq == right && segment.length() == 0);
  if (!in_window || paws_reject || old_echo) {
    if (!segment.Has(kRst) && !RateLimited()) SendAck();
    return RequestVerdict::kDrop;
  }
  if (stamped && !After(segment.seq, tcb_.rcv_nxt))
    tcb_.ts.Store(segment.options.timestamp, now_);
  const bool syn = segment.Has(kSyn) && segment.seq != tcb_.irs;
  if (segment.Has(kRst)) {
    // RFC 5961, 3.2.
    if (segment.seq == tcb_.rcv_nxt) return RequestVerdict::kDestroy;
    SendChallengeAck();
    return RequestVerdict::kDrop;
  }
  if (syn) {
    ReplyReset(segment);
    return RequestVerdict::kDestroy;
  }
  if (!segment.Has(kAck)) return RequestVerdict::kDrop;
  // TCP_DEFER_ACCEPT: a bare ACK is not worth waking a server for.
  if (tcb_.retransmits < options_.defer_accept &&
      segment.end() == tcb_.irs + 1) {
    deferred_ = true;
    return RequestVerdict::kDrop;
  }
  return RequestVerdict::kEstablish;
}

}  // namespace orderly
