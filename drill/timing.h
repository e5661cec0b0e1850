#ifndef ORDERLY_DRILL_TIMING_H_
#define ORDERLY_DRILL_TIMING_H_

#include <string>

#include "drill/script.h"
#include "drill/settings.h"
#include "sim/base/instant.h"

namespace orderly::drill {

// The longest that anything is waited for.
inline constexpr Duration kLongest = std::chrono::hours(24);

// When an event may happen, tolerance not included.
struct When {
  Instant from;
  Instant to;
  bool any = false;
};

// Of an event whose turn it is at `now`: relative times count from there, which
// is when the event before it was over.
When TimeOf(const Time& time, Instant now);

// packetdrill's verify_time(): a fixed time, or a share of the time since the
// event before.
Duration ToleranceOf(const Settings& settings, Duration gap);

// Of a packet that came at `at`, and not when it might.
std::string WrongTime(const std::string& packet, const When& when, Instant at);

// "1.250000 s".
std::string SecondsText(Instant at);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_TIMING_H_
