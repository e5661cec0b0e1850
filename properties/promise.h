#ifndef ORDERLY_PROPERTIES_PROMISE_H_
#define ORDERLY_PROPERTIES_PROMISE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orderly {

// What a protocol promises about its end.
enum class Promise : uint8_t {
  kAckedSurvives,
  kGoodbyeHeard,
  kAgree,
  kRuptureRollsBack,
  kStreamIntact,
  kBothFinish,
};
inline constexpr int kPromiseCount = 6;
inline constexpr std::array<Promise, kPromiseCount> kAllPromises = {
    Promise::kAckedSurvives,    Promise::kGoodbyeHeard, Promise::kAgree,
    Promise::kRuptureRollsBack, Promise::kStreamIntact, Promise::kBothFinish};

// "acked-survives", ...
std::string_view PromiseName(Promise promise);
// The promise as a sentence.
std::string_view PromiseSentence(Promise promise);
std::optional<Promise> ParsePromise(std::string_view name);

// A promise that a run broke, and how, as one sentence of facts.
struct Violation {
  Promise promise = Promise::kAckedSurvives;
  std::string happened;
  friend bool operator==(const Violation&, const Violation&) = default;
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_PROMISE_H_
