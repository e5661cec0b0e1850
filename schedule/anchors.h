#ifndef ORDERLY_SCHEDULE_ANCHORS_H_
#define ORDERLY_SCHEDULE_ANCHORS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "schedule/schedule.h"
#include "sim/trace/trace.h"

namespace orderly {

// Something that happened by itself and belongs into the story: a call, or, if
// `segment` is not 0, the arrival of that segment.
struct Anchor {
  size_t event = 0;
  uint32_t segment = 0;
  SaidStep said;
};

// What a reader of a run wants to see, in its order, each once: the goodbyes,
// how the sockets were closed, what broke, and what was sent or read before
// each disturbance (given as the number of events before it). Not hundreds.
std::vector<Anchor> AnchorsOf(const Trace& trace,
                              const std::vector<size_t>& disturbed);

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_ANCHORS_H_
