#include "sim/tcp/congestion.h"

namespace orderly {

// tcp_check_reno_reordering: more duplicates than segments that could cause
// them come from a network that reorders. Linux then takes what is out for the
// new threshold, which may be less than 3.
void Congestion::LimitDuplicates(Outstanding now, uint32_t acked) {
  constexpr uint32_t kMaxReordering = 300;  // tcp_max_reordering
  const uint32_t holes = std::min(std::max(now.lost, 1U), now.out);
  if (duplicate_acks_ + holes <= now.out) return;
  duplicate_acks_ = now.out - holes;
  reordering_ = std::min(now.out + acked, kMaxReordering);
}

uint32_t Congestion::CountDuplicate(Outstanding now) {
  const uint32_t before = duplicate_acks_;
  ++duplicate_acks_;
  LimitDuplicates(now, 0);
  return duplicate_acks_ > before ? duplicate_acks_ - before : 0;
}

uint32_t Congestion::ForgetDuplicates(uint32_t acked, Outstanding now) {
  const uint32_t delivered =
      acked > duplicate_acks_ ? acked - duplicate_acks_ : 1;
  duplicate_acks_ =
      acked - 1 >= duplicate_acks_ ? 0 : duplicate_acks_ - (acked - 1);
  LimitDuplicates(now, acked);
  return delivered;
}

void Congestion::Reduce(uint32_t delivered, uint32_t in_flight, bool advanced) {
  if (delivered == 0) return;
  prr_delivered_ += delivered;
  int64_t send = 0;
  const int64_t room = static_cast<int64_t>(ssthresh_) - in_flight;
  if (room < 0) {
    const uint64_t share =
        (static_cast<uint64_t>(ssthresh_) * prr_delivered_ + prior_cwnd_ - 1) /
        prior_cwnd_;
    send = static_cast<int64_t>(share) - prr_out_;
  } else {
    send = std::max<int64_t>(static_cast<int64_t>(prr_delivered_) - prr_out_,
                             delivered);
    if (advanced) ++send;
    send = std::min(room, send);
  }
  // The first fast retransmit always goes out.
  send = std::max<int64_t>(send, prr_out_ == 0 ? 1 : 0);
  cwnd_ = in_flight + static_cast<uint32_t>(send);
}

}  // namespace orderly
