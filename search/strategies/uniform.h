#ifndef ORDERLY_SEARCH_STRATEGIES_UNIFORM_H_
#define ORDERLY_SEARCH_STRATEGIES_UNIFORM_H_

#include <cstdint>
#include <string_view>

#include "search/strategy.h"
#include "sim/choice/random_choices.h"

namespace orderly {

// Every decision by its own odds, independent of all others.
class Uniform final : public Strategy {
 public:
  std::string_view name() const override { return "uniform"; }
  Choices& Next(uint64_t seed) override {
    choices_.Restart(seed);
    return choices_;
  }

 private:
  RandomChoices choices_{0};
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_STRATEGIES_UNIFORM_H_
