#ifndef ORDERLY_SIM_BASE_EVENT_QUEUE_H_
#define ORDERLY_SIM_BASE_EVENT_QUEUE_H_

#include <cstddef>
#include <cstdint>

#include "sim/base/instant.h"
#include "sim/base/ring.h"

namespace orderly {

// Something that will happen. What `kind` and the arguments mean is the owner's
// affair.
struct Event {
  Instant at;
  uint32_t kind = 0;
  uint32_t target = 0;
  uint64_t argument = 0;
};

// Pending events, by instant, then by order of insertion.
// A sorted ring searched from its end: nearly every event of a network (an
// arrival one delay from now) is the latest but for a few timers, so an
// insertion moves two or three elements. Nothing is cancelled: owners ignore
// events that no longer apply.
class EventQueue final {
 public:
  // More pending events than this is reported by full(); a run that gets there
  // has a leak or a storm.
  static constexpr size_t kMaxPending = 1 << 16;

  bool empty() const { return events_.empty(); }
  bool full() const { return events_.size() >= kMaxPending; }
  size_t size() const { return events_.size(); }

  // Requires !empty().
  const Event& next() const { return events_.front(); }
  Event Pop() {
    Event event = events_.front();
    events_.pop_front();
    return event;
  }

  void Push(const Event& event) {
    size_t i = events_.size();
    events_.push_back(event);
    for (; i > 0 && events_[i - 1].at > event.at; --i)
      events_[i] = events_[i - 1];
    events_[i] = event;
  }

 private:
  Ring<Event, 32> events_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_EVENT_QUEUE_H_
