#include "search/compare.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "report/wrapped.h"
#include "search/parallel.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {
namespace {

// Goes on with a row's search in slices, so that threads share it. Merged up to
// the first slice that broke something, as if there had been one thread.
RowResult LongSearch(RowResult whole, uint64_t first_seed, uint64_t runs,
                     const CompareOptions& options,
                     const std::function<void(uint64_t)>& progress) {
  constexpr uint64_t kSlice = 2'500;
  const uint64_t slices = (runs + kSlice - 1) / kSlice;
  std::vector<RowResult> parts(slices);
  std::atomic<uint64_t> broken = slices;
  InParallel(options.threads, slices, [&](size_t i) {
    if (i > broken) return;
    CheckOptions check;
    check.first_seed = first_seed + i * kSlice;
    check.runs = std::min(kSlice, runs - i * kSlice);
    check.progress = progress;
    parts[i] = CheckRow(whole.row, check);
    if (parts[i].held() && !parts[i].nondeterministic) return;
    uint64_t lowest = broken;
    while (i < lowest && !broken.compare_exchange_weak(lowest, i)) {
    }
  });
  for (uint64_t i = 0; i < slices && i <= broken; ++i) {
    for (Counterexample& found : parts[i].broken) found.runs += whole.runs;
    whole.runs += parts[i].runs;
    whole.situations.Add(parts[i].situations);
    whole.worst_calm = std::max(whole.worst_calm, parts[i].worst_calm);
    whole.worst_ruptured =
        std::max(whole.worst_ruptured, parts[i].worst_ruptured);
    whole.broken = std::move(parts[i].broken);
    whole.nondeterministic = std::move(parts[i].nondeterministic);
  }
  return whole;
}

// Whether "held" would say too much: the runs never got where a promise could
// have been lost. A row that broke another promise is not asked for that, as
// many of them cannot get everywhere; so few runs say nothing of it either.
bool TooFew(const RowResult& row) {
  constexpr uint64_t kFew = 1'000;
  return row.held() ? !row.situations.Missing().empty() : row.runs < kFew;
}

std::string CellText(const RowResult& row, Promise promise) {
  if (row.of(promise) != nullptr) return "LOST";
  return TooFew(row) ? "held?" : "held";
}

void AppendMatrix(const Comparison& comparison, std::string& text) {
  if (!comparison.rows.empty() &&
      comparison.rows.front().row.stacks != Stacks{}) {
    const Stacks& stacks = comparison.rows.front().row.stacks;
    absl::StrAppend(
        &text, "TCP of the server: ", std::string(StackName(stacks.server)),
        ", of the client: ", std::string(StackName(stacks.client)), "\n\n");
  }
  absl::StrAppend(
      &text, absl::StrFormat("%-9s%-25s%-25s", "goodbye", "server", "client"));
  for (const Promise promise : kAllPromises) {
    absl::StrAppend(&text, std::string(PromiseName(promise)), "  ");
  }
  while (text.ends_with(' ')) text.pop_back();
  absl::StrAppend(&text, "\n");
  for (const RowResult& row : comparison.rows) {
    absl::StrAppend(
        &text,
        absl::StrFormat("%-9s%-25s%-25s",
                        std::string(protocol::GoodbyeName(row.row.goodbye)),
                        std::string(protocol::EndingName(row.row.server)),
                        std::string(protocol::EndingName(row.row.client))));
    for (const Promise promise : kAllPromises) {
      const size_t width = PromiseName(promise).size() + 2;
      std::string cell = CellText(row, promise);
      cell.resize(width, ' ');
      absl::StrAppend(&text, cell);
    }
    while (text.ends_with(' ')) text.pop_back();
    absl::StrAppend(&text, "\n");
  }
  if (std::any_of(comparison.rows.begin(), comparison.rows.end(), TooFew)) {
    absl::StrAppend(&text,
                    "held?: not lost, in too few runs to reach all that can "
                    "surprise the row: give more --runs\n       and "
                    "--held_runs.\n");
  }
}

void AppendBroken(const RowResult& row, std::string& text) {
  if (row.held()) return;
  absl::StrAppend(&text, "\n  ", RowText(row.row), "\n");
  for (const Counterexample& broken : row.broken) {
    const std::string name(PromiseName(broken.promise));
    const std::string steps = absl::StrCat("run ", broken.runs, ", ",
                                           broken.token.tape.size(), " steps:");
    absl::StrAppend(&text,
                    Wrapped("    ", absl::StrCat(name, ": ", broken.happened)),
                    "      ", steps, " ", TokenText(broken.token), "\n");
  }
}

}  // namespace

Comparison Compare(const CompareOptions& options) {
  Comparison comparison;
  comparison.row_runs = options.runs;
  comparison.held_runs = options.held_runs;
  std::atomic<uint64_t> made = 0;
  const auto progress = [&](uint64_t runs) {
    made += runs;
    if (options.progress) options.progress(made);
  };
  comparison.rows.resize(options.rows.size());
  InParallel(options.threads, options.rows.size(), [&](size_t i) {
    CheckOptions check;
    check.first_seed = options.first_seed;
    check.runs = options.runs;
    check.progress = progress;
    comparison.rows[i] = CheckRow(options.rows[i], check);
  });
  for (const RowResult& row : comparison.rows) comparison.runs += row.runs;
  // What held so far is searched longer; the matrix says what was seen at last.
  for (RowResult& row : comparison.rows) {
    if (!row.held() || row.nondeterministic) continue;
    comparison.runs -= row.runs;
    row = LongSearch(std::move(row), options.first_seed + options.runs,
                     options.held_runs, options, progress);
    comparison.runs += row.runs;
  }
  std::vector<RowResult*> candidates;
  for (RowResult& row : comparison.rows) {
    if (row.nondeterministic) {
      comparison.nondeterministic = row.nondeterministic;
      return comparison;
    }
    if (row.held()) candidates.push_back(&row);
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const RowResult* a, const RowResult* b) {
                     return Cheaper(a->row, b->row);
                   });
  for (RowResult* row : candidates) {
    comparison.runs -= row->runs;
    *row = LongSearch(std::move(*row),
                      options.first_seed + options.runs + options.held_runs,
                      options.winner_runs, options, progress);
    comparison.runs += row->runs;
    comparison.nondeterministic = row->nondeterministic;
    if (comparison.nondeterministic) return comparison;
    if (!row->held()) continue;
    comparison.winner_price = PriceOf(row->row);
    comparison.winner = *row;
    return comparison;
  }
  return comparison;
}

std::string ComparisonText(const Comparison& comparison, bool brief) {
  std::string text;
  for (const Promise promise : kAllPromises) {
    std::string name(PromiseName(promise));
    name.resize(19, ' ');
    absl::StrAppend(&text, Wrapped(name, PromiseSentence(promise)));
  }
  absl::StrAppend(&text, "\n");
  AppendMatrix(comparison, text);
  if (!brief) {
    absl::StrAppend(&text,
                    "\nEvery loss, and the token that replays it "
                    "(orderly replay TOKEN):\n");
    for (const RowResult& row : comparison.rows) AppendBroken(row, text);
  }
  absl::StrAppend(&text, "\n", comparison.runs, " runs: ", comparison.row_runs,
                  " of every row, ", comparison.held_runs,
                  " of every row that held so long");
  if (comparison.nondeterministic) {
    absl::StrAppend(&text, "; NONDETERMINISTIC: ", *comparison.nondeterministic,
                    "\n");
    return text;
  }
  if (!comparison.winner) {
    absl::StrAppend(&text, "; no row held every promise.\n");
    return text;
  }
  absl::StrAppend(
      &text, ".\nThe cheapest row that held every promise, over ",
      comparison.winner->runs, " runs:\n  ", RowText(comparison.winner->row),
      "\n  price: ", PriceText(comparison.winner_price, *comparison.winner),
      "\n", Wrapped("  reached: ", comparison.winner->situations.Summary()));
  if (!comparison.winner->situations.Missing().empty()) {
    absl::StrAppend(&text,
                    "INCONCLUSIVE: what is marked (!) was never reached; give "
                    "more --winner_runs.\n");
  }
  return text;
}

}  // namespace orderly
