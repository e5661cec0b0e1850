// Any text is a schedule, or is refused with file, line and column; a
// schedule's text is itself, and whatever it says, a run with it comes to an
// end and tells what did not fit.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "schedule/parser.h"
#include "schedule/replay.h"
#include "sim/base/check.h"

namespace {

// "x:12:7: ..."
bool HasPlace(std::string_view message) {
  if (!message.starts_with("x:")) return false;
  const size_t line_end = message.find(':', 2);
  const size_t column_end = message.find(": ", line_end + 1);
  return line_end > 2 && column_end != std::string_view::npos &&
         message.substr(2, line_end - 2).find_first_not_of("0123456789") ==
             std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<orderly::Schedule> schedule =
      orderly::ParseSchedule("x", text);
  if (!schedule.ok()) {
    const std::string message(schedule.status().message());
    SIM_CHECK(HasPlace(message));
    return 0;
  }
  const std::string written = orderly::ScheduleText(*schedule);
  const absl::StatusOr<orderly::Schedule> again =
      orderly::ParseSchedule("x", written);
  SIM_CHECK(again.ok());
  SIM_CHECK(orderly::ScheduleText(*again) == written);
  const orderly::ScheduleRun first = orderly::RunSchedule(*schedule);
  const orderly::ScheduleRun second = orderly::RunSchedule(*again);
  SIM_CHECK(first.outcome.digest == second.outcome.digest);
  SIM_CHECK(first.stale.has_value() == second.stale.has_value());
  return 0;
}
