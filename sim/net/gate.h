#ifndef ORDERLY_SIM_NET_GATE_H_
#define ORDERLY_SIM_NET_GATE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/net/filter.h"
#include "sim/wire/segment.h"

namespace orderly {

class Network;

// One direction between two hosts, by their numbers.
struct Direction {
  uint8_t from = 0;
  uint8_t to = 0;
  friend bool operator==(Direction, Direction) = default;
};

// Segments of one direction that a story holds back. New ones that fit the
// filter are held as long as the gate is shut; a retransmission of a held
// segment is a segment of its own. A gate must be empty when it ends: what
// becomes of every held segment is the story's to say. It must not outlive its
// network.
class HeldSegments final {
 public:
  HeldSegments(Network& network, Direction direction, Filter filter);
  HeldSegments(const HeldSegments&) = delete;
  HeldSegments& operator=(const HeldSegments&) = delete;
  ~HeldSegments();

  size_t size() const { return held_.size(); }
  bool empty() const { return held_.empty(); }
  const Segment& operator[](size_t i) const { return held_[i]; }

  // Sends them on, in order, with the link's delay from now, and opens the
  // gate.
  void Release();
  // Sends the first on; the gate stays shut. Requires !empty().
  void ReleaseFirst();
  // Sends the last on, before the others. Requires !empty().
  void ReleaseLast();
  // Loses them, and opens the gate.
  void Drop();
  // Loses the first; the gate stays shut. Requires !empty().
  void DropFirst();
  // Sends a copy of the first on, and keeps it. Requires !empty().
  void DuplicateFirst();
  // Holds no further segments.
  void Open() { shut_ = false; }

 private:
  friend class Network;
  bool Takes(Direction direction, const Segment& segment) const {
    return shut_ && direction == direction_ && filter_(segment);
  }
  void SendOn(size_t i);

  Network& network_;
  Direction direction_;
  Filter filter_;
  bool shut_ = true;
  std::vector<Segment> held_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_NET_GATE_H_
