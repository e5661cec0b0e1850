#ifndef ORDERLY_SEARCH_STRATEGIES_PCT_H_
#define ORDERLY_SEARCH_STRATEGIES_PCT_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "search/strategy.h"
#include "sim/choice/choices.h"
#include "sim/choice/drawn.h"

namespace orderly {

// At most d disturbances, at d places that are drawn evenly from all places of
// a run: a bug that needs d of them is hit with a probability of at least one
// in places^d, however improbable the odds make it. After PCT (Burckhardt et
// al., "A randomized scheduler with probabilistic guarantees of finding bugs",
// ASPLOS 2010), whose change points are of thread priorities; here they are of
// whatever can be disturbed. The scenario is drawn as usual, with faults
// switched on.
class PctChoices final : public Choices {
 public:
  static constexpr uint32_t kMostDepth = 4;

  PctChoices() = default;
  // `places`: how many decisions a run can disturb, about.
  void Restart(uint64_t seed, uint32_t places);
  // How many there were.
  uint32_t places() const { return place_; }

 private:
  uint32_t Answer(const Question& question) override;
  uint32_t OfScenario(const Question& question) const;

  uint64_t seed_ = 0;
  uint32_t depth_ = 0;
  std::array<uint32_t, kMostDepth> points_{};
  uint32_t place_ = 0;
};

class Pct final : public Strategy {
 public:
  std::string_view name() const override { return "pct"; }
  Choices& Next(uint64_t seed) override {
    choices_.Restart(seed, places_);
    return choices_;
  }
  void Learn(const Choices& choices, const Outcome& outcome) override;

 private:
  PctChoices choices_;
  uint32_t places_ = 60;  // a first guess
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_STRATEGIES_PCT_H_
