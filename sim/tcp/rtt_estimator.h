#ifndef ORDERLY_SIM_TCP_RTT_ESTIMATOR_H_
#define ORDERLY_SIM_TCP_RTT_ESTIMATOR_H_

#include <algorithm>
#include <cstdint>

#include "sim/base/instant.h"
#include "sim/wire/seq_num.h"

namespace orderly {

class StateHash;

// RFC 6298 as Linux does it (tcp_rtt_estimator): the variance's floor is the
// minimum RTO, it rises at once and falls by a quarter a round trip. Integer
// microseconds, as there.
class RttEstimator final {
 public:
  RttEstimator(Duration rto_initial, Duration rto_min, Duration rto_max)
      : rto_min_us_(Micros(rto_min)),
        rto_max_us_(Micros(rto_max)),
        rto_us_(Micros(rto_initial)) {}

  bool has_sample() const { return srtt8_us_ != 0; }
  Duration srtt() const { return std::chrono::microseconds(srtt8_us_ >> 3); }
  Duration deviation() const {
    return std::chrono::microseconds(mdev4_us_ >> 2);
  }
  // With its doublings.
  Duration rto() const { return std::chrono::microseconds(rto_us_); }

  // Karn: what a time-out doubled stays doubled until the next sample.
  void BackOff() { rto_us_ = std::min(rto_us_ * 2, rto_max_us_); }
  // As after so many doublings (tcp_ld_RTO_revert).
  void RevertBackOff(uint32_t doublings) {
    constexpr int64_t kInitial = 1'000'000;  // TCP_TIMEOUT_INIT
    const int64_t rto = has_sample() ? (srtt8_us_ >> 3) + rttvar_us_ : kInitial;
    rto_us_ = std::min(rto << std::min(doublings, 20U), rto_max_us_);
  }
  // RFC 6298, 5.7: the handshake gave no sample.
  void FallBack(Duration rto) {
    if (!has_sample()) rto_us_ = Micros(rto);
  }

  // A round trip measured on a segment that was sent once. `una` and `nxt` tell
  // when a round trip is over.
  void Sample(Duration rtt, SeqNum una, SeqNum nxt);
  void HashInto(StateHash& hash) const;

 private:
  static int64_t Micros(Duration d) {
    return std::chrono::duration_cast<std::chrono::microseconds>(d).count();
  }

  int64_t rto_min_us_;
  int64_t rto_max_us_;
  int64_t rto_us_;
  int64_t srtt8_us_ = 0;  // eight times the smoothed round trip
  int64_t mdev4_us_ = 0;  // four times the mean deviation
  int64_t mdev_max_us_ = 0;
  int64_t rttvar_us_ = 0;
  SeqNum round_end_;
};

inline void RttEstimator::Sample(Duration rtt, SeqNum una, SeqNum nxt) {
  const int64_t measured = std::max<int64_t>(Micros(rtt), 1);
  if (srtt8_us_ == 0) {
    srtt8_us_ = measured << 3;
    mdev4_us_ = measured << 1;
    rttvar_us_ = mdev_max_us_ = std::max(mdev4_us_, rto_min_us_);
    round_end_ = nxt;
  } else {
    int64_t error = measured - (srtt8_us_ >> 3);
    srtt8_us_ += error;
    if (error < 0) {
      error = -error - (mdev4_us_ >> 2);
      // A sudden fall of the RTT is no reason for a larger RTO.
      if (error > 0) error >>= 3;
    } else {
      error -= mdev4_us_ >> 2;
    }
    mdev4_us_ += error;
    mdev_max_us_ = std::max(mdev_max_us_, mdev4_us_);
    rttvar_us_ = std::max(rttvar_us_, mdev_max_us_);
    if (After(una, round_end_)) {
      if (mdev_max_us_ < rttvar_us_)
        rttvar_us_ -= (rttvar_us_ - mdev_max_us_) >> 2;
      round_end_ = nxt;
      mdev_max_us_ = rto_min_us_;
    }
  }
  srtt8_us_ = std::max<int64_t>(srtt8_us_, 1);
  rto_us_ = std::min((srtt8_us_ >> 3) + rttvar_us_, rto_max_us_);
}

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_RTT_ESTIMATOR_H_
