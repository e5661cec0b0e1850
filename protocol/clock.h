#ifndef ORDERLY_PROTOCOL_CLOCK_H_
#define ORDERLY_PROTOCOL_CLOCK_H_

#include <time.h>

#include <chrono>

namespace protocol {

// Time since an arbitrary start, from CLOCK_MONOTONIC.
using Nanos = std::chrono::nanoseconds;

inline constexpr Nanos kNever = Nanos::max();

inline Nanos MonotonicNow() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::chrono::seconds(now.tv_sec) + Nanos(now.tv_nsec);
}

// The time left until `deadline` as poll() wants it: whole milliseconds,
// rounded up so that a wait never ends early, -1 for kNever.
inline int PollTimeout(Nanos now, Nanos deadline) {
  if (deadline == kNever) return -1;
  if (deadline <= now) return 0;
  constexpr std::chrono::milliseconds kLongest = std::chrono::hours(500);
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - now);
  return static_cast<int>((left < kLongest ? left : kLongest).count());
}

// Sleeps once; a signal may cut it short, and nothing here depends on its
// length.
inline void Sleep(Nanos duration) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(duration);
  timespec wanted = {};
  wanted.tv_sec = static_cast<time_t>(whole.count());
  wanted.tv_nsec = static_cast<long>((duration - whole).count());
  nanosleep(&wanted, nullptr);
}

// A timer that is due every `interval` from its start, or never if that is 0;
// beats that nobody waited for are left out.
class Heartbeat {
 public:
  Heartbeat(Nanos interval, Nanos start)
      : interval_(interval),
        next_(interval > Nanos(0) ? start + interval : kNever) {}

  Nanos next() const { return next_; }

  // True once a beat.
  bool Due(Nanos now) {
    if (now < next_) return false;
    next_ += interval_;
    if (next_ <= now) next_ = now + interval_;
    return true;
  }

 private:
  Nanos interval_;
  Nanos next_;
};

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_CLOCK_H_
