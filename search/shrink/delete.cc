#include <algorithm>
#include <utility>
#include <vector>

#include "search/shrink/domain.h"
#include "search/shrink/passes.h"

namespace orderly {

bool DeleteBlocks(Attempts& attempts, Domain) {
  bool progress = false;
  for (size_t size = attempts.steps().size(); size > 0; size /= 2) {
    size_t end = attempts.steps().size();
    while (end > 0 && !attempts.spent()) {
      const size_t begin = end - std::min(size, end);
      std::vector<Step> fewer = attempts.steps();
      fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(begin),
                  fewer.begin() + static_cast<ptrdiff_t>(end));
      progress |= attempts.Try(std::move(fewer));
      end = std::min(begin, attempts.steps().size());
    }
  }
  return progress;
}

bool ZeroKinds(Attempts& attempts, Domain domain) {
  bool progress = false;
  for (const bool of_one_actor : {false, true}) {
    // A copy: the smallest changes under the loop.
    for (const Step& kind : std::vector<Step>(attempts.steps())) {
      if (DomainOf(kind.site) != domain) continue;
      std::vector<Step> others = attempts.steps();
      std::erase_if(others, [&](const Step& step) {
        return step.site == kind.site &&
               (!of_one_actor || step.actor == kind.actor);
      });
      progress |= attempts.Try(std::move(others));
    }
  }
  return progress;
}

}  // namespace orderly
