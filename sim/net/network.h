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

class StateHash;

// Whom the network tells what becomes of a segment, and who keeps what is under
// way.
class NetworkEvents {
 public:
  enum class Kind : uint8_t { kDropped, kDuplicated, kHeld, kReleased };
  virtual ~NetworkEvents() = default;
  virtual void SegmentEvent(Kind kind, Direction direction,
                            const Segment& segment) = 0;
  // Of a duplicate, or one that a gate lets go: it arrives at `at`, by the
  // order of these calls, and of those of Send(), where instants are equal.
  virtual void ScheduleArrival(Instant at, Direction direction,
                               SegmentPtr&& segment) = 0;
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
  // When it arrives. Never(): it does not, because it was lost, or a gate took
  // it; only the latter moves from the segment.
  [[nodiscard]] Instant Send(Direction direction, Segment& segment);

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

  // But for the fault budget: who asks for a state has bounds of its own.
  // Requires that there are no gates.
  void HashInto(StateHash& hash) const;

 private:
  friend class HeldSegments;
  void AddGate(HeldSegments* gate) { gates_.push_back(gate); }
  void RemoveGate(HeldSegments* gate);
  void SendHeld(Direction direction, Segment segment);
  Instant Lose(Direction direction, const Segment& segment);
  bool Hold(Direction direction, Segment& segment);
  bool DrawFate(Direction direction, const Segment& segment, Duration& delay);

  Choices& choices_;
  NetworkEvents& events_;
  std::array<LinkConfig, kMaxHosts * kMaxHosts> links_;
  std::array<bool, kMaxHosts * kMaxHosts> cut_{};
  std::array<Instant, kMaxHosts * kMaxHosts> outage_ends_{};
  std::vector<HeldSegments*> gates_;
  Instant now_;
  uint32_t fault_budget_ = ~0U;
};

// Inline: what every segment passes through.
inline Instant Network::Send(Direction direction, Segment& segment) {
  const uint32_t number = LinkNumber(direction);
  const LinkConfig& link = links_[number];
  if (cut_[number] || now_ < outage_ends_[number])
    return Lose(direction, segment);
  if (!gates_.empty() && Hold(direction, segment)) return Instant::Never();
  if (link.loss.per_65536 != 0 &&
      choices_.Happens(link.loss, Site::kFate, number))
    return Lose(direction, segment);
#ifdef ORDERLY_EXTRA_DRAW
  // --config=extra_draw: an unrelated decision for each segment, as a later
  // version may have one. Every index of this site moves.
  if (link.decides) (void)choices_.Below(2, Site::kFate, number);
#endif
  Duration delay = link.delay;
  if (link.decides && fault_budget_ > 0 && !DrawFate(direction, segment, delay))
    return Lose(direction, segment);
  if (link.jitter.count() > 0) {
    const auto micros = static_cast<uint32_t>(link.jitter.count() / 1000);
    delay += std::chrono::microseconds(
        choices_.Below(micros + 1, Site::kLatency, number));
  }
  return now_ + delay;
}

}  // namespace orderly

#endif  // ORDERLY_SIM_NET_NETWORK_H_
