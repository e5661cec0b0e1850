#include <algorithm>
#include <cstdio>
#include <thread>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/progress.h"
#include "cli/row_flags.h"
#include "search/describe.h"
#include "search/explore.h"

namespace orderly {
namespace {

absl::Status TakeWho(Flags& flags, ExploreOptions& options) {
  std::string who = "both";
  absl::Status status = flags.TakeText("kill", who);
  if (!status.ok()) return status;
  if (who != "both" && who != "client" && who != "server") {
    return absl::InvalidArgumentError("--kill=" + who +
                                      ": expected client, server or both");
  }
  options.client_may_die = who != "server";
  options.server_may_die = who != "client";
  return status;
}

absl::Status TakeOptions(Flags& flags, ExploreOptions& options) {
  std::string bound = "orders,losses=1";
  uint64_t threads = std::max(1U, std::thread::hardware_concurrency());
  absl::Status status = flags.TakeText("bound", bound);
  status.Update(TakeWho(flags, options));
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
  options.threads = static_cast<uint32_t>(std::max<uint64_t>(threads, 1));
  return status;
}

int Print(const Row& row, const Exploration& result) {
  for (const Promise promise : kAllPromises) {
    const auto& broken = result.broken[static_cast<size_t>(promise)];
    if (!broken.has_value()) continue;
    std::printf("VIOLATED  %s: %s\n", std::string(PromiseName(promise)).c_str(),
                broken->happened.c_str());
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
  std::printf("%s  %s\n          %s\n",
              code == kHeld       ? "HELD    "
              : code == kViolated ? "VIOLATED"
                                  : "INCONCLUSIVE",
              RowText(row).c_str(), ExplorationText(result).c_str());
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
