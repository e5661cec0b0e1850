#ifndef ORDERLY_SEARCH_SHRINKER_H_
#define ORDERLY_SEARCH_SHRINKER_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/choice/tape.h"

namespace orderly {

// Runs a tape. The tape that the run really used (its canonical form), if it
// still shows what is to be kept; nullopt otherwise.
using Trial = std::function<std::optional<Tape>(const Tape&)>;

struct Shrunk {
  Tape tape;
  uint64_t trials = 0;
  // Every single step was left out by itself, and none can be. False only when
  // the trials ran out before that was known.
  bool minimal = false;
};

// Makes a failing tape smaller: fewer steps first, then lower values and
// earlier places. Works on the answers given, never on random numbers, and its
// bound is a number of trials, never a time: the same in every place. The
// result has passed `trial`. Requires trial(tape) to succeed.
Shrunk Shrink(const Tape& tape, const Trial& trial, uint64_t max_trials);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_SHRINKER_H_
