#ifndef ORDERLY_SIM_NET_FATE_H_
#define ORDERLY_SIM_NET_FATE_H_

#include <cstdint>

#include "sim/base/instant.h"
#include "sim/choice/choices.h"

namespace orderly {

// What the network does to a segment. 0 is the benign one. The delays let later
// segments overtake: by a neighbour, by a delayed acknowledgement, by a
// retransmission.
enum class Fate : uint8_t {
  kDeliver,
  kDrop,
  kDuplicate,
  kDelayShort,
  kDelayMedium,
  kDelayLong,
  kOutage,  // it and all that follow it for a time are lost
};
inline constexpr uint32_t kFateCount = 7;

// One direction between two hosts.
struct LinkConfig {
  Duration delay = std::chrono::milliseconds(10);  // one way
  // Extra delay of 0 to `jitter`, drawn for each segment in microseconds; no
  // clamp to keep the order.
  Duration jitter{0};
  // The odds that the fate of a segment is not kDeliver; `decides` false: no
  // fate is drawn.
  bool decides = false;
  Odds fault_odds = Odds::OneIn(16);
  // Loss alone, as a decision of its own (bench variant B); 0: none.
  Odds loss{0};

  Duration short_delay = std::chrono::milliseconds(15);
  Duration medium_delay = std::chrono::milliseconds(60);
  Duration long_delay = std::chrono::milliseconds(450);
  // Longer than it takes to lose three copies of a segment (RTO 200 ms).
  Duration outage = std::chrono::milliseconds(1200);
};

}  // namespace orderly

#endif  // ORDERLY_SIM_NET_FATE_H_
