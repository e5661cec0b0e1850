#include "sim/tcp/rtt_estimator.h"

namespace orderly {

void RttEstimator::Sample(Duration rtt, SeqNum una, SeqNum nxt) {
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
