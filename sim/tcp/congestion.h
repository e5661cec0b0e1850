#ifndef ORDERLY_SIM_TCP_CONGESTION_H_
#define ORDERLY_SIM_TCP_CONGESTION_H_

#include <algorithm>
#include <cstdint>

#include "sim/wire/seq_num.h"

namespace orderly {

// Reno with NewReno recovery (RFC 5681, RFC 6582), counted in segments as Linux
// does; during recovery the window follows proportional rate reduction (RFC
// 6937, tcp_cwnd_reduction).
class Congestion final {
 public:
  enum class Phase : uint8_t { kOpen, kDisorder, kRecovery, kLoss };

  explicit Congestion(uint32_t initial_cwnd)
      : cwnd_(initial_cwnd), initial_cwnd_(initial_cwnd) {}

  uint32_t cwnd() const { return cwnd_; }
  uint32_t ssthresh() const { return ssthresh_; }
  Phase phase() const { return phase_; }
  // Segments that duplicate ACKs say have left the network (tcp_add_reno_sack).
  uint32_t duplicate_acks() const { return duplicate_acks_; }
  SeqNum high_seq() const {
    return high_seq_;
  }  // SND.NXT when the loss was seen

  void CountDuplicate(uint32_t packets_out) {
    duplicate_acks_ = std::min(duplicate_acks_ + 1, packets_out);
  }
  void ForgetDuplicates(uint32_t acked) {
    // One of the acked segments filled the hole, the others were counted
    // (tcp_remove_reno_sacks).
    if (acked > 0)
      duplicate_acks_ =
          acked - 1 >= duplicate_acks_ ? 0 : duplicate_acks_ - (acked - 1);
  }
  void ClearDuplicates() { duplicate_acks_ = 0; }
  void EnterDisorder() { phase_ = Phase::kDisorder; }

  void EnterRecovery(SeqNum high_seq) {
    ssthresh_ = std::max(cwnd_ / 2, 2U);
    prior_cwnd_ = cwnd_;
    prr_delivered_ = prr_out_ = 0;
    high_seq_ = high_seq;
    phase_ = Phase::kRecovery;
  }
  void EnterLoss(SeqNum high_seq) {
    if (phase_ != Phase::kLoss) {
      ssthresh_ = std::max(cwnd_ / 2, 2U);
      high_seq_ = high_seq;
    }
    cwnd_ = 1;
    grown_ = 0;
    duplicate_acks_ = 0;
    phase_ = Phase::kLoss;
  }
  // Everything up to high_seq() is acknowledged.
  void Leave() {
    if (phase_ == Phase::kRecovery) cwnd_ = ssthresh_;
    phase_ = Phase::kOpen;
    duplicate_acks_ = 0;
  }
  void CountRecoverySend() { ++prr_out_; }
  void Reduce(uint32_t delivered, uint32_t in_flight, bool advanced);
  // Slow start or congestion avoidance, when the window was used up
  // (tcp_is_cwnd_limited).
  void Grow(uint32_t acked);
  // RFC 2861: halved for each RTO of silence, to no less than the initial
  // window.
  void RestartAfterIdle(uint32_t rtos) {
    ssthresh_ = std::max(ssthresh_, (cwnd_ >> 1) + (cwnd_ >> 2));
    uint32_t cwnd = cwnd_;
    const uint32_t restart = std::min(initial_cwnd_, cwnd);
    for (; rtos > 0 && cwnd > restart; --rtos) cwnd >>= 1;
    cwnd_ = std::max(cwnd, restart);
  }

 private:
  uint32_t cwnd_;
  uint32_t initial_cwnd_;
  uint32_t ssthresh_ = 0x7fffffff;
  uint32_t grown_ = 0;  // segments acknowledged since the last increase in
                        // congestion avoidance
  uint32_t duplicate_acks_ = 0;
  uint32_t prior_cwnd_ = 0;
  uint32_t prr_delivered_ = 0;
  uint32_t prr_out_ = 0;
  SeqNum high_seq_;
  Phase phase_ = Phase::kOpen;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_CONGESTION_H_
