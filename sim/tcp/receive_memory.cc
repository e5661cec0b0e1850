#include "sim/tcp/receive_memory.h"

#include <algorithm>

namespace orderly {

// Measured: tun_alloc_skb puts what fits into a page into the head, and the
// rest into pages. A head is of one of a few sizes, and holds room for headers
// and struct skb_shared_info; struct sk_buff is charged, too.
uint32_t ReceiveMemory::PacketBytes(const Segment& segment) {
  constexpr uint32_t kBuffer = 256;         // struct sk_buff
  constexpr uint32_t kOverhead = 66 + 320;  // NET_SKB_PAD, the shared part
  constexpr uint32_t kHeads[] = {576, 1024, 2048, 4096};
  constexpr uint32_t kPage = 4096;
  const uint32_t packet =
      40 + HeaderBytesOf(segment.options) + segment.payload.size();
  for (const uint32_t head : kHeads) {
    if (packet + kOverhead <= head) return kBuffer + head;
  }
  const uint32_t rest = packet - (kPage - kOverhead);
  return kBuffer + kPage + (rest + kPage - 1) / kPage * kPage;
}

void ReceiveMemory::Charge(const Segment& segment) {
  if (segment.payload.empty()) return;  // a FIN is merged
  const SeqNum end = segment.seq + segment.payload.size();
  // Of what is there already one copy is kept.
  for (size_t i = 0; i < packets_.size();) {
    const Packet& known = packets_[i];
    if (!Before(segment.seq, known.first) && !After(end, known.end)) return;
    if (!Before(known.first, segment.seq) && !After(known.end, end)) {
      Forget(i);
    } else {
      ++i;
    }
  }
  packets_.push_back({segment.seq, end, PacketBytes(segment)});
  charged_ += packets_[packets_.size() - 1].bytes;
}

void ReceiveMemory::Forget(size_t i) {
  charged_ -= packets_[i].bytes;
  packets_.erase(i);
}

void ReceiveMemory::Release(SeqNum next) {
  for (size_t i = 0; i < packets_.size();) {
    if (After(packets_[i].end, next)) {
      ++i;
    } else {
      Forget(i);
    }
  }
}

void ReceiveMemory::Drop(SeqNum from) {
  for (size_t i = 0; i < packets_.size();) {
    if (Before(packets_[i].first, from)) {
      ++i;
    } else {
      Forget(i);
    }
  }
}

bool ReceiveMemory::Measure(const Segment& segment) {
  const uint32_t ratio = std::max(
      (segment.payload.size() << kRatioBits) / PacketBytes(segment), 1U);
  const bool changed = ratio != ratio_;
  ratio_ = ratio;
  return changed;
}

uint32_t ReceiveMemory::Growth(const Segment& segment, uint32_t advmss,
                               uint32_t peer_mss, uint32_t most,
                               uint32_t limit) const {
  const uint32_t size = segment.payload.size();
  const uint32_t bytes = PacketBytes(segment);
  uint32_t growth = 0;
  if (Window(bytes) <= size) {
    growth = 2 * advmss;
  } else {
    // __tcp_grow_window: small packets must not make the window large.
    uint32_t share = Window(bytes) / 2;
    for (uint32_t window = Window(most) / 2; limit <= window; window /= 2) {
      if (share <= size) {
        growth = 2 * peer_mss;
        break;
      }
      share /= 2;
    }
  }
  return growth == 0 ? 0 : std::max(growth, 2 * size);
}

}  // namespace orderly
