#include "sim/net/network.h"

#include <algorithm>

#include "sim/base/check.h"
#include "sim/base/state_hash.h"

namespace orderly {

Network::Network(Choices& choices, NetworkEvents& events,
                 const LinkConfig& config)
    : choices_(choices), events_(events) {
  links_.fill(config);
}

void Network::RemoveGate(HeldSegments* gate) {
  gates_.erase(std::remove(gates_.begin(), gates_.end(), gate), gates_.end());
}

void Network::SendHeld(Direction direction, Segment segment) {
  events_.SegmentEvent(NetworkEvents::Kind::kReleased, direction, segment);
  events_.ScheduleArrival(now_ + link(direction).delay, direction,
                          std::make_unique<Segment>(std::move(segment)));
}

Instant Network::Lose(Direction direction, const Segment& segment) {
  events_.SegmentEvent(NetworkEvents::Kind::kDropped, direction, segment);
  return Instant::Never();
}

void Network::Heal() {
  cut_.fill(false);
  outage_ends_.fill(Instant());
  for (LinkConfig& link : links_) {
    link.decides = false;
    link.loss = Odds{0};
    link.jitter = Duration(0);
  }
}

void Network::HashInto(StateHash& hash) const {
  const auto& [choices, events, links, cut, outage_ends, gates, now, budget] =
      *this;
  SIM_CHECK(gates.empty());
  for (const LinkConfig& link : links) {
    // The rest of it does not change during a run.
    hash.Add(link.decides, link.loss.per_65536, link.jitter);
  }
  for (const bool is_cut : cut) hash.Add(is_cut);
  for (const Instant end : outage_ends) hash.Add(end > now ? end : Instant());
}

bool Network::Hold(Direction direction, Segment& segment) {
  for (HeldSegments* gate : gates_) {
    if (!gate->Takes(direction, segment)) continue;
    events_.SegmentEvent(NetworkEvents::Kind::kHeld, direction, segment);
    gate->held_.push_back(std::move(segment));
    return true;
  }
  return false;
}

// Adds to the delay, or returns false: the segment is lost.
bool Network::DrawFate(Direction direction, const Segment& segment,
                       Duration& delay) {
  const uint32_t number = LinkNumber(direction);
  const LinkConfig& link = links_[number];
  const auto fate = static_cast<Fate>(choices_.Below(
      kFateCount, Site::kFate, number, link.fault_odds, segment.number));
  if (fate != Fate::kDeliver) --fault_budget_;
  switch (fate) {
    case Fate::kDeliver:
      return true;
    case Fate::kOutage:
      outage_ends_[number] = now_ + link.outage;
      if (fault_budget_ > 0) --fault_budget_;
      return false;
    case Fate::kDrop:
      return false;
    case Fate::kDuplicate:
      events_.SegmentEvent(NetworkEvents::Kind::kDuplicated, direction,
                           segment);
      events_.ScheduleArrival(now_ + delay, direction,
                              std::make_unique<Segment>(segment));
      delay += link.short_delay;
      return true;
    case Fate::kDelayShort:
      delay += link.short_delay;
      return true;
    case Fate::kDelayMedium:
      delay += link.medium_delay;
      return true;
    case Fate::kDelayLong:
      delay += link.long_delay;
      return true;
  }
  return true;
}

}  // namespace orderly
