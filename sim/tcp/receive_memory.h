#ifndef ORDERLY_SIM_TCP_RECEIVE_MEMORY_H_
#define ORDERLY_SIM_TCP_RECEIVE_MEMORY_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "sim/base/ring.h"
#include "sim/wire/segment.h"

namespace orderly {

class StateHash;

// The memory that what arrived takes, as Linux charges it: not bytes but the
// packets that hold them (skb->truesize), here those that a TUN device makes.
// The window is a share of the buffer (scaling_ratio), which follows from how
// well the peer's segments fill their packets. A connection without it counts
// bytes (TcpConfig::charge_packets).
class ReceiveMemory final {
 public:
  // `buffer` is SO_RCVBUF as Linux tells it.
  explicit ReceiveMemory(uint32_t buffer) : buffer_(buffer) {}

  uint32_t buffer() const { return buffer_; }
  void set_buffer(uint32_t buffer) { buffer_ = buffer; }
  uint32_t charged() const { return charged_; }

  // tcp_win_from_space, tcp_full_space, tcp_space.
  uint32_t Window(uint32_t bytes) const {
    return static_cast<uint32_t>(uint64_t{bytes} * ratio_ >> kRatioBits);
  }
  uint32_t full() const { return Window(buffer_); }
  uint32_t free() const {
    return charged_ < buffer_ ? Window(buffer_ - charged_) : 0;
  }

  // More fits (tcp_can_ingest): what is there may fill the buffer once.
  bool CanTake() const { return charged_ <= buffer_; }
  void Charge(const Segment& segment);
  // Everything before `next` was read.
  void Release(SeqNum next);
  // What came early from `from` on is dropped.
  void Drop(SeqNum from);

  // The segments of the peer are this full (tcp_measure_rcv_mss). False: the
  // share did not change.
  bool Measure(const Segment& segment);
  // By how much the window may grow after this segment: 0, or a number of
  // bytes to be bounded by the room (tcp_grow_window). `most` is tcp_rmem's,
  // `limit` is rcv_ssthresh.
  uint32_t Growth(const Segment& segment, uint32_t advmss, uint32_t peer_mss,
                  uint32_t most, uint32_t limit) const;

  // The buffer becomes large enough for this window, but not larger than `most`
  // (tcp_space_from_win). False: it was.
  bool GrowTo(uint32_t window, uint32_t most) {
    const uint64_t wanted = (uint64_t{window} << kRatioBits) / ratio_;
    const auto buffer = static_cast<uint32_t>(std::min<uint64_t>(wanted, most));
    if (buffer <= buffer_) return false;
    buffer_ = buffer;
    return true;
  }

  // There was no room for something: the next ACK offers no window
  // (ICSK_ACK_NOMEM).
  void set_short(bool is_short) { short_ = is_short; }
  bool is_short() const { return short_; }

  void HashInto(StateHash& hash) const;

  // skb->truesize of an IPv4 packet with this segment.
  static uint32_t PacketBytes(const Segment& segment);

 private:
  static constexpr uint32_t kRatioBits = 8;  // TCP_RMEM_TO_WIN_SCALE
  struct Packet {
    SeqNum first;
    SeqNum end;
    uint32_t bytes = 0;
  };

  void Forget(size_t i);

  uint32_t buffer_;
  uint32_t charged_ = 0;
  uint32_t ratio_ = 128;  // TCP_DEFAULT_SCALING_RATIO
  bool short_ = false;
  Ring<Packet, 4> packets_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_RECEIVE_MEMORY_H_
