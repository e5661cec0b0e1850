#include "search/strategy.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "search/strategies/uniform.h"
#include "sim/base/check.h"

namespace orderly {

std::string_view StrategyName(StrategyKind kind) {
  switch (kind) {
    case StrategyKind::kUniform:
      return "uniform";
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
  }
  SIM_CHECK(false);
}

}  // namespace orderly
