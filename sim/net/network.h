#ifndef ORDERLY_SIM_NET_NETWORK_H_
#define ORDERLY_SIM_NET_NETWORK_H_

#include <array>
#include <cstdint>
#include <vector>

#include "sim/base/instant.h"
#include "sim/choice/choices.h"
#include "sim/net/fate.h"
#include "sim/net/gate.h"
#include "sim/wire/segment.h"

namespace orderly {

// Whom the network tells what becomes of a segment, and who keeps what is under
// way.
class NetworkEvents {
 public:
  enum class Kind : uint8_t { kDropped, kDuplicated, kHeld, kReleased };
  virtual ~NetworkEvents() = default;
  virtual void SegmentEvent(Kind kind, Direction direction,
                            const Segment& segment) = 0;
  // It arrives at `at`, by the order of these calls where instants are equal.
  virtual void ScheduleArrival(Instant at, Direction direction,
                               Segment&& segment) = 0;
};

// The links between up to kMaxHosts hosts. A segment that is sent meets, in
// this order: a partition, the gates of its direction (the oldest first), one
// draw of its fate, one draw of its latency. Links have no rate, no queue and
// no order of their own.
class Network final {
 public:
  static constexpr uint8_t kMaxHosts = 5;
  static uint32_t LinkNumber(Direction d) { return d.from * kMaxHosts + d.to; }

  // All must outlive the network.
  Network(Choices& choices, NetworkEvents& events, const LinkConfig& config);

  LinkConfig& link(Direction direction) {
    return links_[LinkNumber(direction)];
  }

  // Before anything else happens at a later instant: a gate may be opened at
  // any time.
  void AdvanceTo(Instant now) { now_ = now; }
  void Send(Instant now, Direction direction, Segment&& segment);

  // While cut, segments of the direction are lost.
  void Cut(Direction direction, bool cut) { cut_[LinkNumber(direction)] = cut; }
  bool is_cut(Direction direction) const { return cut_[LinkNumber(direction)]; }
  // At most this many fates of a run are not benign (an outage counts twice);
  // then the links are perfect. What more loss than this does is what a
  // partition does.
  void set_fault_budget(uint32_t faults) { fault_budget_ = faults; }
  // From now on a perfect network: no faults, no jitter, no partition. Gates
  // stay.
  void Heal();

 private:
  friend class HeldSegments;
  void AddGate(HeldSegments* gate) { gates_.push_back(gate); }
  void RemoveGate(HeldSegments* gate);
  void SendHeld(Direction direction, Segment segment);
  void Lose(Direction direction, const Segment& segment);

  Choices& choices_;
  NetworkEvents& events_;
  std::array<LinkConfig, kMaxHosts * kMaxHosts> links_;
  std::array<bool, kMaxHosts * kMaxHosts> cut_{};
  std::array<Instant, kMaxHosts * kMaxHosts> outage_ends_{};
  std::vector<HeldSegments*> gates_;
  Instant now_;
  uint32_t fault_budget_ = ~0U;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_NET_NETWORK_H_
