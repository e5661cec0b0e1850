#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/progress.h"
#include "properties/compare.h"

namespace orderly {

// Rows that break a promise are what compare is for: its verdict is that of the
// search for a row that breaks none.
int RunCompare(Flags flags) {
  CompareOptions options;
  options.rows = AllRows();
  uint64_t threads = options.threads;
  absl::Status status = flags.TakeNumber("runs", 1'000'000, options.runs);
  status.Update(
      flags.TakeNumber("winner_runs", 100'000'000, options.winner_runs));
  status.Update(flags.TakeNumber("seed", ~0ULL >> 1, options.first_seed));
  status.Update(flags.TakeNumber("threads", 256, threads));
  status.Update(
      flags.RefuseUnknown("--runs, --winner_runs, --seed and --threads"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (!flags.operands().empty()) {
    return UsageError("compare takes no operands; see 'orderly help'");
  }
  options.threads = static_cast<uint32_t>(std::max<uint64_t>(threads, 1));
  Comparison comparison;
  {
    Progress progress("compare", 0);
    options.progress = [&progress](uint64_t runs) { progress.Show(runs); };
    comparison = Compare(options);
  }
  std::fputs(ComparisonText(comparison).c_str(), stdout);
  if (comparison.nondeterministic) return kNondeterministic;
  if (!comparison.winner) return kViolated;
  return VerdictOf(*comparison.winner) == Verdict::kInconclusive ? kInconclusive
                                                                 : kHeld;
}

}  // namespace orderly
