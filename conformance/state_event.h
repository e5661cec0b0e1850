#ifndef ORDERLY_CONFORMANCE_STATE_EVENT_H_
#define ORDERLY_CONFORMANCE_STATE_EVENT_H_

#include <string>
#include <vector>

#include "sim/wire/seq_num.h"

namespace orderly {

// A cell of the table, as measured or as seen.
struct StateEventCell {
  std::string state;
  std::string segment;
  std::string emission;
  std::string after;
  std::string application;  // "SO_ERROR | recv | poll"; "-": there is none
  friend bool operator==(const StateEventCell&,
                         const StateEventCell&) = default;
};

// Probe p04: 19 segments in each of 11 states, as measured.
std::vector<StateEventCell> StateEventCells();
// What the simulated host does with that segment in that state, with these
// initial sequence numbers of its own and of its peer.
StateEventCell SeeStateEvent(const StateEventCell& cell, SeqNum host_iss,
                             SeqNum peer_iss);

}  // namespace orderly

#endif  // ORDERLY_CONFORMANCE_STATE_EVENT_H_
