#include <algorithm>
#include <vector>

#include "search/shrink/domain.h"
#include "search/shrink/passes.h"

namespace orderly {
namespace {

// So many of the lowest values, and of the earliest places, are tried one by
// one; then halfway down, and the next below.
constexpr uint32_t kEach = 16;

std::vector<uint32_t> Lower(uint32_t than, uint32_t least) {
  std::vector<uint32_t> lower;
  for (uint32_t value = least; value < than && value < kEach; ++value)
    lower.push_back(value);
  if (than <= kEach) return lower;
  for (uint32_t away = than / 2; away > 0; away /= 2) {
    if (than - away >= kEach) lower.push_back(than - away);
  }
  return lower;
}

}  // namespace

bool LowerValues(Attempts& attempts, Domain domain) {
  bool progress = false;
  for (size_t at = 0; at < attempts.steps().size(); ++at) {
    Step step = attempts.steps()[at];
    if (DomainOf(step.site) != domain) continue;
    for (const uint32_t value : Lower(step.value, /*least=*/1)) {
      step.value = value;
      if (!attempts.TryInstead(at, step)) continue;
      progress = true;
      break;
    }
  }
  return progress;
}

bool MoveEarlier(Attempts& attempts, Domain domain) {
  bool progress = false;
  for (size_t at = 0; at < attempts.steps().size(); ++at) {
    Step step = attempts.steps()[at];
    if (DomainOf(step.site) != domain) continue;
    for (const uint32_t index : Lower(step.index, /*least=*/0)) {
      step.index = index;
      if (!attempts.TryInstead(at, step)) continue;
      progress = true;
      break;
    }
  }
  return progress;
}

}  // namespace orderly
