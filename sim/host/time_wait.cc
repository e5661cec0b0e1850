#include "sim/host/time_wait.h"

#include <algorithm>

namespace orderly {
namespace {

// tcp_in_window.
bool InWindow(const Segment& segment, SeqNum left, SeqNum right) {
  if (segment.seq == left) return true;
  if (After(segment.end(), left) && Before(segment.seq, right)) return true;
  return segment.seq == right && segment.length() == 0;
}

}  // namespace

TimeWait::TimeWait(const TcpConfig& config, Instant now, const Remnant& remnant,
                   bool reuse_address)
    : config_(&config),
      remnant_(remnant),
      expires_at_(now + remnant.lifetime),
      reuse_address_(reuse_address) {}

Segment TimeWait::Acknowledgement(Instant now) const {
  Segment ack;
  ack.source = remnant_.tuple.local;
  ack.destination = remnant_.tuple.remote;
  ack.seq = remnant_.snd_nxt;
  ack.ack = remnant_.rcv_nxt;
  ack.flags = kAck;
  ack.window = static_cast<uint16_t>(
      std::min<uint32_t>(remnant_.rcv_wnd >> remnant_.rcv_wscale, 0xffff));
  if (remnant_.ts.on) {
    ack.options.timestamps = true;
    ack.options.timestamp = TimestampValue(config_->timestamp_base, now);
    ack.options.echoed = remnant_.ts.recent;
  }
  return ack;
}

// tcp_timewait_check_oow_rate_limit: data and FINs are always answered.
TimeWait::Verdict TimeWait::AckUnlessLimited(Instant now,
                                             const Segment& segment) {
  const bool carries = segment.length() > 0 && !segment.Has(kSyn);
  if (!carries) {
    if (answered_ && now - last_answer_ < config_->invalid_ratelimit)
      return Verdict::kDrop;
    answered_ = true;
    last_answer_ = now;
  }
  return Verdict::kAck;
}

// Laxer than a full connection: RFC 5961 does not apply here.
TimeWait::Verdict TimeWait::InFinWait2(Instant now, const Segment& segment,
                                       bool old) {
  if (old || !InWindow(segment, remnant_.rcv_nxt,
                       remnant_.rcv_nxt + remnant_.rcv_wnd)) {
    return AckUnlessLimited(now, segment);
  }
  if (segment.Has(kRst)) return Verdict::kDestroy;
  if (segment.Has(kSyn) && !Before(segment.seq, remnant_.rcv_nxt))
    return Verdict::kReset;
  if (!segment.Has(kAck) || segment.length() == 0 ||
      !After(segment.end(), remnant_.rcv_nxt))
    return Verdict::kDrop;
  // New data after the application is gone; a FIN is all that may come.
  if (!segment.Has(kFin) || segment.end() != remnant_.rcv_nxt + 1)
    return Verdict::kReset;
  remnant_.state = TcpState::kTimeWait;
  remnant_.rcv_nxt = segment.end();
  expires_at_ = now + config_->time_wait;
  NoteTimestamp(now, segment);
  return Verdict::kAck;
}

void TimeWait::NoteTimestamp(Instant now, const Segment& segment) {
  if (remnant_.ts.on && segment.options.timestamps)
    remnant_.ts.Store(segment.options.timestamp, now);
}

TimeWait::Verdict TimeWait::OnSegment(Instant now, const Segment& segment) {
  const bool stamped = remnant_.ts.on && segment.options.timestamps;
  const uint32_t stamp = segment.options.timestamp;
  const bool old =
      stamped && remnant_.ts.Rejects(stamp, segment.Has(kRst), now);
  if (remnant_.state == TcpState::kFinWait2)
    return InFinWait2(now, segment, old);
  if (!old && segment.seq == remnant_.rcv_nxt &&
      (segment.length() == 0 || segment.Has(kRst))) {
    // RFC 1337: an old duplicate may assassinate TIME-WAIT; Linux lets it
    // unless tcp_rfc1337.
    if (segment.Has(kRst))
      return config_->rfc1337 ? Verdict::kDrop : Verdict::kDestroy;
    expires_at_ = now + config_->time_wait;
    NoteTimestamp(now, segment);
    return Verdict::kDrop;
  }
  // RFC 1122, 4.2.2.13; RFC 6191.
  const bool bare_syn =
      segment.Has(kSyn) && !segment.Has(kRst) && !segment.Has(kAck);
  const bool newer = stamped && remnant_.ts.Age(stamp) < 0;
  if (bare_syn && !old && (After(segment.seq, remnant_.rcv_nxt) || newer))
    return Verdict::kReopen;
  if (segment.Has(kRst)) {
    // RFC 9293, 3.10.7.4, without RFC 5961: any number in the window will do.
    const SeqNum left = remnant_.rcv_nxt;
    const bool counts = !config_->challenge_acks && !config_->rfc1337 &&
                        InWindow(segment, left, left + remnant_.rcv_wnd);
    return counts ? Verdict::kDestroy : Verdict::kDrop;
  }
  if (segment.Has(kAck) || old) expires_at_ = now + config_->time_wait;
  return AckUnlessLimited(now, segment);
}

}  // namespace orderly
