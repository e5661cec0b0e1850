#include "cli/close_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/files.h"
#include "schedule/order.h"
#include "schedule/parser.h"
#include "schedule/replay.h"
#include "schedule/scribe.h"

namespace orderly {
namespace {

constexpr std::string_view kEnd = ".close";
constexpr std::string_view kFirstWord = "close-schedule";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string Counted(size_t count, std::string_view what) {
  return absl::StrCat(count, " ", std::string(what), count == 1 ? "" : "s");
}

std::string_view WithoutMark(std::string_view text) {
  if (text.starts_with(kByteOrderMark))
    text.remove_prefix(kByteOrderMark.size());
  return text;
}

}  // namespace

bool IsCloseName(std::string_view path) {
  return absl::EndsWithIgnoreCase({path.data(), path.size()},
                                  {kEnd.data(), kEnd.size()});
}

bool IsSchedule(std::string_view text) {
  text = WithoutMark(text);
  while (true) {
    const size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return false;
    text.remove_prefix(begin);
    if (!text.starts_with('#')) return text.starts_with(kFirstWord);
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end);
  }
}

absl::StatusOr<Token> TokenOfSchedule(const std::string& path,
                                      std::string_view text) {
  const absl::StatusOr<Schedule> schedule =
      ParseSchedule(path, WithoutMark(text));
  if (!schedule.ok()) return schedule.status();
  const ScheduleRun run = RunSchedule(*schedule);
  if (run.stale.has_value()) {
    return absl::FailedPreconditionError(
        absl::StrCat(MisfitText(path, *run.stale),
                     ". The program has changed since this was written: mend "
                     "the step, or search again with 'orderly check'."));
  }
  return run.token;
}

absl::StatusOr<std::string> FitsText(const std::string& path,
                                     std::string_view text) {
  const absl::StatusOr<Schedule> schedule =
      ParseSchedule(path, WithoutMark(text));
  if (!schedule.ok()) return schedule.status();
  const auto steps = static_cast<size_t>(std::count_if(
      schedule->steps.begin(), schedule->steps.end(),
      [](const ScheduleStep& step) { return Decides(step.words); }));
  return absl::StrCat(
      "FITS      ", Counted(schedule->expectations.size(), "expectation"), ", ",
      Counted(steps, "step"), " and ",
      Counted(schedule->steps.size() - steps, "anchor"), " of ", path, "\n");
}

absl::Status MayWriteClose(const std::string& path, const std::string& source) {
  if (path.empty() || path == "-") return absl::OkStatus();
  if (!IsCloseName(path)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path,
                     ": expected a name that ends in '.close', so that "
                     "'orderly replay' and readers know what it is; or -"));
  }
  if (SameFile(path, source)) {
    return absl::InvalidArgumentError(absl::StrCat(
        path,
        ": is what is run, and would be written over; give another name"));
  }
  return CanBeWritten(path);
}

absl::Status WriteCloseFile(const Token& token, const std::string& path) {
  const absl::StatusOr<Schedule> schedule = ScheduleOf(token);
  if (!schedule.ok()) return schedule.status();
  absl::Status status = WriteFile(path, ScheduleText(*schedule));
  if (status.ok() && path != "-")
    std::fprintf(stderr, "wrote %s\n", path.c_str());
  return status;
}

}  // namespace orderly
