// What of a run is its state, but for its processes.
#include "sim/base/state_hash.h"
#include "sim/simulation.h"

namespace orderly {
namespace {

void Add(StateHash& hash, const Segment& segment) {
  // Its number and its being a retransmission are for readers.
  const auto& [source, destination, seq, ack, window, flags, ecn,
               retransmission, part, number, options, payload] = segment;
  const auto& [mss, window_scale, sack_permitted, timestamps, timestamp, echoed,
               sack] = options;
  hash.Add(source.address, source.port, destination.address, destination.port,
           seq, ack, window, flags, ecn, part, mss, window_scale,
           sack_permitted, timestamps, timestamp, echoed, sack.size(),
           payload.view());
  for (uint8_t i = 0; i < sack.size(); ++i)
    hash.Add(sack[i].first, sack[i].end);
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
