#ifndef ORDERLY_SEARCH_SHRINK_ATTEMPTS_H_
#define ORDERLY_SEARCH_SHRINK_ATTEMPTS_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "search/shrinker.h"
#include "sim/choice/tape.h"

namespace orderly {

// The smallest tape so far that fails, and what was tried to get there. No
// tape is run twice. Smaller is: fewer steps, then a lower sum of values and
// indexes; it only ever goes down, so that passes over it come to an end.
class Attempts final {
 public:
  // `trial` must outlive this; trial(failing) succeeds.
  Attempts(const Tape& failing, const Trial& trial, uint64_t max_trials)
      : best_(failing), trial_(trial), max_trials_(max_trials) {}

  const Tape& best() const { return best_; }
  const std::vector<Step>& steps() const { return best_.steps(); }
  uint64_t trials() const { return trials_; }
  // No trial is left: nothing succeeds any more.
  bool spent() const { return trials_ >= max_trials_; }
  void AllowMore(uint64_t trials) { max_trials_ += trials; }

  // Runs these steps, unless they are no smaller or were tried. True: they
  // fail, too, and what the run used of them is the smallest now.
  bool Try(std::vector<Step> steps);
  // As the smallest is, but for another step in the place of one.
  bool TryInstead(size_t at, const Step& step);

  // Each step was left out by itself and the promise held.
  bool Minimal() const;

 private:
  Tape best_;
  const Trial& trial_;
  uint64_t max_trials_;
  uint64_t trials_ = 0;
  std::set<std::vector<Step>> tried_;
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_SHRINK_ATTEMPTS_H_
