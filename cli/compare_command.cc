#include <algorithm>
#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/progress.h"
#include "cli/row_flags.h"
#include "search/compare.h"

namespace orderly {

namespace {

// --goodbye, --server and --client leave only the rows that have them.
absl::Status OnlyRows(Flags& flags, std::vector<Row>& rows) {
  std::string goodbye;
  std::string server;
  std::string client;
  absl::Status status = flags.TakeText("goodbye", goodbye);
  status.Update(flags.TakeText("server", server));
  status.Update(flags.TakeText("client", client));
  if (!status.ok()) return status;
  if (!goodbye.empty()) {
    status.Update(
        OfFlag("goodbye", goodbye, protocol::ParseGoodbye(goodbye).status()));
  }
  if (!server.empty()) {
    status.Update(
        OfFlag("server", server, protocol::ParseEnding(server).status()));
  }
  if (!client.empty()) {
    status.Update(
        OfFlag("client", client, protocol::ParseEnding(client).status()));
  }
  std::erase_if(rows, [&](const Row& row) {
    return (!goodbye.empty() &&
            protocol::GoodbyeName(row.goodbye) != goodbye) ||
           (!server.empty() && protocol::EndingName(row.server) != server) ||
           (!client.empty() && protocol::EndingName(row.client) != client);
  });
  return status;
}

}  // namespace

// Rows that break a promise are what compare is for: its verdict is that of the
// search for a row that breaks none.
int RunCompare(Flags flags) {
  CompareOptions options;
  options.rows = AllRows();
  uint64_t threads = options.threads;
  absl::Status status = flags.TakeNumber("runs", 1'000'000, options.runs);
  status.Update(flags.TakeNumber("held_runs", 100'000'000, options.held_runs));
  status.Update(
      flags.TakeNumber("winner_runs", 100'000'000, options.winner_runs));
  bool brief = false;
  status.Update(flags.TakeSwitch("brief", brief));
  status.Update(OnlyRows(flags, options.rows));
  const absl::StatusOr<Stacks> stacks = TakeStacks(flags);
  status.Update(stacks.status());
  status.Update(flags.TakeNumber("seed", ~0ULL >> 1, options.first_seed));
  status.Update(flags.TakeNumber("threads", 256, threads));
  status.Update(flags.RefuseUnknown(
      "--goodbye, --server, --client, --runs, --held_runs, --winner_runs, "
      "--seed, --threads, --stack, --client_stack, --server_stack and "
      "--brief"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  for (Row& row : options.rows) row.stacks = *stacks;
  if (!flags.operands().empty()) {
    return UsageError("compare takes no operands; see 'orderly help'");
  }
  if (options.runs == 0 || options.held_runs == 0 || options.winner_runs == 0) {
    return UsageError("--runs, --held_runs and --winner_runs: at least 1 each");
  }
  options.threads = static_cast<uint32_t>(std::max<uint64_t>(threads, 1));
  Comparison comparison;
  {
    Progress progress("compare", 0);
    options.progress = [&progress](uint64_t runs) { progress.Show(runs); };
    comparison = Compare(options);
  }
  std::fputs(ComparisonText(comparison, brief).c_str(), stdout);
  if (comparison.nondeterministic) return kNondeterministic;
  if (!comparison.winner) return kViolated;
  return VerdictOf(*comparison.winner) == Verdict::kInconclusive ? kInconclusive
                                                                 : kHeld;
}

}  // namespace orderly
