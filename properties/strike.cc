#include "properties/strike.h"

namespace orderly {

Strike DrawStrike(Choices& choices) {
  return static_cast<Strike>(choices.Below(kStrikeCount, Site::kStrike));
}

std::string_view StrikeText(Strike strike) {
  switch (strike) {
    case Strike::kNone:
      return "nothing strikes";
    case Strike::kResetClient:
      return "a forged RST reaches the client";
    case Strike::kResetServer:
      return "a forged RST reaches the server";
    case Strike::kClientPower:
      return "the client's host loses power for good";
    case Strike::kServerPower:
      return "the server's host loses power for good";
    case Strike::kClientBlackout:
      return "the client's host loses power for 300 ms";
    case Strike::kServerBlackout:
      return "the server's host loses power for 300 ms";
    case Strike::kShortPartition:
      return "the network is cut for 300 ms";
    case Strike::kLongPartition:
      return "the network is cut for 12 s";
  }
  return "";
}

}  // namespace orderly
