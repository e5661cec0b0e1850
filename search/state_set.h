#ifndef ORDERLY_SEARCH_STATE_SET_H_
#define ORDERLY_SEARCH_STATE_SET_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "search/explore_choices.h"
#include "sim/base/check.h"

namespace orderly {

// The states that an exploration was in, by their hashes: who was there first,
// and with how much of the bound left. What a state leads to with less left it
// also leads to with more.
class StateSet final {
 public:
  StateSet() : slots_(size_t{1} << 12) {}

  size_t size() const { return size_; }

  // Whether somebody was there with at least so much left.
  bool Covers(uint64_t state, Left left) const {
    const Slot& slot = slots_[Find(state)];
    return (slot.left & AtLeast(left)) != 0;
  }
  // Who was there first. Requires that somebody was.
  uint32_t FirstAt(uint64_t state) const { return slots_[Find(state)].first; }
  // Requires !Covers(state, left).
  void Enter(uint64_t state, Left left, uint32_t run) {
    if (2 * (size_ + 1) > slots_.size()) Grow();
    Slot& slot = slots_[Find(state)];
    if (slot.left == 0) {
      slot = {state, run, 0};
      ++size_;
    }
    slot.left |= 1U << Number(left);
  }

 private:
  static constexpr uint32_t kKills = 2;  // numbers of kills left
  static constexpr uint32_t kCount = (Bound::kMostFaults + 1) * kKills;
  struct Slot {
    uint64_t state = 0;
    uint32_t first = 0;
    uint32_t left = 0;  // a bit for each Number(); none: the slot is empty
  };

  static uint32_t Number(Left left) {
    return left.faults * kKills + left.kills;
  }
  static uint32_t AtLeast(Left left) {
    uint32_t bits = 0;
    for (uint32_t n = Number(left); n < kCount; ++n) {
      if (n % kKills >= left.kills) bits |= 1U << n;
    }
    return bits;
  }
  size_t Find(uint64_t state) const {
    const size_t mask = slots_.size() - 1;
    size_t i = static_cast<size_t>(state) & mask;
    while (slots_[i].left != 0 && slots_[i].state != state) i = (i + 1) & mask;
    return i;
  }
  void Grow() {
    std::vector<Slot> old(2 * slots_.size());
    std::swap(old, slots_);
    for (const Slot& slot : old) {
      if (slot.left != 0) slots_[Find(slot.state)] = slot;
    }
  }

  std::vector<Slot> slots_;
  size_t size_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_STATE_SET_H_
