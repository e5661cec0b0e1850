#include "sim/choice/tape_bytes.h"

#include <algorithm>

namespace orderly {
namespace {

constexpr uint32_t NameOf(uint32_t site, uint32_t actor, uint32_t index) {
  return site << 16 | actor << 8 | index;
}

}  // namespace

TapeBytesChoices::TapeBytesChoices(std::span<const uint8_t> bytes) {
  const size_t count = BytesRead(bytes.size()) / kStepSize;
  for (size_t i = 0; i < count; ++i) {
    const std::span<const uint8_t> step = bytes.subspan(i * kStepSize, 4);
    steps_.push_back(
        {NameOf(step[0] % kSiteCount, step[1] % kMaxActors, step[2]), step[3]});
  }
  // The later one of a name comes first, and stays.
  std::reverse(steps_.begin(), steps_.end());
  std::stable_sort(
      steps_.begin(), steps_.end(),
      [](const Named& a, const Named& b) { return a.name < b.name; });
  const auto same = [](const Named& a, const Named& b) {
    return a.name == b.name;
  };
  steps_.erase(std::unique(steps_.begin(), steps_.end(), same), steps_.end());
}

uint32_t TapeBytesChoices::Answer(const Question& question) {
  if (question.index > 0xff) return 0;
  const uint32_t name = NameOf(static_cast<uint32_t>(question.site),
                               question.actor, question.index);
  const auto it = std::lower_bound(
      steps_.begin(), steps_.end(), name,
      [](const Named& step, uint32_t wanted) { return step.name < wanted; });
  if (it == steps_.end() || it->name != name) return 0;
  return it->value % question.bound;
}

std::vector<uint8_t> TapeBytes(const Tape& tape) {
  std::vector<uint8_t> bytes;
  for (const Step& step : tape.steps()) {
    if (step.index > 0xff || step.value > 0xff) continue;
    bytes.insert(bytes.end(), {static_cast<uint8_t>(step.site), step.actor,
                               static_cast<uint8_t>(step.index),
                               static_cast<uint8_t>(step.value)});
  }
  return bytes;
}

}  // namespace orderly
