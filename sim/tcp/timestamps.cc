// What timestamps decide: which segments are old, and what a round trip took
// (RFC 7323).
#include "sim/tcp/timestamps.h"

#include <algorithm>

#include "sim/tcp/connection.h"

namespace orderly {

uint32_t Connection::TimestampNow() const {
  return TimestampValue(config_.timestamp_base, now_);
}

// A duplicate ACK that says nothing new may be a little old: it was sent
// before data that overtook it (tcp_disordered_ack_check).
bool Connection::DisorderedAck(const Segment& segment) const {
  const auto replay =
      static_cast<int32_t>(rtt_.rto().count() / 1'000'000 * 1200 / 1000);
  const uint32_t window = uint32_t{segment.window} << tcb_.snd_wscale;
  // tcp_may_update_window, of an ACK that is none of the newest.
  const bool opens =
      After(segment.seq, tcb_.snd_wl1) ||
      (segment.seq == tcb_.snd_wl1 && (window > tcb_.snd_wnd || window == 0));
  return segment.Has(kAck) && segment.length() == 0 &&
         segment.seq == tcb_.rcv_nxt && segment.ack == queue_.una() && !opens &&
         tcb_.ts.Age(segment.options.timestamp) <= replay;
}

// RFC 7323, 5.3, R1.
bool Connection::PawsDiscards(const Segment& segment) {
  if (!tcb_.ts.on || !segment.options.timestamps ||
      tcb_.ts.Acceptable(segment.options.timestamp, now_) ||
      DisorderedAck(segment))
    return false;
  // RFC 7323, 5.2: a reset counts whatever its timestamp.
  if (segment.Has(kRst)) return false;
  if (segment.Has(kSyn)) {
    SendChallengeAck();
    return true;
  }
  // An old ACK is common, and needs no answer.
  const bool old_ack = segment.Has(kAck) && segment.length() == 0 &&
                       Before(segment.seq, tcb_.rcv_nxt);
  if (!old_ack) AnswerOutOfWindow(segment);
  return true;
}

// tcp_replace_ts_recent: only what begins where an ACK was promised to is
// echoed, so that a delayed ACK measures the first segment that it covers (RFC
// 7323, 4.3).
void Connection::NoteTimestamp(const Segment& segment) {
  if (!segment.options.timestamps || After(segment.seq, tcb_.rcv_wup)) return;
  if (tcb_.ts.Acceptable(segment.options.timestamp, now_))
    tcb_.ts.Store(segment.options.timestamp, now_);
}

// Whether the echo is of what was sent since then.
bool Connection::EchoesSince(Instant since, uint32_t echoed) const {
  const uint32_t age = TimestampNow() - echoed;
  return age <= static_cast<uint64_t>((now_ - since).count() / 1'000'000 + 1);
}

bool Connection::EchoedBefore(const Segment& segment, Instant at) const {
  return tcb_.ts.on && segment.options.timestamps &&
         segment.options.echoed != 0 &&
         EchoIsBefore(segment.options.echoed, config_.timestamp_base, at);
}

// tcp_rtt_tsopt_us: the echo tells which transmission it measures (RFC 7323,
// 4). At least one tick of the clock.
void Connection::SampleEcho(const Segment& segment) {
  constexpr uint32_t kAbsurd = 0x7fffffff / 1000;
  if (!tcb_.ts.on || !segment.options.timestamps || segment.options.echoed == 0)
    return;
  const uint32_t age = TimestampNow() - segment.options.echoed;
  if (age >= kAbsurd) return;
  rtt_.Sample(std::chrono::milliseconds(std::max(age, 1U)), queue_.una(),
              tcb_.snd_nxt);
  tcb_.backoff = 0;
}

}  // namespace orderly
