#ifndef ORDERLY_SEARCH_CHECK_H_
#define ORDERLY_SEARCH_CHECK_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "properties/promise.h"
#include "properties/row.h"
#include "properties/run.h"
#include "properties/situation_ledger.h"
#include "search/strategy.h"
#include "search/token.h"

namespace orderly {

// A promise that a search saw broken.
struct Counterexample {
  Promise promise = Promise::kAckedSurvives;
  Cause cause = Cause::kNone;
  Token token;  // shrunk; replays
  std::string happened;
  uint64_t seed = 0;  // the run that found it
  uint64_t runs = 0;  // how many runs it took
  uint64_t trials = 0;
  bool minimal = false;  // no single step of the token can be left out
  uint64_t digest = 0;
};

// What a search over one row showed.
struct RowResult {
  Row row;
  uint64_t runs = 0;
  SituationLedger situations;
  // From the client's goodbye to the end of both: the longest of a run in which
  // nothing was killed, cut off or dark, and of one in which something was.
  Duration worst_calm{0};
  Duration worst_ruptured{0};
  // The shortest found for each promise and cause, in that order.
  std::vector<Counterexample> broken;
  // Two runs of the same tape differed: nothing else here can be trusted.
  std::optional<std::string> nondeterministic;

  bool held() const { return broken.empty(); }
  // The shortest that breaks a promise; null: it held.
  const Counterexample* of(Promise promise) const;
};

struct CheckOptions {
  StrategyKind strategy = kDefaultStrategy;
  uint64_t first_seed = 1;
  uint64_t runs = 1000;
  RunOptions run;  // of the search; a token replays without them
  bool shrink = true;
  uint64_t shrink_trials = 1500;
  // How many runs that break the same promise for the same cause are shrunk,
  // to show the shortest.
  size_t candidates = 6;
  // Called now and then, from the thread that searches; may be empty.
  std::function<void(uint64_t runs_made)> progress;
};

// Runs a row from `runs` seeds. Every violation that is reported was run a
// second time, its digest compared, and shrunk.
RowResult CheckRow(const Row& row, const CheckOptions& options);

// Replays a tape strictly. nullopt with a reason if the tape no longer fits.
struct Replay {
  Outcome outcome;
  std::optional<std::string> stale;
};
Replay ReplayToken(const Token& token, bool keep_trace);

// What a shrunk token has in common with the one it was made of: what breaks
// the same promise for another cause is another loss, and may be a plainer one.
enum class Keep : uint8_t { kPromise, kPromiseAndCause };

// Shrinks a token that breaks its promise; nullopt if it does not break it.
struct ShrunkToken {
  Token token;
  uint64_t trials = 0;
  bool minimal = false;  // no single step can be left out
};
std::optional<ShrunkToken> ShrinkToken(const Token& token, uint64_t max_trials,
                                       Keep keep = Keep::kPromiseAndCause);

// The verdict of more than one seed: what `rows` print below their matrix.
enum class Verdict : uint8_t {
  kHeld,
  kViolated,
  kInconclusive,
  kNondeterministic
};
// Inconclusive when a situation that must be reached was not.
Verdict VerdictOf(const RowResult& result);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_CHECK_H_
