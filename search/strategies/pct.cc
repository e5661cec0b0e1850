#include "search/strategies/pct.h"

#include <algorithm>

#include "properties/scenario.h"

namespace orderly {
namespace {

// What must be on for a place to be asked about.
bool SwitchesFaultsOn(uint8_t parameter) {
  switch (static_cast<Parameter>(parameter)) {
    case Parameter::kNetworkFaults:
    case Parameter::kPreemption:
    case Parameter::kKill:
    case Parameter::kShortIo:
    case Parameter::kSyscallFaults:
      return true;
    default:
      return false;
  }
}

// An order or a number is no disturbance.
bool IsPlace(const Question& question) {
  return question.odds.per_65536 != 0 && question.site != Site::kPower;
}

}  // namespace

void PctChoices::Restart(uint64_t seed, uint32_t places) {
  Forget();
  seed_ = Mix64(seed + kGoldenGamma);
  place_ = 0;
  DrawnSequence points(seed);
  depth_ = 1 + points.Below(kMostDepth);
  for (uint32_t i = 0; i < depth_; ++i)
    points_[i] = points.Below(std::max(places, 1U));
}

uint32_t PctChoices::OfScenario(const Question& question) const {
  const Odds odds = SwitchesFaultsOn(question.actor)
                        ? Odds{std::max(question.odds.per_65536, 32768U)}
                        : question.odds;
  return DrawnAnswer(seed_, question, odds);
}

uint32_t PctChoices::Answer(const Question& question) {
  if (question.site == Site::kScenario) return OfScenario(question);
  if (!IsPlace(question)) return DrawnAnswer(seed_, question, question.odds);
  const uint32_t here = place_++;
  const auto* const first = points_.data();
  const auto* const last = first + depth_;
  if (std::find(first, last, here) == last) return 0;
  return 1 + Scaled(static_cast<uint32_t>(DrawnBits(seed_, question) >> 32),
                    question.bound - 1);
}

void Pct::Learn(const Choices& /*choices*/, const Outcome& /*outcome*/) {
  // A slow average: runs differ much in length.
  places_ = (15 * places_ + choices_.places() + 15) / 16;
}

}  // namespace orderly
