#include "search/shrinker.h"

#include <algorithm>
#include <vector>

namespace orderly {
namespace {

uint64_t Weight(const Tape& tape) {
  uint64_t weight = 0;
  for (const Step& step : tape.steps()) weight += step.value + step.index;
  return weight;
}

// Fewer steps, then lower values and earlier places.
bool Smaller(const Tape& a, const Tape& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  return Weight(a) < Weight(b);
}

class Search {
 public:
  Search(const Tape& tape, const Trial& trial, uint64_t max_trials)
      : best_{tape, 0}, trial_(trial), max_trials_(max_trials) {}

  Shrunk Run() {
    for (bool progress = true; progress && !spent();) {
      progress = DropBlocks();
      progress |= LowerValues();
      progress |= MoveEarlier();
      progress |= OneForMany();
    }
    return std::move(best_);
  }

 private:
  bool spent() const { return best_.trials >= max_trials_; }
  const std::vector<Step>& steps() const { return best_.tape.steps(); }

  bool Try(std::vector<Step> steps) {
    if (spent()) return false;
    ++best_.trials;
    std::optional<Tape> used = trial_(Tape(std::move(steps)));
    if (!used.has_value() || !Smaller(*used, best_.tape)) return false;
    best_.tape = *std::move(used);
    return true;
  }

  bool DropBlocks() {
    bool progress = false;
    for (size_t size = std::max<size_t>(steps().size() / 2, 1); size > 0;
         size /= 2) {
      for (size_t at = steps().size(); at-- > 0 && !spent();) {
        if (at + size > steps().size()) continue;
        std::vector<Step> fewer = steps();
        fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(at),
                    fewer.begin() + static_cast<ptrdiff_t>(at + size));
        progress |= Try(std::move(fewer));
      }
    }
    return progress;
  }

  bool LowerValues() {
    bool progress = false;
    for (size_t at = 0; at < steps().size() && !spent(); ++at) {
      for (uint32_t value = 1; at < steps().size() && value < steps()[at].value;
           ++value) {
        std::vector<Step> lower = steps();
        lower[at].value = value;
        if (Try(std::move(lower))) {
          progress = true;
          break;
        }
        if (value > 16) break;
      }
    }
    return progress;
  }

  // The same disturbance at an earlier place: a shorter story.
  bool MoveEarlier() {
    bool progress = false;
    for (size_t at = 0; at < steps().size() && !spent(); ++at) {
      const uint32_t index = steps()[at].index;
      for (uint32_t earlier = 0; earlier < index && earlier < 8; ++earlier) {
        std::vector<Step> moved = steps();
        moved[at].index = earlier;
        if (Try(std::move(moved))) {
          progress = true;
          break;
        }
      }
    }
    return progress;
  }

  // Where several disturbances of one kind only lead up to the one that
  // matters: that one alone, wherever it is.
  bool OneForMany() {
    for (const Step& kind : std::vector<Step>(steps())) {
      std::vector<Step> others = steps();
      std::erase_if(others, [&kind](const Step& step) {
        return step.site == kind.site && step.site != Site::kScenario;
      });
      if (others.size() + 1 >= steps().size()) continue;
      for (uint32_t index = 0; index < kSweep; ++index) {
        Step alone = kind;
        alone.index = index;
        std::vector<Step> fewer = others;
        fewer.push_back(alone);
        if (Try(std::move(fewer))) return true;
      }
    }
    return false;
  }

  static constexpr uint32_t kSweep = 48;

  Shrunk best_;
  const Trial& trial_;
  uint64_t max_trials_;
};

}  // namespace

Shrunk Shrink(const Tape& tape, const Trial& trial, uint64_t max_trials) {
  return Search(tape, trial, max_trials).Run();
}

}  // namespace orderly
