#ifndef ORDERLY_PROPERTIES_STRIKE_H_
#define ORDERLY_PROPERTIES_STRIKE_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "sim/choice/choices.h"

namespace orderly {

// What can strike a session after any event of its run (Site::kStrike). Values
// are tokens': add at the end. Each is a rupture.
enum class Strike : uint8_t {
  kNone,
  kResetClient,  // a forged RST, exactly where the next byte is expected
  kResetServer,
  kClientPower,  // its host loses its power for good
  kServerPower,
  kClientBlackout,  // ... and has it again after kBlackout
  kServerBlackout,
  kShortPartition,
  kLongPartition,
};
inline constexpr uint32_t kStrikeCount = 9;
inline constexpr std::array kAllStrikes = {
    Strike::kResetClient,    Strike::kResetServer,    Strike::kClientPower,
    Strike::kServerPower,    Strike::kClientBlackout, Strike::kServerBlackout,
    Strike::kShortPartition, Strike::kLongPartition};

inline constexpr auto kBlackout = std::chrono::milliseconds(300);
// Shorter than TCP is patient, and longer.
inline constexpr auto kShortCut = std::chrono::milliseconds(300);
inline constexpr auto kLongCut = std::chrono::milliseconds(12'000);

Strike DrawStrike(Choices& choices);
// "a forged RST reaches the client".
std::string_view StrikeText(Strike strike);

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_STRIKE_H_
