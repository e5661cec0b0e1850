#ifndef ORDERLY_TESTS_SEARCH_SHRUNK_RUNS_H_
#define ORDERLY_TESTS_SEARCH_SHRUNK_RUNS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "properties/promise.h"
#include "properties/row.h"
#include "properties/run.h"
#include "search/check.h"

namespace orderly {

// A seed whose run breaks a promise.
struct FailingSeed {
  Row row;
  Promise promise = Promise::kAckedSurvives;
  uint64_t seed = 0;
  RunOptions run;
};

// The first `count` seeds that break it, of at most `most`.
std::vector<FailingSeed> FailingSeeds(const Row& row, Promise promise,
                                      size_t count, uint64_t most,
                                      const RunOptions& run = {});

// What shrinking many of them came to.
struct ShrunkRuns {
  std::vector<size_t> steps;
  std::vector<uint64_t> trials;

  size_t MedianSteps() const;
  size_t MostSteps() const;
  std::string ToText() const;
};

// Shrinks each and fails the test, naming the token, if what is left does not
// replay, does not break what was to be kept, shrinks to something else a
// second time, or if that is still broken without any one of its steps.
ShrunkRuns ShrinkAll(const std::vector<FailingSeed>& seeds, uint64_t max_trials,
                     Keep keep);

}  // namespace orderly

#endif  // ORDERLY_TESTS_SEARCH_SHRUNK_RUNS_H_
