// What of a run is its state, but for its processes.
#include "sim/base/state_hash.h"
#include "sim/simulation.h"

namespace orderly {
namespace {

void Add(StateHash& hash, const Segment& segment) {
  // Its number and its being a retransmission are for readers.
  const TcpOptions& options = segment.options;
  hash.Add(segment.source.address, segment.source.port,
           segment.destination.address, segment.destination.port, segment.seq,
           segment.ack, segment.window, segment.flags, segment.ecn,
           segment.part, options.mss, options.window_scale,
           options.sack_permitted, options.timestamps, options.timestamp,
           options.echoed, options.sack.size(), segment.payload.view());
  for (uint8_t i = 0; i < options.sack.size(); ++i)
    hash.Add(options.sack[i].first, options.sack[i].end);
}

}  // namespace

void Simulation::HashInto(StateHash& hash) const {
  for (const Event& event : queue_) {
    if (event.kind == kActor) {
      if (actors_[event.target]->IsIdle(event.argument)) continue;
      hash.Add(event.at, event.kind, event.target, event.argument);
      continue;
    }
    hash.Add(event.at, event.kind, event.target);
    Add(hash, SegmentOf(event));
    const Postponed* postponed = FindPostponed(event);
    hash.Add(postponed != nullptr);
    if (postponed != nullptr) hash.Add(postponed->due, postponed->waits);
  }
  hash.Add(network_);
  for (const auto& host : hosts_) hash.Add(*host);
}

}  // namespace orderly
