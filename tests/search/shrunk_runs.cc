#include "tests/search/shrunk_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "search/check.h"
#include "search/token.h"
#include "sim/choice/random_choices.h"
#include "sim/choice/tape.h"

namespace orderly {
namespace {

template <typename T>
T Median(std::vector<T> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

template <typename T>
T Most(const std::vector<T>& values) {
  return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

std::optional<Cause> CauseOf(const Token& token) {
  const Replay replay = ReplayToken(token, /*keep_trace=*/false);
  for (const Violation& violation : replay.outcome.violations) {
    if (violation.promise == *token.promise) return violation.cause;
  }
  return std::nullopt;
}

// Whether what a run broke is what was to be kept.
bool Kept(std::optional<Cause> left, Cause cause, Keep keep) {
  return left.has_value() && (keep == Keep::kPromise || *left == cause);
}

void ExpectEachIsNeeded(const Token& token, Cause cause, Keep keep) {
  for (size_t i = 0; i < token.tape.size(); ++i) {
    std::vector<Step> steps = token.tape.steps();
    steps.erase(steps.begin() + static_cast<ptrdiff_t>(i));
    const auto left = CauseOf({token.row, token.promise, Tape(steps)});
    EXPECT_FALSE(Kept(left, cause, keep))
        << TokenText(token) << ": without step " << i + 1;
  }
}

}  // namespace

std::vector<FailingSeed> FailingSeeds(const Row& row, Promise promise,
                                      size_t count, uint64_t most,
                                      const RunOptions& run) {
  std::vector<FailingSeed> seeds;
  for (uint64_t seed = 1; seed <= most && seeds.size() < count; ++seed) {
    RandomChoices choices(seed);
    if (RunOnce(row, choices, run).Violates(promise))
      seeds.push_back({row, promise, seed, run});
  }
  return seeds;
}

size_t ShrunkRuns::MedianSteps() const { return Median(steps); }
size_t ShrunkRuns::MostSteps() const { return Most(steps); }

std::string ShrunkRuns::ToText() const {
  return absl::StrCat(steps.size(), " failing seeds: steps median ",
                      MedianSteps(), ", most ", MostSteps(), "; trials median ",
                      Median(trials), ", most ", Most(trials));
}

ShrunkRuns ShrinkAll(const std::vector<FailingSeed>& seeds, uint64_t max_trials,
                     Keep keep) {
  ShrunkRuns runs;
  for (const FailingSeed& failing : seeds) {
    RandomChoices choices(failing.seed);
    (void)RunOnce(failing.row, choices, failing.run);
    const Token found{failing.row, failing.promise, choices.tape()};
    const std::optional<Cause> cause = CauseOf(found);
    const auto shrunk = ShrinkToken(found, max_trials, keep);
    const auto again = ShrinkToken(found, max_trials, keep);
    if (!cause.has_value() || !shrunk.has_value() || !again.has_value()) {
      ADD_FAILURE() << "seed " << failing.seed << " does not replay";
      continue;
    }
    const Token& token = shrunk->token;
    EXPECT_EQ(token, again->token) << TokenText(token);
    EXPECT_EQ(shrunk->trials, again->trials) << TokenText(token);
    EXPECT_EQ(ReplayToken(token, /*keep_trace=*/false).stale, std::nullopt);
    EXPECT_TRUE(Kept(CauseOf(token), *cause, keep)) << TokenText(token);
    EXPECT_TRUE(shrunk->minimal) << TokenText(token);
    ExpectEachIsNeeded(token, *cause, keep);
    runs.steps.push_back(token.tape.size());
    runs.trials.push_back(shrunk->trials);
  }
  return runs;
}

}  // namespace orderly
