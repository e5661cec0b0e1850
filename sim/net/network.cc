#include "sim/net/network.h"

#include <algorithm>

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
                          std::move(segment));
}

void Network::Lose(Direction direction, const Segment& segment) {
  events_.SegmentEvent(NetworkEvents::Kind::kDropped, direction, segment);
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

void Network::Send(Instant now, Direction direction, Segment&& segment) {
  now_ = now;
  const uint32_t number = LinkNumber(direction);
  const LinkConfig& link = links_[number];
  if (cut_[number] || now < outage_ends_[number]) {
    Lose(direction, segment);
    return;
  }
  for (HeldSegments* gate : gates_) {
    if (!gate->Takes(direction, segment)) continue;
    events_.SegmentEvent(NetworkEvents::Kind::kHeld, direction, segment);
    gate->held_.push_back(std::move(segment));
    return;
  }
  if (link.loss.per_65536 != 0 &&
      choices_.Happens(link.loss, Site::kFate, number)) {
    Lose(direction, segment);
    return;
  }
  Duration delay = link.delay;
  if (link.decides && fault_budget_ > 0) {
    const auto fate = static_cast<Fate>(
        choices_.Below(kFateCount, Site::kFate, number, link.fault_odds));
    if (fate != Fate::kDeliver) --fault_budget_;
    switch (fate) {
      case Fate::kDeliver:
        break;
      case Fate::kOutage:
        outage_ends_[number] = now + link.outage;
        if (fault_budget_ > 0) --fault_budget_;
        Lose(direction, segment);
        return;
      case Fate::kDrop:
        Lose(direction, segment);
        return;
      case Fate::kDuplicate:
        events_.SegmentEvent(NetworkEvents::Kind::kDuplicated, direction,
                             segment);
        events_.ScheduleArrival(now + delay, direction, Segment(segment));
        delay += link.short_delay;
        break;
      case Fate::kDelayShort:
        delay += link.short_delay;
        break;
      case Fate::kDelayMedium:
        delay += link.medium_delay;
        break;
      case Fate::kDelayLong:
        delay += link.long_delay;
        break;
    }
  }
  if (link.jitter.count() > 0) {
    const auto micros = static_cast<uint32_t>(link.jitter.count() / 1000);
    delay += std::chrono::microseconds(
        choices_.Below(micros + 1, Site::kLatency, number));
  }
  events_.ScheduleArrival(now + delay, direction, std::move(segment));
}

}  // namespace orderly
