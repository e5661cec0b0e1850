#include <algorithm>
#include <utility>
#include <vector>

#include "search/shrink/domain.h"
#include "search/shrink/passes.h"

namespace orderly {
namespace {

// Where one disturbance may stand for all of its site.
constexpr uint32_t kSweep = 48;
// Values above are numbers, not kinds: no larger one means more.
constexpr uint32_t kMostValues = 12;

std::vector<Step> Without(std::vector<Step> steps, size_t a, size_t b) {
  steps.erase(steps.begin() + static_cast<ptrdiff_t>(std::max(a, b)));
  steps.erase(steps.begin() + static_cast<ptrdiff_t>(std::min(a, b)));
  return steps;
}

// One step at the place of either, with any value.
bool MergePair(Attempts& attempts, size_t a, size_t b) {
  const std::vector<Step> both = attempts.steps();
  const std::vector<Step> others = Without(both, a, b);
  for (Step one : {both[a], both[b]}) {
    const uint32_t values = std::min(one.bound, kMostValues);
    for (uint32_t value = 1; value < values; ++value) {
      one.value = value;
      std::vector<Step> merged = others;
      merged.push_back(one);
      if (attempts.Try(std::move(merged))) return true;
    }
  }
  return false;
}

bool MergePairs(Attempts& attempts, Domain domain) {
  bool progress = false;
  for (size_t a = 0; a < attempts.steps().size(); ++a) {
    for (size_t b = a + 1; b < attempts.steps().size(); ++b) {
      const Site site = attempts.steps()[a].site;
      if (DomainOf(site) != domain || site != attempts.steps()[b].site) break;
      if (!MergePair(attempts, a, b)) continue;
      progress = true;
      b = a;  // the next is another step now
    }
  }
  return progress;
}

// Where several of a site only lead up to the one that matters.
bool OneForMany(Attempts& attempts, Domain domain) {
  for (const Step& kind : std::vector<Step>(attempts.steps())) {
    if (DomainOf(kind.site) != domain) continue;
    std::vector<Step> others = attempts.steps();
    std::erase_if(others,
                  [&kind](const Step& step) { return step.site == kind.site; });
    if (others.size() + 1 >= attempts.steps().size()) continue;
    Step alone = kind;
    for (alone.index = 0; alone.index < kSweep; ++alone.index) {
      std::vector<Step> fewer = others;
      fewer.push_back(alone);
      if (attempts.Try(std::move(fewer))) return true;
    }
  }
  return false;
}

}  // namespace

bool Merge(Attempts& attempts, Domain domain) {
  const bool merged = MergePairs(attempts, domain);
  return OneForMany(attempts, domain) || merged;
}

}  // namespace orderly
