#ifndef ORDERLY_SEARCH_STRATEGIES_SWARM_H_
#define ORDERLY_SEARCH_STRATEGIES_SWARM_H_

#include <cstdint>
#include <string_view>

#include "search/strategy.h"
#include "sim/choice/choices.h"
#include "sim/choice/drawn.h"
#include "sim/net/fate.h"

namespace orderly {

// Answers of a run that has weights of its own: how unusual its scenario is,
// which kind of fault is busy, and which fates of a segment there are at all.
// Faults of all kinds at once hide one another (Groce et al., "Swarm testing",
// ISSTA 2012); few kinds, often, go deep. Two levels, as in FoundationDB's
// BUGGIFY: the scenario switches a kind on in a run or not, here up to three
// times as often as by its own odds, and what is on happens now and then.
// Measured beside other weights by the runs to find the planted bugs.
class SwarmChoices final : public Choices {
 public:
  SwarmChoices() = default;
  void Restart(uint64_t seed);

 private:
  uint32_t Answer(const Question& question) override;
  Odds OddsOf(const Question& question) const;

  uint64_t seed_ = 0;
  uint8_t scenario_times_ = 1;  // of a parameter's own odds
  Site busy_ = Site::kFate;
  // What a disturbed segment suffers; without the benign one.
  std::array<uint8_t, kFateCount> fates_{};
  uint32_t fate_count_ = 0;
};

class Swarm final : public Strategy {
 public:
  std::string_view name() const override { return "swarm"; }
  Choices& Next(uint64_t seed) override {
    choices_.Restart(seed);
    return choices_;
  }

 private:
  SwarmChoices choices_;
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_STRATEGIES_SWARM_H_
