#include <algorithm>
#include <utility>
#include <vector>

#include "search/shrink/domain.h"
#include "search/shrink/passes.h"

namespace orderly {
namespace {

// How far a step may be moved, and how many of its values are tried.
constexpr uint32_t kSweep = 24;
constexpr uint32_t kMostValues = 32;
// A tape of more steps has easier ways to become smaller.
constexpr size_t kMostSteps = 16;

// These steps with one of them at another place, or of another value.
bool Mend(Attempts& attempts, const std::vector<Step>& steps) {
  const auto attempt = [&](size_t at, const Step& step) {
    std::vector<Step> mended = steps;
    mended[at] = step;
    return attempts.Try(std::move(mended));
  };
  for (size_t at = 0; at < steps.size(); ++at) {
    Step step = steps[at];
    const bool placed = step.site != Site::kScenario;
    for (uint32_t index = 0; placed && index < kSweep; ++index) {
      step.index = index;
      if (attempt(at, step)) return true;
    }
    step = steps[at];
    const uint32_t values = std::min(step.bound, kMostValues);
    for (uint32_t value = 1; value < values; ++value) {
      step.value = value;
      if (attempt(at, step)) return true;
    }
  }
  return false;
}

}  // namespace

bool DropAndMend(Attempts& attempts, Domain domain) {
  if (attempts.steps().size() > kMostSteps) return false;
  for (size_t at = 0; at < attempts.steps().size(); ++at) {
    const Step step = attempts.steps()[at];
    if (DomainOf(step.site) != domain) continue;
    std::vector<Step> steps = attempts.steps();
    steps.erase(steps.begin() + static_cast<ptrdiff_t>(at));
    if (Mend(attempts, steps)) return true;
  }
  return false;
}

}  // namespace orderly
