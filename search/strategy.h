#ifndef ORDERLY_SEARCH_STRATEGY_H_
#define ORDERLY_SEARCH_STRATEGY_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "properties/run.h"
#include "sim/choice/choices.h"

namespace orderly {

// How a search makes the decisions of its runs. Every strategy fills the same
// tape, so that what one finds replays, shrinks and is explained like what any
// other finds. A search is a function of its seeds: strategies learn from runs,
// and from nothing else.
class Strategy {
 public:
  virtual ~Strategy() = default;
  Strategy(const Strategy&) = delete;
  Strategy& operator=(const Strategy&) = delete;

  virtual std::string_view name() const = 0;
  // The source of the decisions of one run; that of the run before is gone.
  virtual Choices& Next(uint64_t seed) = 0;
  // What the run with these choices showed. Called after each run.
  virtual void Learn(const Choices& /*choices*/, const Outcome& /*outcome*/) {}

 protected:
  Strategy() = default;
};

enum class StrategyKind : uint8_t {
  kUniform,
  kSwarm,
  kPct,
  kGuided,
  kBranching,
  kPortfolio,
};
inline constexpr std::array kAllStrategies = {
    StrategyKind::kUniform, StrategyKind::kSwarm,     StrategyKind::kPct,
    StrategyKind::kGuided,  StrategyKind::kBranching, StrategyKind::kPortfolio};
inline constexpr StrategyKind kDefaultStrategy = StrategyKind::kPortfolio;

std::string_view StrategyName(StrategyKind kind);
// Errors: kInvalidArgument that names all there are.
absl::StatusOr<StrategyKind> ParseStrategy(std::string_view name);
std::unique_ptr<Strategy> NewStrategy(StrategyKind kind);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_STRATEGY_H_
