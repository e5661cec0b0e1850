#ifndef ORDERLY_SIM_TCP_CUBIC_H_
#define ORDERLY_SIM_TCP_CUBIC_H_

#include <cstdint>

#include "sim/base/instant.h"
#include "sim/base/recycled.h"
#include "sim/wire/seq_num.h"

namespace orderly {

class StateHash;

// CUBIC (RFC 9438) and HyStart as Linux has them, in its units: segments,
// jiffies, microseconds (tcp_cubic.c). It says how fast the window grows; the
// window is Congestion's.
class Cubic final : public Recycled {
 public:
  // `jiffy`: the kernel's tick, in which it measures time.
  explicit Cubic(Duration jiffy) : jiffy_(jiffy) {}

  // What an acknowledgement measured, before the window grows by it.
  struct Sample {
    Instant now;
    Duration rtt;
    SeqNum una;
    SeqNum nxt;
    uint64_t pacing_rate;
  };
  // True: slow start ends here (cubictcp_acked, hystart_update).
  bool Acked(const Sample& sample, uint32_t cwnd, bool slow_start);
  // After so many acknowledged segments the window grows by one
  // (bictcp_update).
  uint32_t SegmentsPerStep(Instant at, uint32_t cwnd, uint32_t acked);
  // A loss reduces this window (cubictcp_recalc_ssthresh).
  void Reduced(uint32_t cwnd);
  // A time-out: nothing is known (cubictcp_state).
  void Reset() { *this = Cubic(jiffy_); }
  void HashInto(StateHash& hash) const;

 private:
  int64_t Jiffies(Instant at) const { return at.nanos() / jiffy_.count(); }
  void BeginEpoch(int64_t now, uint32_t cwnd, uint32_t acked);
  uint32_t StepsOnTheCurve(int64_t now, uint32_t cwnd) const;
  bool TrainEnds(const Sample& sample);
  bool DelayGrew(int64_t rtt_us);

  Duration jiffy_;
  uint32_t step_ = 0;            // cnt
  uint32_t last_max_ = 0;        // last_max_cwnd
  uint32_t last_cwnd_ = 0;       // of the last update
  int64_t last_time_ = 0;        // ... and its jiffy
  uint32_t origin_ = 0;          // bic_origin_point
  uint64_t time_to_origin_ = 0;  // bic_K, in 1/1024 s
  int64_t least_us_ = 0;         // delay_min
  int64_t epoch_start_ = 0;      // a jiffy; 0: none
  uint32_t acks_ = 0;            // ack_cnt
  uint32_t reno_cwnd_ = 0;       // tcp_cwnd

  bool found_ = false;  // slow start's end
  bool in_round_ = false;
  uint8_t samples_ = 0;
  Instant round_start_;
  Instant last_ack_;
  SeqNum round_end_;
  int64_t round_least_us_ = 0;  // curr_rtt
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_CUBIC_H_
