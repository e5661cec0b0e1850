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

// What threw away bytes that one side still had for the other.
enum class Cause : uint8_t {
  kNone,            // nothing did: a side was not told, or did not listen
  kUnreadAtClose,   // close() with unread data: RST, and the send queue goes
  kDataAfterClose,  // data came for a side that had closed: RST
  kLinger0,         // SO_LINGER {1, 0}: RST
  kGaveUp,          // TCP gave up
};
inline constexpr int kCauseCount = 5;
// "the server closed with unread data"; empty for kNone.
std::string CauseSentence(Cause cause, std::string_view who);

// A promise that a run broke, how, as one sentence of facts, and what did it.
struct Violation {
  Promise promise = Promise::kAckedSurvives;
  Cause cause = Cause::kNone;
  std::string happened;
  friend bool operator==(const Violation&, const Violation&) = default;
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_PROMISE_H_
