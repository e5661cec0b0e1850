#ifndef ORDERLY_SIM_TCP_CONGESTION_H_
#define ORDERLY_SIM_TCP_CONGESTION_H_

#include <algorithm>
#include <cstdint>
#include <memory>

#include "sim/base/instant.h"
#include "sim/tcp/cubic.h"
#include "sim/wire/seq_num.h"

namespace orderly {

class StateHash;

// Reno with NewReno recovery (RFC 5681, RFC 6582), counted in segments as Linux
// does; during recovery the window follows proportional rate reduction (RFC
// 6937, tcp_cwnd_reduction).
class Congestion final {
 public:
  enum class Phase : uint8_t { kOpen, kDisorder, kCwr, kRecovery, kLoss };

  // How much of the window a loss leaves, of 1024: half of it (Reno), or
  // CUBIC's beta.
  static constexpr uint32_t kReno = 512;
  static constexpr uint32_t kCubic = 717;

  // With `jiffy` the window grows as CUBIC's.
  explicit Congestion(uint32_t initial_cwnd, uint32_t kept = kReno,
                      Duration jiffy = Duration(0))
      : cwnd_(initial_cwnd), initial_cwnd_(initial_cwnd), kept_(kept) {
    if (jiffy.count() > 0) cubic_ = std::make_unique<Cubic>(jiffy);
  }

  uint32_t cwnd() const { return cwnd_; }
  uint32_t ssthresh() const { return ssthresh_; }
  Phase phase() const { return phase_; }
  // Segments that duplicate ACKs say have left the network (tcp_add_reno_sack).
  uint32_t duplicate_acks() const { return duplicate_acks_; }
  SeqNum high_seq() const {
    return high_seq_;
  }  // SND.NXT when the loss was seen

  // How many duplicates prove a loss: 3, until the network is seen to reorder.
  uint32_t reordering() const { return reordering_; }

  // What is out now, and how much of it is believed lost.
  struct Outstanding {
    uint32_t out = 0;
    uint32_t lost = 0;
  };
  // A duplicate ACK. Returns how many segments it says were delivered.
  uint32_t CountDuplicate(Outstanding now);
  // `acked` segments are acknowledged: one of them filled the hole, the others
  // were counted (tcp_remove_reno_sacks). Returns how many were delivered that
  // were not counted before. Requires acked > 0.
  uint32_t ForgetDuplicates(uint32_t acked, Outstanding now);
  void ClearDuplicates() { duplicate_acks_ = 0; }
  // tcp_try_keep_open.
  void KeepOpen(bool disorder) {
    phase_ = disorder ? Phase::kDisorder : Phase::kOpen;
  }
  void KeepOpen(bool disorder, SeqNum snd_nxt) {
    const Phase phase = disorder ? Phase::kDisorder : Phase::kOpen;
    if (phase == phase_) return;
    phase_ = phase;
    high_seq_ = snd_nxt;
  }
  // The last reduction was for nothing (tcp_undo_cwnd_reduction); then Open()
  // or KeepOpen().
  void Undo() {
    if (prior_ssthresh_ == 0) return;
    cwnd_ = std::max(cwnd_, prior_cwnd_);
    ssthresh_ = std::max(ssthresh_, prior_ssthresh_);
  }
  void Open() { phase_ = Phase::kOpen; }
  void set_high_seq(SeqNum high_seq) { high_seq_ = high_seq; }
  // tcp_in_cwnd_reduction.
  bool reducing() const {
    return phase_ == Phase::kRecovery || phase_ == Phase::kCwr;
  }
  // Two SYNs or more were lost: RFC 5681, 3.1.
  void StartWithOne() { cwnd_ = 1; }

  void EnterRecovery(SeqNum high_seq) {
    if (phase_ == Phase::kCwr) {
      phase_ = Phase::kRecovery;
      return;
    }
    RememberForUndo();
    ssthresh_ = Reduced();
    prr_delivered_ = prr_out_ = 0;
    high_seq_ = high_seq;
    phase_ = Phase::kRecovery;
  }
  // tcp_enter_cwr.
  void EnterCwr(SeqNum high_seq) {
    EnterRecovery(high_seq);
    grown_ = 0;
    phase_ = Phase::kCwr;
  }
  void ForbidUndo() { prior_ssthresh_ = 0; }
  // The threshold falls once in a window of data (tcp_enter_loss). `again`: a
  // time-out without progress since the last one. Returns whether it fell.
  bool EnterLoss(SeqNum una, SeqNum high_seq, bool again,
                 uint32_t in_flight = 0) {
    const bool open = phase_ == Phase::kOpen || phase_ == Phase::kDisorder;
    const bool reduce =
        open || !After(high_seq_, una) || (phase_ == Phase::kLoss && !again);
    if (reduce) {
      RememberForUndo();
      ssthresh_ = Reduced();
    }
    high_seq_ = high_seq;
    cwnd_ = in_flight + 1;
    grown_ = 0;
    duplicate_acks_ = 0;
    phase_ = Phase::kLoss;
    if (cubic_ != nullptr) cubic_->Reset();
    return reduce;
  }
  // Segments were too long for the path: they are lost, but the window is not
  // to blame (tcp_simple_retransmit).
  void EnterLossOfMtu(SeqNum high_seq) {
    if (phase_ == Phase::kLoss) return;
    RememberForUndo();
    ssthresh_ = prior_ssthresh_;
    prior_ssthresh_ = 0;
    high_seq_ = high_seq;
    phase_ = Phase::kLoss;
    if (cubic_ != nullptr) cubic_->Reset();
  }
  // More than high_seq() is acknowledged.
  void Leave() {
    if (reducing()) cwnd_ = ssthresh_;
    phase_ = Phase::kOpen;
    duplicate_acks_ = 0;
  }
  void CountRecoverySend() {
    ++prr_out_;  // of use in a reduction only, which starts from 0
  }
  void Reduce(uint32_t delivered, uint32_t in_flight, bool advanced);
  // Slow start or congestion avoidance, when the window was used up
  // (tcp_is_cwnd_limited).
  void Grow(uint32_t acked, Instant now = Instant());
  // What an ACK measured: CUBIC may end slow start for it.
  void Measured(const Cubic::Sample& sample) {
    if (cubic_ == nullptr) return;
    if (cubic_->Acked(sample, cwnd_, cwnd_ < ssthresh_)) ssthresh_ = cwnd_;
  }
  // RFC 2861: halved for each RTO of silence, to no less than the initial
  // window.
  void RestartAfterIdle(uint32_t rtos) {
    ssthresh_ = std::max(ssthresh_, (cwnd_ >> 1) + (cwnd_ >> 2));
    uint32_t cwnd = cwnd_;
    const uint32_t restart = std::min(initial_cwnd_, cwnd);
    for (; rtos > 0 && cwnd > restart; --rtos) cwnd >>= 1;
    cwnd_ = std::max(cwnd, restart);
  }

  void HashInto(StateHash& hash) const;

 private:
  void LimitDuplicates(Outstanding now, uint32_t acked);

  uint32_t Reduced() {
    if (cubic_ != nullptr) cubic_->Reduced(cwnd_);
    return std::max(cwnd_ * kept_ / 1024, 2U);
  }
  // tcp_current_ssthresh.
  void RememberForUndo() {
    prior_cwnd_ = cwnd_;
    prior_ssthresh_ = reducing()
                          ? ssthresh_
                          : std::max(ssthresh_, (cwnd_ >> 1) + (cwnd_ >> 2));
  }

  std::unique_ptr<Cubic> cubic_;
  uint32_t cwnd_;
  uint32_t initial_cwnd_;
  uint32_t kept_;
  uint32_t ssthresh_ = 0x7fffffff;
  uint32_t grown_ = 0;  // segments acknowledged since the last increase in
                        // congestion avoidance
  uint32_t duplicate_acks_ = 0;
  uint32_t reordering_ = 3;  // tcp_reordering
  uint32_t prior_cwnd_ = 0;
  uint32_t prior_ssthresh_ = 0;
  uint32_t prr_delivered_ = 0;
  uint32_t prr_out_ = 0;
  SeqNum high_seq_;
  Phase phase_ = Phase::kOpen;
};

inline void Congestion::Grow(uint32_t acked, Instant now) {
  if (cwnd_ < ssthresh_) {
    const uint32_t step = std::min(acked, ssthresh_ - cwnd_);
    cwnd_ += step;
    acked -= step;
  }
  if (acked == 0) return;
  uint32_t step = cwnd_;
  if (cubic_ != nullptr) [[unlikely]]
    step = cubic_->SegmentsPerStep(now, cwnd_, acked);
  // tcp_cong_avoid_ai.
  if (grown_ >= step) {
    grown_ = 0;
    ++cwnd_;
  }
  grown_ += acked;
  if (grown_ >= step) {
    cwnd_ += grown_ / step;
    grown_ %= step;
  }
}

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_CONGESTION_H_
