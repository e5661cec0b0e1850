#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/progress.h"
#include "cli/row_flags.h"
#include "report/wrapped.h"
#include "search/describe.h"
#include "search/explore.h"

namespace orderly {
namespace {

// Who may be killed, once the bound is known.
absl::Status TakeWho(const std::string& who, ExploreOptions& options) {
  if (who.empty()) return absl::OkStatus();
  if (who != "both" && who != "client" && who != "server") {
    return absl::InvalidArgumentError("--kill=" + who +
                                      ": expected client, server or both");
  }
  if (options.bound.kills == 0) {
    return absl::InvalidArgumentError("--kill=" + who +
                                      " needs kills=1 in --bound");
  }
  options.client_may_die = who != "server";
  options.server_may_die = who != "client";
  return absl::OkStatus();
}

absl::Status TakeOptions(Flags& flags, ExploreOptions& options) {
  std::string bound = "orders,losses=1";
  uint64_t threads = std::max(1U, std::thread::hardware_concurrency());
  absl::Status status = flags.TakeText("bound", bound);
  std::string who;
  status.Update(flags.TakeText("kill", who));
  const absl::StatusOr<Tape> heartbeat = TakeHeartbeat(flags);
  status.Update(heartbeat.status());
  status.Update(flags.TakeSwitch("first", options.stop_at_first));
  status.Update(flags.TakeNumber("threads", 256, threads));
  status.Update(
      flags.TakeNumber("schedules", 2'000'000'000, options.max_schedules));
  status.Update(flags.RefuseUnknown(
      "--goodbye, --server, --client, --stack, --client_stack, "
      "--server_stack, --bound, --kill, --heartbeat, --first, --schedules and "
      "--threads"));
  if (!status.ok()) return status;
  options.scenario = *heartbeat;
  const absl::StatusOr<Bound> parsed = ParseBound(bound);
  if (!parsed.ok()) return parsed.status();
  options.bound = *parsed;
  if (threads == 0 || options.max_schedules == 0) {
    return absl::InvalidArgumentError(
        "--schedules and --threads: at least 1 each");
  }
  options.threads = static_cast<uint32_t>(threads);
  return TakeWho(who, options);
}

int Print(const Row& row, const Exploration& result) {
  for (const Promise promise : kAllPromises) {
    const auto& broken = result.broken[static_cast<size_t>(promise)];
    if (!broken.has_value()) continue;
    const std::string what =
        std::string(PromiseName(promise)) + ": " + broken->happened;
    std::fputs(Wrapped("VIOLATED  ", what).c_str(), stdout);
    for (const Step& step : broken->token.tape.steps()) {
      std::printf("          %s\n", DescribeStep(step).c_str());
    }
    std::printf("          orderly replay '%s'\n",
                TokenText(broken->token).c_str());
  }
  if (result.nondeterministic.has_value()) {
    std::printf("NONDETERMINISTIC  NOT complete: %s\n",
                result.nondeterministic->c_str());
    return kNondeterministic;
  }
  const int code = !result.held()     ? kViolated
                   : !result.complete ? kInconclusive
                                      : kHeld;
  const std::string_view verdict = code == kHeld       ? "HELD      "
                                   : code == kViolated ? "VIOLATED  "
                                                       : "INCONCLUSIVE  ";
  std::printf("%s%s\n", std::string(verdict).c_str(), RowText(row).c_str());
  // The counts, and to what it is complete.
  const std::string text = ExplorationText(result);
  const size_t counts = text.find("; ") + 1;
  std::printf("%s%s", Wrapped("          ", text.substr(0, counts)).c_str(),
              Wrapped("          ", text.substr(counts + 1)).c_str());
  if (code == kInconclusive) {
    std::printf(
        "          nothing was broken in so few: give more --schedules, or a "
        "smaller --bound\n");
  }
  return code;
}

}  // namespace

int RunExplore(Flags flags) {
  const absl::StatusOr<Row> row = TakeRow(flags);
  if (!row.ok()) return UsageError(std::string(row.status().message()));
  ExploreOptions options;
  const absl::Status status = TakeOptions(flags, options);
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (!flags.operands().empty()) {
    return UsageError("explore takes no operands; see 'orderly help'");
  }
  Exploration result;
  {
    Progress progress("explore", 0);
    options.progress = [&progress](uint64_t made) { progress.Show(made); };
    result = Explore(*row, options);
    std::fflush(stdout);
    std::fprintf(stderr, "%.1f s\n", progress.seconds());
  }
  return Print(*row, result);
}

}  // namespace orderly
