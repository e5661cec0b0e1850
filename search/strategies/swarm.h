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
// how busy each kind of fault, and which fates of a segment there are at all.
// Faults of all kinds at once hide one another (Groce et al., "Swarm testing",
// ISSTA 2012); few kinds, often, go deep. Two levels, as in FoundationDB's
// BUGGIFY: a kind is active in a run or not, and an active one happens now and
// then.
class SwarmChoices final : public Choices {
 public:
  SwarmChoices() = default;
  void Restart(uint64_t seed);

 private:
  uint32_t Answer(const Question& question) override;
  Odds OddsOf(const Question& question) const;

  uint64_t seed_ = 0;
  uint32_t scenario_quarters_ = 4;           // of a parameter's own odds
  std::array<uint8_t, kSiteCount> times_{};  // a site's own odds; 0: inactive
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
