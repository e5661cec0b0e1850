#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/progress.h"
#include "cli/row_flags.h"
#include "search/describe.h"
#include "search/exhaustive.h"
#include "search/token.h"

namespace orderly {
namespace {

absl::StatusOr<Who> TakeWho(Flags& flags) {
  std::string who = "nobody";
  const absl::Status status = flags.TakeText("kill", who);
  if (!status.ok()) return status;
  if (who == "nobody") return Who::kNobody;
  if (who == "client") return Who::kClient;
  if (who == "server") return Who::kServer;
  return absl::InvalidArgumentError("--kill=" + who +
                                    ": expected nobody, client or server");
}

int Print(const Row& row, const ExhaustiveResult& result) {
  for (const Promise promise : kAllPromises) {
    const auto i = static_cast<size_t>(promise);
    if (!result.broken[i].has_value()) continue;
    std::printf("VIOLATED  %s: %s\n", std::string(PromiseName(promise)).c_str(),
                result.happened[i].c_str());
    for (const Step& step : result.broken[i]->steps()) {
      std::printf("          %s\n", DescribeStep(step).c_str());
    }
    std::printf("          orderly replay '%s'\n",
                TokenText({row, promise, *result.broken[i]}).c_str());
  }
  if (result.nondeterministic) {
    std::printf("NONDETERMINISTIC  a schedule and its tape differed\n");
    return kNondeterministic;
  }
  const int code = !result.held()     ? kViolated
                   : !result.complete ? kInconclusive
                                      : kHeld;
  std::printf("%s  %s   %s\n",
              code == kHeld       ? "HELD    "
              : code == kViolated ? "VIOLATED"
                                  : "INCONCLUSIVE",
              RowText(row).c_str(), ExhaustiveText(result).c_str());
  return code;
}

}  // namespace

int RunExhaust(Flags flags) {
  const absl::StatusOr<Row> row = TakeRow(flags);
  if (!row.ok()) return UsageError(std::string(row.status().message()));
  const absl::StatusOr<Who> who = TakeWho(flags);
  if (!who.ok()) return UsageError(std::string(who.status().message()));
  uint64_t faults = 2;
  bool heartbeat = false;
  absl::Status status = flags.TakeNumber("faults", 6, faults);
  status.Update(flags.TakeSwitch("heartbeat", heartbeat));
  status.Update(flags.RefuseUnknown(
      "--goodbye, --server, --client, --stack, --client_stack, "
      "--server_stack, --faults, --kill and --heartbeat"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (!flags.operands().empty()) {
    return UsageError("exhaust takes no operands; see 'orderly help'");
  }
  ExhaustiveOptions options;
  options.max_disturbances = static_cast<uint32_t>(faults);
  options.scenario = SmallScenario(*who, heartbeat);
  ExhaustiveResult result;
  {
    Progress progress("exhaust", 0);
    options.progress = [&progress](uint64_t made) { progress.Show(made); };
    result = Exhaust(*row, options);
  }
  return Print(*row, result);
}

}  // namespace orderly
