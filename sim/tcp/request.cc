// A listener's child whose handshake is not over: Linux's request_sock
// (tcp_minisocks.c).
#include "sim/tcp/connection.h"

namespace orderly {

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
  const bool syn = segment.Has(kSyn) && segment.seq != tcb_.irs;
  if (segment.Has(kRst)) {
    // RFC 5961, 3.2.
    if (segment.seq == tcb_.rcv_nxt || !config_.challenge_acks)
      return RequestVerdict::kDestroy;
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
  // Of the child that this segment makes; what came before it is forgotten.
  if (stamped && !After(segment.seq, tcb_.rcv_nxt))
    tcb_.ts.Store(segment.options.timestamp, now_);
  return RequestVerdict::kEstablish;
}

}  // namespace orderly
