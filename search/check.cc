#include "search/check.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "search/guard.h"
#include "search/shrinker.h"
#include "sim/choice/replay_choices.h"

namespace orderly {
namespace {

const Violation* Find(const Outcome& outcome, Promise promise, Cause cause) {
  for (const Violation& violation : outcome.violations) {
    if (violation.promise == promise && violation.cause == cause) {
      return &violation;
    }
  }
  return nullptr;
}

const Violation* Find(const Outcome& outcome, Promise promise) {
  for (const Violation& violation : outcome.violations) {
    if (violation.promise == promise) return &violation;
  }
  return nullptr;
}

// The tape that a replay really used, if it still breaks what is to be kept.
Trial StillBreaks(const Row& row, const Violation& broken, Keep keep) {
  return [row, promise = broken.promise, cause = broken.cause,
          keep](const Tape& tape) -> std::optional<Tape> {
    ReplayChoices choices(tape);
    const Outcome outcome = RunOnce(row, choices, {});
    const Violation* left = keep == Keep::kPromise
                                ? Find(outcome, promise)
                                : Find(outcome, promise, cause);
    if (left == nullptr) return std::nullopt;
    return choices.tape();
  };
}

class RowSearch {
 public:
  RowSearch(const Row& row, const CheckOptions& options) : options_(options) {
    result_.row = row;
  }

  RowResult Run() {
    const auto strategy = NewStrategy(options_.strategy);
    DeterminismGuard guard([this](Choices& choices, bool keep_trace) {
      RunOptions run = options_.run;
      run.keep_trace = keep_trace;
      return RunOnce(result_.row, choices, run);
    });
    for (uint64_t i = 0; i < options_.runs; ++i) {
      const uint64_t seed = options_.first_seed + i;
      Choices& choices = strategy->Next(seed);
      const Outcome outcome = RunOnce(result_.row, choices, options_.run);
      strategy->Learn(choices, outcome);
      if (DeterminismGuard::Samples(seed)) {
        result_.nondeterministic = guard.Note(seed, choices.tape(), outcome);
        if (result_.nondeterministic.has_value()) return std::move(result_);
      }
      ++result_.runs;
      result_.situations.Add(outcome.situations);
      Duration& worst =
          outcome.ruptured ? result_.worst_ruptured : result_.worst_calm;
      worst = std::max(worst, outcome.goodbye_took);
      for (const Violation& violation : outcome.violations) {
        Record(violation, seed, choices.tape(), outcome.digest);
        if (result_.nondeterministic.has_value()) return std::move(result_);
      }
      if (options_.progress && i % 256 == 255) options_.progress(256);
    }
    result_.nondeterministic = guard.Finish();
    return std::move(result_);
  }

 private:
  void Record(const Violation& violation, uint64_t seed, const Tape& tape,
              uint64_t digest) {
    const auto p = static_cast<size_t>(violation.promise);
    const auto c = static_cast<size_t>(violation.cause);
    if (seen_[p][c]++ >= options_.candidates) return;
    // Every violation is run twice before anybody hears of it.
    ReplayChoices again(tape);
    const Outcome second = RunOnce(result_.row, again, {});
    if (second.digest != digest ||
        Find(second, violation.promise, violation.cause) == nullptr) {
      result_.nondeterministic =
          absl::StrCat("seed ", seed,
                       " and its own tape gave different runs of "
                       "row ",
                       RowText(result_.row));
      return;
    }
    Counterexample found;
    found.promise = violation.promise;
    found.cause = violation.cause;
    found.seed = seed;
    found.runs = result_.runs;
    found.token = {result_.row, violation.promise, tape};
    found.happened = violation.happened;
    found.digest = digest;
    if (options_.shrink) ShrinkFound(found);
    Keep(std::move(found));
  }

  void ShrinkFound(Counterexample& found) const {
    if (auto shrunk = ShrinkToken(found.token, options_.shrink_trials)) {
      found.token = shrunk->token;
      found.trials = shrunk->trials;
      found.minimal = shrunk->minimal;
    }
    const Replay replay = ReplayToken(found.token, /*keep_trace=*/false);
    found.happened = Find(replay.outcome, found.promise, found.cause)->happened;
    found.digest = replay.outcome.digest;
  }

  // In the order of promises and causes; of equals the shortest.
  void Keep(Counterexample found) {
    const auto key = [](const Counterexample& c) {
      return std::pair(c.promise, c.cause);
    };
    auto it = result_.broken.begin();
    while (it != result_.broken.end() && key(*it) < key(found)) ++it;
    if (it == result_.broken.end() || key(*it) != key(found)) {
      result_.broken.insert(it, std::move(found));
    } else if (found.token.tape.size() < it->token.tape.size()) {
      const uint64_t first = it->runs;
      *it = std::move(found);
      it->runs = first;  // how soon the loss was found
    }
  }

  const CheckOptions& options_;
  RowResult result_;
  std::array<std::array<size_t, kCauseCount>, kPromiseCount> seen_{};
};

}  // namespace

const Counterexample* RowResult::of(Promise promise) const {
  const Counterexample* shortest = nullptr;
  for (const Counterexample& c : broken) {
    if (c.promise != promise) continue;
    if (shortest == nullptr ||
        c.token.tape.size() < shortest->token.tape.size()) {
      shortest = &c;
    }
  }
  return shortest;
}

RowResult CheckRow(const Row& row, const CheckOptions& options) {
  return RowSearch(row, options).Run();
}

Replay ReplayToken(const Token& token, bool keep_trace) {
  ReplayChoices choices(token.tape);
  RunOptions options;
  options.keep_trace = keep_trace;
  Replay replay;
  replay.outcome = RunOnce(token.row, choices, options);
  replay.stale = choices.Stale();
  if (!replay.stale.has_value() && token.promise.has_value() &&
      !replay.outcome.Violates(*token.promise)) {
    replay.stale =
        absl::StrCat("every step fits, and ",
                     std::string(PromiseName(*token.promise)), " holds now");
  }
  return replay;
}

std::optional<ShrunkToken> ShrinkToken(const Token& token, uint64_t max_trials,
                                       Keep keep) {
  if (!token.promise.has_value()) return std::nullopt;
  ReplayChoices choices(token.tape);
  const Outcome outcome = RunOnce(token.row, choices, {});
  const Violation* broken = Find(outcome, *token.promise);
  if (broken == nullptr) return std::nullopt;
  const Trial trial = StillBreaks(token.row, *broken, keep);
  const std::optional<Tape> used = trial(token.tape);
  if (!used.has_value()) return std::nullopt;
  Shrunk shrunk = Shrink(*used, trial, max_trials);
  return ShrunkToken{{token.row, token.promise, std::move(shrunk.tape)},
                     shrunk.trials + 1,
                     shrunk.minimal};
}

Verdict VerdictOf(const RowResult& result) {
  if (result.nondeterministic.has_value()) return Verdict::kNondeterministic;
  if (!result.held()) return Verdict::kViolated;
  return result.situations.Missing().empty() ? Verdict::kHeld
                                             : Verdict::kInconclusive;
}

}  // namespace orderly
