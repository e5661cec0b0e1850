#ifndef ORDERLY_SIM_TCP_RECEIVE_INLINE_H_
#define ORDERLY_SIM_TCP_RECEIVE_INLINE_H_

#include <algorithm>
#include <cstdint>
#include <utility>

#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"

// Data that arrive, and the acknowledgements that they are owed:
// tcp_data_queue,
// __tcp_ack_snd_check. For segment_arrives.cc and receive.cc only.
namespace orderly {

// What congestion, and its end, make acknowledge at once
// (__tcp_data_ecn_check).
constexpr uint32_t kEcnQuickAcks = 2;

constexpr uint32_t kLeastToGrow = 128;  // tcp_event_data_recv

// tcp_incr_quickack.
inline void Connection::IncreaseQuickAcks(uint32_t most) {
  uint32_t quick = tcb_.rcv_wnd / (2 * ack_.peer_mss);
  if (quick == 0) quick = 2;
  ack_.quick = std::max(ack_.quick, std::min(quick, most));
}

// tcp_measure_rcv_mss: how large the peer's full segments are. Two of one size
// running are believed to be.
inline void Connection::MeasureSegment(const Segment& segment) {
  constexpr uint32_t kMinMss = 88;  // TCP_MIN_MSS
  constexpr uint8_t kEndOfWrite = kFin | kSyn | kPsh | kUrg;
  const uint32_t size =
      segment.part != 0 ? segment.part : segment.payload.size();
  const uint32_t last = std::exchange(ack_.last_size, 0);
  if (size >= ack_.peer_mss) {
    if (memory_ != nullptr && size != ack_.peer_mss &&
        memory_->Measure(segment))
      tcb_.window_clamp = memory_->full();
    ack_.peer_mss = std::min(size, tcb_.advmss);
    ack_.pushed |= segment.Has(kPsh);
    return;
  }
  if (size >= 536 || (size >= kMinMss && !segment.Has(kEndOfWrite))) {
    ack_.last_size = size;
    if (size == last) {
      ack_.peer_mss = size;
      return;
    }
  }
  ack_.pushed_twice |= ack_.pushed;
  ack_.pushed = true;
}

// tcp_event_data_recv.
inline void Connection::CountData(const Segment& segment) {
  ack_.scheduled = true;
  MeasureSegment(segment);
  const Duration min = config_.delayed_ack_min;
  if (ack_.timeout.count() == 0) {
    IncreaseQuickAcks(config_.quick_acks);
    ack_.timeout = min;
  } else {
    const Duration gap = now_ - ack_.last_data_at;
    if (gap <= min / 2) {
      ack_.timeout = ack_.timeout / 2 + min / 2;
    } else if (gap < ack_.timeout) {
      ack_.timeout = std::min(ack_.timeout / 2 + gap, rtt_.rto());
    } else if (gap > rtt_.rto()) {
      IncreaseQuickAcks(config_.quick_acks);
    }
  }
  ack_.last_data_at = now_;
  if (!tcb_.extended) [[likely]]
    return;
  if (tcb_.ecn.on() && tcb_.ecn.DataArrived(segment.ecn))
    EnterQuickAck(kEcnQuickAcks);
  if (memory_ != nullptr && segment.payload.size() >= kLeastToGrow)
    GrowWindow(segment);
}

inline void Connection::TakeInOrder(Payload payload, bool fin) {
  if (!payload.empty()) {
    tcb_.rcv_nxt += payload.size();
    received_.Push(std::move(payload));
    changed_ = true;
  }
  if (fin) FinArrives();
}

// tcp_data_queue. Requires segment.length() > 0.
inline void Connection::DataArrives(const Segment& segment) {
  const bool fin = segment.Has(kFin);
  if (segment.Has(kCwr) && tcb_.ecn.on()) [[unlikely]] {
    tcb_.ecn.PeerReduced();
    ack_.now = true;
  }
  if (!After(segment.end(), tcb_.rcv_nxt)) {
    NoteDuplicate(segment.seq, segment.end());
    OutOfWindow();
    return;
  }
  const uint32_t window = ReceiveWindow();
  // A bare FIN is taken even at a zero window: measured on 6.18 (probe p08
  // 8h); 6.1 drops it.
  const bool bare_fin =
      fin && segment.payload.empty() && config_.fin_at_zero_window;
  if (!After(segment.seq, tcb_.rcv_nxt)) {
    if (window == 0 && !bare_fin) {
      if (segment.seq != tcb_.rcv_nxt) NoteDuplicate(segment.seq, tcb_.rcv_nxt);
      OutOfWindow();
      return;
    }
    if (memory_ != nullptr && !TakeMemory(segment)) return;
    Payload payload = segment.payload;
    if (segment.seq != tcb_.rcv_nxt) [[unlikely]] {
      NoteDuplicate(segment.seq, tcb_.rcv_nxt);
      payload.RemovePrefix(
          std::min(tcb_.rcv_nxt - segment.seq, payload.size()));
    }
    if (!payload.empty()) CountData(segment);
    TakeInOrder(std::move(payload), fin);
    if (received_.has_early()) [[unlikely]]
      TakeEarly();
    return;
  }
  if (!Before(segment.seq, tcb_.rcv_nxt + window)) {
    ++counters_.beyond_window;
    OutOfWindow();
    return;
  }
  if (tcb_.ecn.on() && tcb_.ecn.DataArrived(segment.ecn)) [[unlikely]]
    EnterQuickAck(kEcnQuickAcks);
  if (memory_ != nullptr && !MakeRoom(segment)) return;
  MeasureSegment(segment);
  ack_.scheduled = true;
  NoteEarly(segment.seq, segment.end());
  received_.PushEarly(segment.seq, segment.payload, fin);
  if (memory_ == nullptr) return;
  if (sack_ != nullptr) GrowWindow(segment);
  memory_->Charge(segment);
  if (options_.accepted && !tcb_.orphan) GrowBuffer();
}

// tcp_send_delayed_ack.
inline void Connection::DelayAck() {
  Duration delay = ack_.timeout;
  if (delay > config_.delayed_ack_min) {
    Duration most = std::chrono::milliseconds(500);
    if (ack_.pingpong > 0 || ack_.pushed) most = config_.delayed_ack_max;
    if (rtt_.has_sample())
      most = std::min(most, std::max(rtt_.srtt(), config_.delayed_ack_min));
    delay = std::min(delay, most);
  }
  delay = std::min(delay, config_.delayed_ack_max);
  Instant at = now_ + delay;
  if (ack_.timer) {
    if (ack_.timer_at <= now_ + delay / 4) {
      SendAck();
      return;
    }
    at = std::min(at, ack_.timer_at);
  }
  ack_.timer = true;
  ack_.timer_at = at;
  // Before the first data the delay is 0: the timer fires at the next tick.
  timers_.delayed_ack_at = std::max(at, now_ + config_.tick);
}

inline void Connection::AckIfDue(bool early_possible) {
  const bool full_segment = tcb_.rcv_nxt - tcb_.rcv_wup > ack_.peer_mss &&
                            (received_.unread() < options_.receive_low_water ||
                             SelectWindow() >= tcb_.rcv_wnd);
  if (full_segment || ack_.quick_mode() || ack_.now ||
      (early_possible && received_.has_early() && !CompressAck())) {
    SendAck();
    return;
  }
  if (early_possible && received_.has_early()) return;
  DelayAck();
}

// tcp_data_snd_check and tcp_ack_snd_check: data first, because it carries the
// ACK.
inline void Connection::CheckSpaceAndAck() {
  if (queue_.has_unsent()) PushAndProbe(Nagle::kAsSet);
  if (space_wanted_) CheckSpace();
  if (ack_.scheduled) AckIfDue(/*early_possible=*/true);
}

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_RECEIVE_INLINE_H_
