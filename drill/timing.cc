#include "drill/timing.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace orderly::drill {

When TimeOf(const Time& time, Instant now) {
  const Instant start;
  switch (time.kind) {
    case Time::Kind::kAbsolute:
      return {start + time.at, start + time.at};
    case Time::Kind::kRelative:
      return {now + time.at, now + time.at};
    case Time::Kind::kAny:
      return {start, now + kLongest, /*any=*/true};
    case Time::Kind::kAbsoluteRange:
      return {start + time.at, start + time.end};
    case Time::Kind::kRelativeRange:
      return {now + time.at, now + time.end};
  }
  return {};
}

Duration ToleranceOf(const Settings& settings, Duration gap) {
  const double share =
      static_cast<double>(gap.count()) * settings.tolerance_percent / 100;
  return std::max(settings.tolerance, Duration(static_cast<int64_t>(share)));
}

std::string WrongTime(const std::string& packet, const When& when, Instant at) {
  const std::string range =
      when.from == when.to ? "" : absl::StrCat(" to ", SecondsText(when.to));
  return absl::StrCat("expected ", packet, " at ", SecondsText(when.from),
                      range, "\ngot      ", packet, " at ", SecondsText(at));
}

std::string SecondsText(Instant at) {
  constexpr int64_t kSecond = 1'000'000'000;
  return absl::StrFormat("%d.%06d s", at.nanos() / kSecond,
                         at.nanos() % kSecond / 1000);
}

}  // namespace orderly::drill
