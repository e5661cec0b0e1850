#include "cli/close_file.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "schedule/order.h"
#include "schedule/parser.h"
#include "schedule/replay.h"
#include "schedule/scribe.h"
#include "search/failure.h"

namespace orderly {
namespace {

std::string Counted(size_t count, std::string_view what) {
  return absl::StrCat(count, " ", std::string(what), count == 1 ? "" : "s");
}

std::string FitsText(const Schedule& schedule, const std::string& path) {
  const auto steps = static_cast<size_t>(std::count_if(
      schedule.steps.begin(), schedule.steps.end(),
      [](const ScheduleStep& step) { return Decides(step.words); }));
  return absl::StrCat(
      "FITS      ", Counted(schedule.expectations.size(), "expectation"), ", ",
      Counted(steps, "step"), " and ",
      Counted(schedule.steps.size() - steps, "anchor"), " of ", path, "\n");
}

}  // namespace

int ReplayCloseFile(const std::string& path, uint64_t rows,
                    const std::string& out) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open()) return UsageError(path + ": cannot be read");
  const absl::StatusOr<Schedule> schedule = ParseSchedule(path, text);
  if (!schedule.ok())
    return UsageError(std::string(schedule.status().message()));
  const ScheduleRun first = RunSchedule(*schedule);
  const ScheduleRun second = RunSchedule(*schedule);
  if (first.outcome.digest != second.outcome.digest ||
      first.outcome.violations != second.outcome.violations) {
    std::printf("NONDETERMINISTIC  two runs of the schedule differ\n");
    return kNondeterministic;
  }
  if (first.stale.has_value()) {
    std::printf(
        "STALE     %s. Mend the line; if all fitted once, the program has "
        "changed since: search again with 'orderly check'.\n",
        MisfitText(path, *first.stale).c_str());
    return kInconclusive;
  }
  const int code = first.outcome.violations.empty() ? kHeld : kViolated;
  if (!out.empty()) {
    const absl::Status status = WriteCloseFile(first.token, out);
    return status.ok() ? code : UsageError(std::string(status.message()));
  }
  FailureOptions options;
  options.max_rows = rows;
  std::fputs(FailureText(first.token, first.outcome, options).c_str(), stdout);
  std::fputs(FitsText(*schedule, path).c_str(), stdout);
  return code;
}

absl::Status WriteCloseFile(const Token& token, const std::string& path) {
  const absl::StatusOr<Schedule> schedule = ScheduleOf(token);
  if (!schedule.ok()) return schedule.status();
  const std::string text = ScheduleText(*schedule);
  if (path == "-") {
    std::fputs(text.c_str(), stdout);
    return absl::OkStatus();
  }
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) {
    return absl::InvalidArgumentError(
        absl::StrCat(path,
                     ": cannot be written; give a file in a folder that "
                     "there is"));
  }
  return absl::OkStatus();
}

}  // namespace orderly
