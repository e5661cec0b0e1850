#ifndef ORDERLY_SEARCH_STRATEGIES_PORTFOLIO_H_
#define ORDERLY_SEARCH_STRATEGIES_PORTFOLIO_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "search/strategies/branching.h"
#include "search/strategies/corpus.h"
#include "search/strategies/guided.h"
#include "search/strategies/pct.h"
#include "search/strategies/swarm.h"
#include "search/strategies/uniform.h"
#include "search/strategy.h"

namespace orderly {

// All of them in turn, with one corpus. Every second turn is a swarm, which
// finds most of the planted bugs soonest; the others find some of them sooner
// and get where it does not (MEASURED.md has the runs-to-find of each, by which
// the turns were chosen).
class Portfolio final : public Strategy {
 public:
  Portfolio();
  std::string_view name() const override { return "portfolio"; }
  Choices& Next(uint64_t seed) override;
  void Learn(const Choices& choices, const Outcome& outcome) override;

 private:
  std::shared_ptr<Corpus> corpus_;
  Uniform uniform_;
  Swarm swarm_;
  Pct pct_;
  Guided guided_;
  Branching branching_;
  std::array<Strategy*, 8> turns_;
  size_t turn_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_STRATEGIES_PORTFOLIO_H_
