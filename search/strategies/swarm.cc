#include "search/strategies/swarm.h"

#include <algorithm>

namespace orderly {
namespace {

// Kinds of which one is busy in a run.
constexpr std::array kKinds = {
    Site::kFate,      Site::kLatency,    Site::kPause,    Site::kKill,
    Site::kShortRead, Site::kShortWrite, Site::kNoMemory, Site::kInterrupt};
constexpr uint8_t kBusy = 8;
constexpr uint32_t kHalf = 32768;

}  // namespace

void SwarmChoices::Restart(uint64_t seed) {
  Forget();
  seed_ = Mix64(seed + kGoldenGamma);
  DrawnSequence weights(seed);
  scenario_times_ = 1 + static_cast<uint8_t>(weights.Below(3));
  busy_ = kKinds[weights.Below(kKinds.size())];
  const bool every_fate = weights.OneIn(2);
  fate_count_ = 0;
  for (uint32_t fate = 1; fate < kFateCount; ++fate) {
    if (every_fate || weights.OneIn(2))
      fates_[fate_count_++] = static_cast<uint8_t>(fate);
  }
  if (fate_count_ == 0) {
    fates_[fate_count_++] =
        static_cast<uint8_t>(1 + weights.Below(kFateCount - 1));
  }
}

Odds SwarmChoices::OddsOf(const Question& question) const {
  const uint32_t own = question.odds.per_65536;
  const uint32_t times = question.site == Site::kScenario ? scenario_times_
                         : question.site == busy_         ? kBusy
                                                          : 1;
  return {std::min(own * times, std::max(own, kHalf))};
}

uint32_t SwarmChoices::Answer(const Question& question) {
  // All alike: no fault, but an order or a number.
  if (question.odds.per_65536 == 0)
    return DrawnAnswer(seed_, question, question.odds);
  const uint32_t answer = DrawnAnswer(seed_, question, OddsOf(question));
  if (question.site != Site::kFate || question.bound != kFateCount ||
      answer == 0) {
    return answer;
  }
  return fates_[(answer - 1) * fate_count_ / (kFateCount - 1)];
}

}  // namespace orderly
