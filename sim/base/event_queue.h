#ifndef ORDERLY_SIM_BASE_EVENT_QUEUE_H_
#define ORDERLY_SIM_BASE_EVENT_QUEUE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "sim/base/instant.h"
#include "sim/base/recycled.h"

namespace orderly {

// Something that will happen. What `kind` and the arguments mean is the owner's
// affair.
struct Event {
  Instant at;
  uint32_t kind = 0;
  uint32_t target = 0;
  uint64_t argument = 0;
};
static_assert(std::is_trivially_copyable_v<Event>);

// Pending events, by instant, then by order of insertion.
// A sorted array searched from its end: nearly every event of a network (an
// arrival one delay from now) is the latest but for a few timers, so an
// insertion moves two or three elements. What is taken leaves a gap at the
// front, which is closed when the array is full. Nothing is cancelled: owners
// ignore events that no longer apply.
class EventQueue final {
 public:
  // More pending events than this is reported by full(); a run that gets there
  // has a leak or a storm.
  static constexpr size_t kMaxPending = 1 << 16;

  EventQueue() : slots_(Take(kFirstCapacity)) {}
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;
  ~EventQueue() { Give(slots_, capacity()); }

  bool empty() const { return first_ == last_; }
  bool full() const { return size() >= kMaxPending; }
  size_t size() const { return static_cast<size_t>(last_ - first_); }

  // In the order in which they will be taken.
  const Event* begin() const { return first_; }
  const Event* end() const { return last_; }

  // Requires !empty().
  const Event& next() const { return *first_; }
  Event Pop() { return *first_++; }

  // The events before place `i` that `moves` picks go right behind that one, at
  // its instant, in their order.
  template <typename Moves>
  void MoveBehind(size_t i, Moves moves) {
    Event* const chosen = first_ + i;
    Event* const moved = std::stable_partition(
        first_, chosen, [&](const Event& event) { return !moves(event); });
    std::rotate(moved, chosen, chosen + 1);
    for (Event* it = moved + 1; it <= chosen; ++it) it->at = moved->at;
  }

  void Push(const Event& event) {
    if (last_ == end_) [[unlikely]]
      MakeRoom();
    Event* place = last_++;
    for (; place != first_ && place[-1].at > event.at; --place)
      *place = place[-1];
    *place = event;
  }

 private:
  static constexpr size_t kFirstCapacity = 64;

  static Event* Take(size_t capacity) {
    return static_cast<Event*>(Recycler::Take(capacity * sizeof(Event)));
  }
  static void Give(Event* slots, size_t capacity) {
    Recycler::Give(slots, capacity * sizeof(Event));
  }
  size_t capacity() const { return static_cast<size_t>(end_ - slots_); }

  // Closes the gap; in a larger array, when the gap is no larger than the rest.
  [[gnu::noinline]] void MakeRoom() {
    const size_t pending = size();
    const size_t before = capacity();
    const size_t after = pending < before / 2 ? before : 2 * before;
    Event* const slots = after == before ? slots_ : Take(after);
    std::memmove(slots, first_, pending * sizeof(Event));
    if (slots != slots_) Give(slots_, before);
    slots_ = first_ = slots;
    last_ = slots + pending;
    end_ = slots + after;
  }

  Event* slots_;
  Event* first_ = slots_;
  Event* last_ = slots_;
  Event* end_ = slots_ + kFirstCapacity;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_EVENT_QUEUE_H_
