#ifndef ORDERLY_SEARCH_BOUND_H_
#define ORDERLY_SEARCH_BOUND_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace orderly {

// Which runs an exploration makes: all that have no more of this than it says.
struct Bound {
  // Segments arrive in every order, among themselves and with respect to what
  // the processes of their host do by time; of processes that may run at once
  // any is the first.
  bool orders = false;
  // What the network does to segments: an outage counts as two. At most
  // kMostFaults, so that replays allow as many.
  uint32_t faults = 0;
  bool only_losses = false;  // ... and is nothing but to lose them
  uint32_t kills = 0;        // 0 or 1

  static constexpr uint32_t kMostFaults = 4;
  friend bool operator==(const Bound&, const Bound&) = default;
};

// "orders,losses=2,kills=1": parts in any order, each once; "faults=N" is for
// all that the network can do. Errors name the part and what was expected.
absl::StatusOr<Bound> ParseBound(std::string_view text);

// "every order of segments under way together, 2 losses and 1 kill"; "a perfect
// network".
std::string BoundText(const Bound& bound);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_BOUND_H_
