#include "search/strategies/swarm.h"

#include <algorithm>

namespace orderly {
namespace {

// One kind in four sleeps.
constexpr std::array<uint8_t, 8> kTimes = {0, 1, 1, 3, 3, 8, 8, 0};
constexpr std::array<uint32_t, 4> kQuarters = {1, 4, 4, 8};
constexpr uint32_t kHalf = 32768;

}  // namespace

void SwarmChoices::Restart(uint64_t seed) {
  Forget();
  seed_ = Mix64(seed + kGoldenGamma);
  DrawnSequence weights(seed);
  scenario_quarters_ = kQuarters[weights.Below(kQuarters.size())];
  for (uint8_t& times : times_) times = kTimes[weights.Below(kTimes.size())];
  fate_count_ = 0;
  for (uint32_t fate = 1; fate < kFateCount; ++fate) {
    if (weights.OneIn(2)) fates_[fate_count_++] = static_cast<uint8_t>(fate);
  }
  if (fate_count_ == 0) {
    fates_[fate_count_++] =
        static_cast<uint8_t>(1 + weights.Below(kFateCount - 1));
  }
}

Odds SwarmChoices::OddsOf(const Question& question) const {
  const uint32_t own = question.odds.per_65536;
  const uint32_t odds = question.site == Site::kScenario
                            ? own * scenario_quarters_ / 4
                            : own * times_[static_cast<size_t>(question.site)];
  return {std::min(odds, std::max(own, kHalf))};
}

uint32_t SwarmChoices::Answer(const Question& question) {
  // All alike: no fault, but an order or a number.
  if (question.odds.per_65536 == 0)
    return DrawnAnswer(seed_, question, question.odds);
  const Odds odds = OddsOf(question);
  if (odds.per_65536 == 0) return 0;
  const uint32_t answer = DrawnAnswer(seed_, question, odds);
  if (question.site != Site::kFate || question.bound != kFateCount ||
      answer == 0) {
    return answer;
  }
  return fates_[(answer - 1) * fate_count_ / (kFateCount - 1)];
}

}  // namespace orderly
