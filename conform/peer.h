#ifndef ORDERLY_CONFORM_PEER_H_
#define ORDERLY_CONFORM_PEER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "conform/stack.h"
#include "conform/step.h"
#include "sim/wire/segment.h"

namespace orderly::conform {

// What the peer's SYN says where the story offers it, and what the host's does.
inline constexpr uint16_t kPeerMss = 1000;
inline constexpr int8_t kPeerScale = 7;
inline constexpr uint32_t kFirstStamp = 1'000'001;
inline constexpr uint16_t kHostMss = 1460;
inline constexpr int8_t kHostScale = 10;

// What one step came to.
struct StepRecord {
  std::string result;             // of a call
  std::vector<std::string> sent;  // packetdrill's notation
  std::string injected;           // of a segment step, with its window
  std::string state;
  // What two stacks must agree in.
  bool operator==(const StepRecord& other) const {
    return result == other.result && sent == other.sent && state == other.state;
  }
};

// The first is the opening.
using Record = std::vector<StepRecord>;

// Plays a story to a stack, as its application and its peer. Numbers are
// relative to the initial ones, so that records of two stacks compare.
Record Play(const Story& story, Stack& stack);

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_PEER_H_
