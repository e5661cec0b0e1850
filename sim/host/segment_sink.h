#ifndef ORDERLY_SIM_HOST_SEGMENT_SINK_H_
#define ORDERLY_SIM_HOST_SEGMENT_SINK_H_

#include "sim/tcp/tcp_state.h"
#include "sim/wire/segment.h"

namespace orderly {

class Host;

// Where a host hands its segments, and whom it tells of its connections. A host
// knows no network.
class SegmentSink {
 public:
  virtual ~SegmentSink() = default;
  // May move from the segment. Must not call back into the host.
  virtual void Transmit(Host& from, SegmentPtr&& segment) = 0;
  // A connection (or what it left behind) changed state; CLOSED is its end.
  virtual void StateChanged(Host& host, const FourTuple& tuple, TcpState from,
                            TcpState to) = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_HOST_SEGMENT_SINK_H_
