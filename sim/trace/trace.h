#ifndef ORDERLY_SIM_TRACE_TRACE_H_
#define ORDERLY_SIM_TRACE_TRACE_H_

#include <cstdint>
#include <vector>

#include "sim/base/hash.h"
#include "sim/trace/trace_event.h"

namespace orderly {

// Everything that happened in a run, in order. Always a fingerprint; the events
// themselves only when kept, because a search makes 100,000 runs for one that
// somebody reads.
class Trace final {
 public:
  explicit Trace(bool keep) : keep_(keep) {}

  bool keeps() const { return keep_; }
  const std::vector<TraceEvent>& events() const { return events_; }
  uint64_t count() const { return count_; }
  // Equal for equal runs; differs, but for one in 2^64, for others.
  uint64_t digest() const { return digest_; }

  // The cheap form, when nothing is kept: the kind, and what tells this event
  // from others of its kind.
  void Count(TraceKind kind, Instant at, uint64_t a, uint64_t b) {
    ++count_;
    const uint64_t when =
        static_cast<uint64_t>(at.nanos()) ^ (static_cast<uint64_t>(kind) << 60);
    digest_ = Fold(digest_, Join(when, a, b));
  }
  // Requires keeps(), and the Count() of the same event before it.
  void Keep(TraceEvent event) { events_.push_back(std::move(event)); }
  // Adds to a kept event what was known only after it.
  void SetQueues(size_t index, uint32_t unread, uint32_t unacknowledged) {
    events_[index].unread = unread;
    events_[index].unacknowledged = unacknowledged;
  }

 private:
  bool keep_;
  uint64_t count_ = 0;
  uint64_t digest_ = kGoldenGamma;
  std::vector<TraceEvent> events_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TRACE_TRACE_H_
