#ifndef ORDERLY_TESTS_SUPPORT_DRIVE_H_
#define ORDERLY_TESTS_SUPPORT_DRIVE_H_

#include <optional>

#include "sim/host/host.h"
#include "sim/peer.h"
#include "sim/simulation.h"
#include "sim/tcp/tcp_state.h"
#include "sim/wire/four_tuple.h"

namespace orderly {

// Whether a descriptor refers to the socket still.
enum class Holder : uint8_t { kLive, kOrphan };

// A connection that was driven to a state.
struct Driven {
  Host* host = nullptr;
  FourTuple tuple;           // seen from `host`
  std::optional<Peer> near;  // none in SYN-RECEIVED, which nobody can hold
  std::optional<Peer> far;   // none in LISTEN, SYN-SENT and SYN-RECEIVED
  TcpState state() const {
    if (near.has_value()) return near->state();
    return host->StateOf(tuple).value_or(TcpState::kClosed);
  }
};

// Whether a socket in that state can be held so: nobody can be without a
// listener, nor have closed in CLOSE-WAIT, nor hold SYN-RECEIVED.
bool CanBeHeld(TcpState state, Holder holder);

// Drives a new connection of a run without faults to the state, by calls and
// losses only. The near end is host "near", the far one "far". In the states
// that wait for an acknowledgement of a FIN or SYN the segment was lost: run
// for less than 200 ms, or it is sent again. CLOSED, live: by a reset of the
// peer, with the error untold. Requires CanBeHeld().
Driven DriveTo(Simulation& sim, TcpState state, Holder holder);

}  // namespace orderly

#endif  // ORDERLY_TESTS_SUPPORT_DRIVE_H_
