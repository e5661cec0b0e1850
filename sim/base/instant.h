#ifndef ORDERLY_SIM_BASE_INSTANT_H_
#define ORDERLY_SIM_BASE_INSTANT_H_

#include <chrono>
#include <compare>
#include <cstdint>
#include <limits>

namespace orderly {

// A length of virtual time. Integer nanoseconds, so that the same run gives the
// same instants everywhere.
using Duration = std::chrono::nanoseconds;

// A point in virtual time: nanoseconds since the start of the run. There is no
// other clock in the program.
class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant FromNanos(int64_t nanos) { return Instant(nanos); }
  // Later than every instant of a run; "no deadline".
  static constexpr Instant Never() {
    return Instant(std::numeric_limits<int64_t>::max());
  }

  constexpr int64_t nanos() const { return nanos_; }

  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant i, Duration d) {
    return Instant(i.nanos_ + d.count());
  }
  friend constexpr Instant operator-(Instant i, Duration d) {
    return Instant(i.nanos_ - d.count());
  }
  friend constexpr Duration operator-(Instant a, Instant b) {
    return Duration(a.nanos_ - b.nanos_);
  }
  constexpr Instant& operator+=(Duration d) { return *this = *this + d; }

 private:
  explicit constexpr Instant(int64_t nanos) : nanos_(nanos) {}
  int64_t nanos_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_INSTANT_H_
