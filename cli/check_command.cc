#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "cli/row_flags.h"
#include "search/check.h"
#include "search/failure.h"

namespace orderly {
namespace {

void PrintBroken(const RowResult& result) {
  for (const Counterexample& broken : result.broken) {
    const Replay replay = ReplayToken(broken.token, /*keep_trace=*/true);
    std::printf(
        "first broken in run %llu; shrunk in %llu trials%s\n%s\n",
        static_cast<unsigned long long>(broken.runs),
        static_cast<unsigned long long>(broken.trials),
        broken.minimal ? "" : ", too few to show that each step is needed",
        FailureText(broken.token, replay.outcome).c_str());
  }
}

int Conclude(const RowResult& result) {
  const std::string row = RowText(result.row);
  const std::string reached = result.situations.Summary();
  const auto runs = static_cast<unsigned long long>(result.runs);
  switch (VerdictOf(result)) {
    case Verdict::kHeld:
      std::printf("HELD      %s   %llu runs\nreached: %s\n", row.c_str(), runs,
                  reached.c_str());
      return kHeld;
    case Verdict::kViolated:
      PrintBroken(result);
      std::printf("VIOLATED  %s   %llu runs\nreached: %s\n", row.c_str(), runs,
                  reached.c_str());
      return kViolated;
    case Verdict::kInconclusive:
      std::printf(
          "INCONCLUSIVE  %s   %llu runs: every promise held, and what is "
          "marked (!) was never reached; give more --runs\nreached: %s\n",
          row.c_str(), runs, reached.c_str());
      return kInconclusive;
    case Verdict::kNondeterministic:
      std::printf("NONDETERMINISTIC  %s\n", result.nondeterministic->c_str());
      return kNondeterministic;
  }
  return kInternal;
}

}  // namespace

int RunCheck(Flags flags) {
  CheckOptions options;
  options.runs = 10'000;
  const absl::StatusOr<Row> row = TakeRow(flags);
  if (!row.ok()) return UsageError(std::string(row.status().message()));
  const absl::StatusOr<StrategyKind> strategy = TakeStrategy(flags);
  if (!strategy.ok())
    return UsageError(std::string(strategy.status().message()));
  options.strategy = *strategy;
  std::string ledger;
  absl::Status status = flags.TakeNumber("runs", 100'000'000, options.runs);
  status.Update(flags.TakeNumber("seed", ~0ULL >> 1, options.first_seed));
  status.Update(flags.TakeText("ledger", ledger));
  status.Update(flags.RefuseUnknown(
      "--goodbye, --server, --client, --stack, --client_stack, "
      "--server_stack, --strategy, --runs, --seed and --ledger"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (!flags.operands().empty()) {
    return UsageError("check takes no operands; see 'orderly help'");
  }
  if (options.runs == 0) return UsageError("--runs=0: expected at least 1");
  RowResult result;
  {
    Progress progress("check", options.runs);
    uint64_t done = 0;
    options.progress = [&](uint64_t runs) { progress.Show(done += runs); };
    result = CheckRow(*row, options);
  }
  if (!ledger.empty()) {
    const absl::Status kept = WriteFile(ledger, result.situations.ToText());
    if (!kept.ok()) return UsageError(std::string(kept.message()));
  }
  return Conclude(result);
}

}  // namespace orderly
