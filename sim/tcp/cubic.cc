#include "sim/tcp/cubic.h"

#include <algorithm>
#include <cmath>

namespace orderly {
namespace {

constexpr uint64_t kScale = 410;  // bic_scale * 10: C is 0.4, nearly
constexpr int kTimeBits = 10;     // BICTCP_HZ: time in 1/1024 s
constexpr uint32_t kBeta = 717;   // of 1024
constexpr uint32_t kBetaScale = 8 * (1024 + kBeta) / 3 / (1024 - kBeta);

int64_t Micros(Duration d) {
  return std::chrono::duration_cast<std::chrono::microseconds>(d).count();
}

// The largest whole number whose cube is not more.
uint64_t CubeRoot(uint64_t a) {
  auto root = static_cast<uint64_t>(std::cbrt(static_cast<double>(a)));
  while (root * root * root > a) --root;
  while ((root + 1) * (root + 1) * (root + 1) <= a) ++root;
  return root;
}

}  // namespace

void Cubic::Reduced(uint32_t cwnd) {
  epoch_start_ = 0;
  // Fast convergence: less than the last time, so others want a share.
  last_max_ = cwnd < last_max_ ? cwnd * (1024 + kBeta) / 2048 : cwnd;
}

void Cubic::BeginEpoch(int64_t now, uint32_t cwnd, uint32_t acked) {
  epoch_start_ = now;
  acks_ = acked;
  reno_cwnd_ = cwnd;
  time_to_origin_ = 0;
  origin_ = cwnd;
  if (last_max_ <= cwnd) return;
  origin_ = last_max_;
  const uint64_t factor = (1ULL << (10 + 3 * kTimeBits)) / kScale;
  time_to_origin_ = CubeRoot(factor * (last_max_ - cwnd));
}

uint32_t Cubic::StepsOnTheCurve(int64_t now, uint32_t cwnd) const {
  const int64_t jiffy_us = Micros(jiffy_);
  const int64_t passed =
      now - epoch_start_ + (least_us_ + jiffy_us - 1) / jiffy_us;
  const auto t =
      static_cast<uint64_t>((passed << kTimeBits) * jiffy_us / 1'000'000);
  const bool below = t < time_to_origin_;
  const uint64_t offset = below ? time_to_origin_ - t : t - time_to_origin_;
  const auto delta = static_cast<uint32_t>(
      (kScale * offset * offset * offset) >> (10 + 3 * kTimeBits));
  const uint32_t target = below ? origin_ - delta : origin_ + delta;
  uint32_t steps = target > cwnd ? cwnd / (target - cwnd) : 100 * cwnd;
  // Nothing is known of the bandwidth yet: 5 % a round trip at least.
  if (last_max_ == 0) steps = std::min(steps, 20U);
  return steps;
}

uint32_t Cubic::SegmentsPerStep(Instant at, uint32_t cwnd, uint32_t acked) {
  const int64_t now = Jiffies(at);
  const int64_t second = std::chrono::seconds(1) / jiffy_;
  acks_ += acked;
  if (last_cwnd_ == cwnd && now - last_time_ <= second / 32) return step_;
  if (epoch_start_ == 0 || now != last_time_) {
    last_cwnd_ = cwnd;
    last_time_ = now;
    if (epoch_start_ == 0) BeginEpoch(now, cwnd, acked);
    step_ = StepsOnTheCurve(now, cwnd);
  }
  // Never slower than Reno.
  const uint32_t per_step = (cwnd * kBetaScale) >> 3;
  for (; acks_ > per_step; acks_ -= per_step) ++reno_cwnd_;
  if (reno_cwnd_ > cwnd) step_ = std::min(step_, cwnd / (reno_cwnd_ - cwnd));
  step_ = std::max(step_, 2U);
  return step_;
}

// ACKs that come close to each other for half a round trip: the pipe is full.
bool Cubic::TrainEnds(const Sample& sample) {
  constexpr int64_t kClose = 2000;      // hystart_ack_delta_us
  constexpr uint64_t kGsoMax = 65'279;  // sk_gso_max_size
  if (Micros(sample.now - last_ack_) > kClose) return false;
  last_ack_ = sample.now;
  // hystart_ack_delay.
  const auto cushion = static_cast<int64_t>(
      sample.pacing_rate == 0
          ? 0
          : std::min<uint64_t>(1000, kGsoMax * 4'000'000 / sample.pacing_rate));
  return Micros(sample.now - round_start_) > (least_us_ + cushion) / 2;
}

// The round trips of this round are all longer than the least by an eighth.
bool Cubic::DelayGrew(int64_t rtt_us) {
  constexpr uint8_t kEnough = 8;  // HYSTART_MIN_SAMPLES
  round_least_us_ = std::min(round_least_us_, rtt_us);
  if (samples_ < kEnough) {
    ++samples_;
    return false;
  }
  const int64_t more = std::clamp<int64_t>(least_us_ >> 3, 4000, 16'000);
  return round_least_us_ > least_us_ + more;
}

bool Cubic::Acked(const Sample& sample, uint32_t cwnd, bool slow_start) {
  constexpr uint32_t kLowWindow = 16;  // hystart_low_window
  const int64_t second = std::chrono::seconds(1) / jiffy_;
  if (epoch_start_ != 0 && Jiffies(sample.now) - epoch_start_ < second)
    return false;
  const int64_t rtt_us = std::max<int64_t>(Micros(sample.rtt), 1);
  if (least_us_ == 0 || rtt_us < least_us_) least_us_ = rtt_us;
  if (found_ || !slow_start) return false;
  if (!in_round_ || After(sample.una, round_end_)) {
    in_round_ = true;
    round_start_ = last_ack_ = sample.now;
    round_end_ = sample.nxt;
    round_least_us_ = INT64_MAX;
    samples_ = 0;
  }
  if (cwnd < kLowWindow) return false;
  const bool train = TrainEnds(sample);
  const bool delay = DelayGrew(rtt_us);
  found_ = train || delay;
  return found_;
}

}  // namespace orderly
