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

// All of them in turn, with one corpus: no strategy is the best for every bug,
// and the worst case of a turn is a small multiple of the best one. The turns
// are chosen by measured seeds-to-find (MEASURED.md).
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
