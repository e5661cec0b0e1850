#include "sim/net/gate.h"

#include "sim/base/check.h"
#include "sim/net/network.h"

namespace orderly {

HeldSegments::HeldSegments(Network& network, Direction direction, Filter filter)
    : network_(network), direction_(direction), filter_(std::move(filter)) {
  network_.AddGate(this);
}

HeldSegments::~HeldSegments() {
  const bool every_held_segment_was_released_or_dropped = held_.empty();
  SIM_CHECK(every_held_segment_was_released_or_dropped);
  network_.RemoveGate(this);
}

void HeldSegments::SendOn(size_t i) {
  network_.SendHeld(direction_, std::move(held_[i]));
  held_.erase(held_.begin() + static_cast<ptrdiff_t>(i));
}

void HeldSegments::Release() {
  Open();
  while (!held_.empty()) SendOn(0);
}

void HeldSegments::ReleaseFirst() {
  SIM_CHECK(!held_.empty());
  SendOn(0);
}

void HeldSegments::ReleaseLast() {
  SIM_CHECK(!held_.empty());
  SendOn(held_.size() - 1);
}

void HeldSegments::Drop() {
  Open();
  while (!held_.empty()) DropFirst();
}

void HeldSegments::DropFirst() {
  SIM_CHECK(!held_.empty());
  network_.Lose(direction_, held_.front());
  held_.erase(held_.begin());
}

void HeldSegments::DuplicateFirst() {
  SIM_CHECK(!held_.empty());
  network_.SendHeld(direction_, held_.front());
}

}  // namespace orderly
