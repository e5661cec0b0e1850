#include "properties/situations.h"

namespace orderly {

std::string_view SituationName(Situation situation) {
  static constexpr std::array<std::string_view, kSituationCount> kNames = {
      "unread data at close",
      "data for a closed reader",
      "RST overtakes data",
      "FINs cross",
      "last ACK lost",
      "zero window at close",
      "kill before commit",
      "kill after commit",
      "heartbeat crosses the goodbye",
      "power lost",
      "partition"};
  return kNames[static_cast<size_t>(situation)];
}

}  // namespace orderly
