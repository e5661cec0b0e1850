#ifndef ORDERLY_SIM_BASE_HASH_H_
#define ORDERLY_SIM_BASE_HASH_H_

#include <cstdint>

namespace orderly {

// The finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable
// pseudorandom number generators", 2014). A bijection of 64-bit integers: the
// same on every compiler, unlike std::hash.
constexpr uint64_t Mix64(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

inline constexpr uint64_t kGoldenGamma = 0x9e3779b97f4a7c15U;

// A running fingerprint: order matters, one multiplication a word.
constexpr uint64_t Fold(uint64_t digest, uint64_t word) {
  uint64_t z = (digest ^ word) * 0xff51afd7ed558ccdU;
  return z ^ (z >> 29);
}

// Three words as one, for Fold(): parts that differ give sums that differ, but
// for one in 2^64.
constexpr uint64_t Join(uint64_t a, uint64_t b, uint64_t c) {
  return a + b * kGoldenGamma + c * 0xbf58476d1ce4e5b9U;
}

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_HASH_H_
