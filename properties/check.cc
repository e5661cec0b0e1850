#include "properties/check.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "properties/shrinker.h"
#include "sim/choice/random_choices.h"
#include "sim/choice/replay_choices.h"

namespace orderly {
namespace {

const Violation* Find(const Outcome& outcome, Promise promise) {
  for (const Violation& violation : outcome.violations) {
    if (violation.promise == promise) return &violation;
  }
  return nullptr;
}

// The tape that a replay really used, if it still breaks the promise.
Trial StillBreaks(const Row& row, Promise promise) {
  return [row, promise](const Tape& tape) -> std::optional<Tape> {
    ReplayChoices choices(tape);
    const Outcome outcome = RunOnce(row, choices, {});
    if (!outcome.Violates(promise)) return std::nullopt;
    return choices.tape();
  };
}

class RowSearch {
 public:
  RowSearch(const Row& row, const CheckOptions& options) : options_(options) {
    result_.row = row;
  }

  RowResult Run() {
    for (uint64_t i = 0; i < options_.runs; ++i) {
      const uint64_t seed = options_.first_seed + i;
      RandomChoices choices(seed);
      const Outcome outcome = RunOnce(result_.row, choices, options_.run);
      ++result_.runs;
      result_.situations.Add(outcome.situations);
      for (const Violation& violation : outcome.violations) {
        Record(violation, seed, choices.tape(), outcome.digest);
        if (result_.nondeterministic.has_value()) return result_;
      }
      if (options_.progress && i % 256 == 255) options_.progress(256);
      if (AllBroken()) break;
    }
    return result_;
  }

 private:
  bool AllBroken() const {
    return std::all_of(result_.broken.begin(), result_.broken.end(),
                       [](const auto& broken) { return broken.has_value(); });
  }

  void Record(const Violation& violation, uint64_t seed, const Tape& tape,
              uint64_t digest) {
    auto& slot = result_.broken[static_cast<size_t>(violation.promise)];
    if (slot.has_value()) return;
    // Every violation is run twice before anybody hears of it.
    ReplayChoices again(tape);
    const Outcome second = RunOnce(result_.row, again, {});
    if (second.digest != digest || !second.Violates(violation.promise)) {
      result_.nondeterministic = absl::StrCat(
          "seed ", seed, " and its own tape gave different runs of row ",
          RowText(result_.row));
      return;
    }
    Counterexample found;
    found.seed = seed;
    found.runs = result_.runs;
    found.token = {result_.row, violation.promise, tape};
    found.happened = violation.happened;
    found.digest = digest;
    if (options_.shrink) {
      if (auto shrunk = ShrinkToken(found.token, options_.shrink_trials)) {
        found.token = shrunk->token;
        found.trials = shrunk->trials;
      }
      const Replay replay = ReplayToken(found.token, /*keep_trace=*/false);
      found.happened = Find(replay.outcome, violation.promise)->happened;
      found.digest = replay.outcome.digest;
    }
    slot = std::move(found);
  }

  const CheckOptions& options_;
  RowResult result_;
};

}  // namespace

bool RowResult::held() const {
  return std::none_of(broken.begin(), broken.end(),
                      [](const auto& b) { return b.has_value(); });
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

std::optional<ShrunkToken> ShrinkToken(const Token& token,
                                       uint64_t max_trials) {
  if (!token.promise.has_value()) return std::nullopt;
  const Trial trial = StillBreaks(token.row, *token.promise);
  const std::optional<Tape> used = trial(token.tape);
  if (!used.has_value()) return std::nullopt;
  Shrunk shrunk = Shrink(*used, trial, max_trials);
  return ShrunkToken{{token.row, token.promise, std::move(shrunk.tape)},
                     shrunk.trials + 1};
}

Verdict VerdictOf(const RowResult& result) {
  if (result.nondeterministic.has_value()) return Verdict::kNondeterministic;
  if (!result.held()) return Verdict::kViolated;
  return result.situations.Missing().empty() ? Verdict::kHeld
                                             : Verdict::kInconclusive;
}

}  // namespace orderly
