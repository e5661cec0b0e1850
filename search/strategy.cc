#include "search/strategy.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "search/strategies/branching.h"
#include "search/strategies/corpus.h"
#include "search/strategies/guided.h"
#include "search/strategies/pct.h"
#include "search/strategies/portfolio.h"
#include "search/strategies/swarm.h"
#include "search/strategies/uniform.h"
#include "sim/base/check.h"

namespace orderly {

std::string_view StrategyName(StrategyKind kind) {
  switch (kind) {
    case StrategyKind::kUniform:
      return "uniform";
    case StrategyKind::kSwarm:
      return "swarm";
    case StrategyKind::kPct:
      return "pct";
    case StrategyKind::kGuided:
      return "guided";
    case StrategyKind::kBranching:
      return "branching";
    case StrategyKind::kPortfolio:
      return "portfolio";
  }
  return "?";
}

absl::StatusOr<StrategyKind> ParseStrategy(std::string_view name) {
  std::string names;
  for (const StrategyKind kind : kAllStrategies) {
    if (name == StrategyName(kind)) return kind;
    absl::StrAppend(&names, names.empty() ? "" : ", ",
                    std::string(StrategyName(kind)));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--strategy=", std::string(name), ": expected ", names));
}

std::unique_ptr<Strategy> NewStrategy(StrategyKind kind) {
  switch (kind) {
    case StrategyKind::kUniform:
      return std::make_unique<Uniform>();
    case StrategyKind::kSwarm:
      return std::make_unique<Swarm>();
    case StrategyKind::kPct:
      return std::make_unique<Pct>();
    case StrategyKind::kGuided:
      return std::make_unique<Guided>(std::make_shared<Corpus>());
    case StrategyKind::kBranching:
      return std::make_unique<Branching>(std::make_shared<Corpus>());
    case StrategyKind::kPortfolio:
      return std::make_unique<Portfolio>();
  }
  SIM_CHECK(false);
}

}  // namespace orderly
