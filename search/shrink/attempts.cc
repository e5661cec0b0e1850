#include "search/shrink/attempts.h"

#include <optional>
#include <utility>

namespace orderly {
namespace {

uint64_t Weight(const Tape& tape) {
  uint64_t weight = 0;
  for (const Step& step : tape.steps())
    weight += uint64_t{step.value} + step.index;
  return weight;
}

bool Smaller(const Tape& a, const Tape& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  return Weight(a) < Weight(b);
}

std::vector<Step> Without(std::vector<Step> steps, size_t at) {
  steps.erase(steps.begin() + static_cast<ptrdiff_t>(at));
  return steps;
}

}  // namespace

bool Attempts::Try(std::vector<Step> steps) {
  const Tape tape(std::move(steps));
  if (spent() || !Smaller(tape, best_)) return false;
  if (!tried_.insert(tape.steps()).second) return false;
  ++trials_;
  std::optional<Tape> used = trial_(tape);
  if (!used.has_value() || !Smaller(*used, best_)) return false;
  best_ = *std::move(used);
  return true;
}

bool Attempts::TryInstead(size_t at, const Step& step) {
  std::vector<Step> changed = steps();
  changed[at] = step;
  return Try(std::move(changed));
}

// What was tried and is smaller than the smallest did not fail.
bool Attempts::Minimal() const {
  for (size_t at = 0; at < steps().size(); ++at) {
    if (!tried_.contains(Without(steps(), at))) return false;
  }
  return true;
}

}  // namespace orderly
