#ifndef ORDERLY_SIM_TCP_TIMESTAMPS_H_
#define ORDERLY_SIM_TCP_TIMESTAMPS_H_

#include <cstdint>

#include "sim/base/instant.h"

namespace orderly {

// tcp_time_stamp_ms: the clock at `at` of a host whose clocks begin at `base`.
inline uint32_t TimestampValue(uint32_t base, Instant at) {
  return base + static_cast<uint32_t>(at.nanos() / 1'000'000);
}

// tcp_tsopt_ecr_before: the echo is of a time before `at`.
inline bool EchoIsBefore(uint32_t echoed, uint32_t base, Instant at) {
  return static_cast<int32_t>(echoed - TimestampValue(base, at)) < 0;
}

// What an end remembers of the other's timestamps (RFC 7323). Values are
// milliseconds of clocks that wrap around.
struct Timestamps {
  bool on = false;      // both ends offered the option
  bool stored = false;  // the next two mean something
  uint32_t recent = 0;  // TS.Recent: the value to echo
  Instant recent_at;

  // tcp_store_ts_recent.
  void Store(uint32_t value, Instant now) {
    stored = true;
    recent = value;
    recent_at = now;
  }
  // By how much `value` is older than TS.Recent; negative when it is newer.
  int32_t Age(uint32_t value) const {
    return static_cast<int32_t>(recent - value);
  }
  // tcp_paws_check: older by no more than `window`, or TS.Recent is too old to
  // compare with (24 days), or was 0, as some stacks have it on a SYN.
  bool Acceptable(uint32_t value, Instant now, int32_t window = 0) const {
    constexpr Duration kWrap = std::chrono::hours(24 * 24);  // TCP_PAWS_WRAP
    return !stored || Age(value) <= window || now - recent_at >= kWrap ||
           recent == 0;
  }
  // tcp_paws_reject: after a minute without one a reset counts all the same.
  bool Rejects(uint32_t value, bool reset, Instant now) const {
    constexpr Duration kSegmentLife = std::chrono::minutes(1);  // TCP_PAWS_MSL
    if (Acceptable(value, now)) return false;
    return !reset || now - recent_at < kSegmentLife;
  }
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_TIMESTAMPS_H_
