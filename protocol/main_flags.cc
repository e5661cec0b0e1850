#include "protocol/main_flags.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <map>

#include "absl/flags/commandlineflag.h"
#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

ABSL_FLAG(std::string, address, "127.0.0.1", "IPv4 address of the server.");
ABSL_FLAG(int64_t, port, 0, "Port of the server; server: 0 = any free one.");
ABSL_FLAG(std::string, goodbye, "close-ok", "eof or close-ok.");
ABSL_FLAG(std::string, ending, "shutdown-wr,drain,close",
          "What to do with the socket after the goodbye.");
ABSL_FLAG(int64_t, heartbeat_ms, 0, "Time between two PINGs; 0 = none.");
ABSL_FLAG(bool, non_blocking, false, "Use O_NONBLOCK.");
ABSL_FLAG(int64_t, read_chunk, 4096, "Most bytes of one recv().");
ABSL_FLAG(int64_t, read_pause_ms, 0, "Pause after each recv().");
ABSL_FLAG(int64_t, idle_timeout_ms, 30'000,
          "Silence that counts as a rupture; 0 = never.");
ABSL_FLAG(int64_t, ending_deadline_ms, 5'000,
          "Longest drain, or wait for an empty output queue.");
ABSL_FLAG(int64_t, drain_limit, 64 * 1024, "Most bytes of a drain.");
ABSL_FLAG(int64_t, second_handle_ms, 0,
          "Keep a dup of the socket this long after the ending; 0 = none.");

namespace protocol {
namespace {

constexpr int64_t kLongestMs = 24 * 60 * 60 * 1000;

absl::StatusOr<std::chrono::milliseconds> Milliseconds(
    const char* flag, const absl::Flag<int64_t>& value) {
  const auto checked = CheckRange(flag, absl::GetFlag(value), 0, kLongestMs);
  if (!checked.ok()) return checked.status();
  return std::chrono::milliseconds(*checked);
}

bool IsOurs(const absl::CommandLineFlag& flag) {
  const std::string file = flag.Filename();
  return absl::EndsWith(file, "main_flags.cc") ||
         absl::EndsWith(file, "_main.cc");
}

[[noreturn]] void PrintHelp(const std::string& usage) {
  printf("%s\n", usage.c_str());
  std::map<std::string, const absl::CommandLineFlag*> sorted;
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    if (IsOurs(*flag)) sorted.emplace(std::string(name), flag);
  }
  for (const auto& [name, flag] : sorted) {
    printf("  --%s=%s  %s\n", name.c_str(), flag->DefaultValue().c_str(),
           flag->Help().c_str());
  }
  exit(0);
}

absl::CommandLineFlag* FindOurs(absl::string_view name) {
  absl::CommandLineFlag* const flag = absl::FindCommandLineFlag(name);
  return flag != nullptr && IsOurs(*flag) ? flag : nullptr;
}

absl::Status ParseArgument(absl::string_view argument) {
  absl::string_view name = argument;
  if (!absl::ConsumePrefix(&name, "--")) {
    return absl::InvalidArgumentError(
        absl::StrCat("unexpected argument \"", argument, "\": see --help"));
  }
  const size_t equals = name.find('=');
  absl::string_view value = "true";
  if (equals != name.npos) {
    value = name.substr(equals + 1);
    name = name.substr(0, equals);
  }
  absl::CommandLineFlag* flag = FindOurs(name);
  if (flag == nullptr && equals == name.npos &&
      absl::ConsumePrefix(&name, "no")) {
    flag = FindOurs(name);
    value = "false";
  }
  const bool valueless = equals == absl::string_view::npos;
  if (flag == nullptr || (valueless && !flag->IsOfType<bool>())) {
    return absl::InvalidArgumentError(
        absl::StrCat(flag == nullptr ? "unknown flag \"" : "no value in \"",
                     argument, "\": see --help"));
  }
  std::string error;
  if (flag->ParseFrom(value, &error)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("bad value in \"", argument, "\": see --help"));
}

}  // namespace

int ExitCode(Verdict verdict) {
  switch (verdict) {
    case Verdict::kCommitted:
      return 0;
    case Verdict::kRolledBack:
      return 1;
    case Verdict::kUnknown:
      return 3;
  }
  return 3;
}

absl::Status ParseArguments(int argc, char** argv, const std::string& usage) {
  for (int i = 1; i < argc; ++i) {
    if (strcmp(argv[i], "--help") == 0) PrintHelp(usage);
    absl::Status status = ParseArgument(argv[i]);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> CheckRange(const char* flag, int64_t value,
                                   int64_t least, int64_t most) {
  if (value >= least && value <= most) return value;
  return absl::InvalidArgumentError(absl::StrCat(
      "--", flag, "=", value, " is not between ", least, " and ", most));
}

absl::StatusOr<CommonOptions> ReadCommonFlags() {
  CommonOptions options;
  options.endpoint.address = absl::GetFlag(FLAGS_address);
  options.stream.non_blocking = absl::GetFlag(FLAGS_non_blocking);
  const auto port = CheckRange("port", absl::GetFlag(FLAGS_port), 0, 65535);
  const auto goodbye = ParseGoodbye(absl::GetFlag(FLAGS_goodbye));
  const auto ending = ParseEnding(absl::GetFlag(FLAGS_ending));
  const auto chunk = CheckRange("read_chunk", absl::GetFlag(FLAGS_read_chunk),
                                1, int64_t{kMaxPayload});
  const auto limit = CheckRange("drain_limit", absl::GetFlag(FLAGS_drain_limit),
                                0, int64_t{1} << 40);
  const auto heartbeat = Milliseconds("heartbeat_ms", FLAGS_heartbeat_ms);
  const auto pause = Milliseconds("read_pause_ms", FLAGS_read_pause_ms);
  const auto idle = Milliseconds("idle_timeout_ms", FLAGS_idle_timeout_ms);
  const auto deadline =
      Milliseconds("ending_deadline_ms", FLAGS_ending_deadline_ms);
  const auto second = Milliseconds("second_handle_ms", FLAGS_second_handle_ms);
  for (const absl::Status& status :
       {port.status(), goodbye.status(), ending.status(), chunk.status(),
        limit.status(), heartbeat.status(), pause.status(), idle.status(),
        deadline.status(), second.status()}) {
    if (!status.ok()) return status;
  }
  options.endpoint.port = static_cast<uint16_t>(*port);
  options.goodbye = *goodbye;
  options.ending = *ending;
  options.stream.read_chunk = static_cast<size_t>(*chunk);
  options.stream.read_pause = *pause;
  options.stream.idle_timeout = *idle;
  options.ending_options.deadline = *deadline;
  options.ending_options.drain_limit = static_cast<size_t>(*limit);
  options.ending_options.second_handle = *second;
  options.heartbeat = *heartbeat;
  return options;
}

std::string Describe(const StreamReport& report) {
  const std::string_view ended_by = EndedByName(report.ending.ended_by);
  std::string text = absl::StrCat(
      report.bytes_written, " bytes written, ", report.bytes_read,
      " read, ended by ", absl::string_view(ended_by.data(), ended_by.size()));
  if (report.ending.error != 0) {
    absl::StrAppend(&text, " (", strerror(report.ending.error), ")");
  }
  if (report.rupture) {
    absl::StrAppend(
        &text, ", rupture: ",
        absl::string_view(report.reason.data(), report.reason.size()));
    if (report.malformed) {
      const std::string_view expected = report.malformed->expected;
      absl::StrAppend(&text, " at byte ", report.malformed->offset,
                      " (expected ",
                      absl::string_view(expected.data(), expected.size()), ")");
    }
  }
  if (report.last_error != 0) {
    absl::StrAppend(&text, ", last error: ", strerror(report.last_error));
  }
  return text;
}

int Fail(const char* program, const absl::Status& status, int exit_code) {
  const std::string message(status.message());
  fprintf(stderr, "%s: %s\n", program, message.c_str());
  return exit_code;
}

}  // namespace protocol
