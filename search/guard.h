#ifndef ORDERLY_SEARCH_GUARD_H_
#define ORDERLY_SEARCH_GUARD_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "properties/run.h"
#include "sim/choice/choices.h"
#include "sim/choice/tape.h"

namespace orderly {

// Watches whether runs are functions of their tapes. Runs that are noted are
// made a second time, on a thread of its own with another heap layout,
// backwards, so that the pools of recycled memory hand everything out
// otherwise; and must come out alike in every event and in what is judged. A
// search that finds a difference can be trusted in nothing.
class DeterminismGuard final {
 public:
  // Whether a search is to note the run of this seed: one in 64, by a hash, so
  // that none of the turns of a portfolio is left out.
  static bool Samples(uint64_t seed);
  using Runner = std::function<Outcome(Choices& choices, bool keep_trace)>;
  explicit DeterminismGuard(Runner runner) : runner_(std::move(runner)) {}

  // Remembers a run; now and then makes those that were noted again. The first
  // difference, in words: the seed, and the first event of which the two runs
  // tell otherwise.
  std::optional<std::string> Note(uint64_t seed, const Tape& tape,
                                  const Outcome& outcome);
  // Makes again what is left. Requires that nothing was found before.
  std::optional<std::string> Finish();

 private:
  static constexpr size_t kBatch = 32;
  struct Noted {
    uint64_t seed;
    Tape tape;
    uint64_t digest;
    std::string judged;
  };
  bool CameOutAlike(const Noted& noted) const;
  std::string FirstDifference(const Tape& tape) const;

  Runner runner_;
  std::vector<Noted> noted_;
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_GUARD_H_
