#ifndef ORDERLY_SIM_CHOICE_DRAWN_H_
#define ORDERLY_SIM_CHOICE_DRAWN_H_

#include <cstdint>

#include "sim/base/hash.h"
#include "sim/choice/choices.h"

namespace orderly {

// Numbers that are a function of a seed and a decision's name alone
// (SplitMix64's finaliser as a counter-based generator): a seed, like a tape,
// survives unrelated new decisions. Integer only, the same everywhere.

// Lemire's multiplication: its bias is 2^-32.
constexpr uint32_t Scaled(uint32_t random, uint32_t bound) {
  return static_cast<uint32_t>((static_cast<uint64_t>(random) * bound) >> 32);
}

// 64 random bits of a decision. `seed` is a Mix64() of what a person typed.
constexpr uint64_t DrawnBits(uint64_t seed, const Question& question) {
  const uint64_t name = (static_cast<uint64_t>(question.site) << 40) |
                        (static_cast<uint64_t>(question.actor) << 32) |
                        question.index;
  return Mix64(seed ^ ((name + 1) * kGoldenGamma));
}

// An answer by `odds`: benign, or any of the others alike. Odds::Even(): all
// alike.
constexpr uint32_t DrawnAnswer(uint64_t seed, const Question& question,
                               Odds odds) {
  const uint64_t random = DrawnBits(seed, question);
  const auto high = static_cast<uint32_t>(random >> 32);
  if (odds.per_65536 == 0) return Scaled(high, question.bound);
  if ((random & 0xffff) >= odds.per_65536) return 0;
  return 1 + Scaled(high, question.bound - 1);
}

// What follows in a sequence that is nobody's decision: which run to vary, and
// how.
class DrawnSequence final {
 public:
  explicit DrawnSequence(uint64_t seed) : state_(Mix64(seed + kGoldenGamma)) {}
  uint32_t Below(uint32_t bound) {
    state_ = Mix64(state_ + kGoldenGamma);
    return Scaled(static_cast<uint32_t>(state_ >> 32), bound);
  }
  bool OneIn(uint32_t n) { return Below(n) == 0; }

 private:
  uint64_t state_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_DRAWN_H_
