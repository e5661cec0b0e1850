#include <cstdio>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "cli/row_flags.h"
#include "properties/row.h"
#include "report/wrapped.h"
#include "search/check.h"
#include "search/failure.h"

namespace orderly {
namespace {

void PrintBroken(std::FILE* to, const RowResult& result) {
  for (const Counterexample& broken : result.broken) {
    const Replay replay = ReplayToken(broken.token, /*keep_trace=*/true);
    std::fprintf(
        to, "first broken in run %llu; shrunk in %llu trials%s\n%s\n",
        static_cast<unsigned long long>(broken.runs),
        static_cast<unsigned long long>(broken.trials),
        broken.minimal ? "" : ", too few to show that each step is needed",
        FailureText(broken.token, replay.outcome).c_str());
  }
}

int Conclude(std::FILE* to, const RowResult& result) {
  const std::string row = absl::StrCat(RowText(result.row), "   ", result.runs,
                                       result.runs == 1 ? " run" : " runs");
  const auto print = [&](std::string_view verdict, const std::string& what) {
    std::fputs(Wrapped(verdict, what).c_str(), to);
    std::fputs(Wrapped("reached: ", result.situations.Summary()).c_str(), to);
  };
  switch (VerdictOf(result)) {
    case Verdict::kHeld:
      print("HELD      ", row);
      return kHeld;
    case Verdict::kViolated:
      PrintBroken(to, result);
      print("VIOLATED  ", row);
      return kViolated;
    case Verdict::kInconclusive:
      print("INCONCLUSIVE  ",
            absl::StrCat(row,
                         ": every promise held, and what is marked (!) was "
                         "never reached; give more --runs"));
      return kInconclusive;
    case Verdict::kNondeterministic:
      std::fprintf(to, "NONDETERMINISTIC  %s\n",
                   result.nondeterministic->c_str());
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
  status = CanBeWritten(ledger);
  if (!status.ok()) return UsageError(std::string(status.message()));
  RowResult result;
  {
    Progress progress("check", options.runs);
    uint64_t done = 0;
    options.progress = [&](uint64_t runs) { progress.Show(done += runs); };
    result = CheckRow(*row, options);
  }
  if (!ledger.empty()) {
    result.situations.set_row(RowWords(*row));
    const absl::Status kept = WriteFile(ledger, result.situations.ToText());
    if (!kept.ok()) return UsageError(std::string(kept.message()));
  }
  // A ledger on stdout is alone there, for whoever reads it from a pipe.
  return Conclude(ledger == "-" ? stderr : stdout, result);
}

}  // namespace orderly
