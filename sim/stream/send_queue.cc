#include "sim/stream/send_queue.h"

#include <algorithm>

#include "sim/base/check.h"

namespace orderly {

uint32_t SendQueue::unsent_bytes() const {
  uint32_t bytes = 0;
  for (size_t i = sent_; i < pieces_.size(); ++i) bytes += pieces_[i].size;
  return bytes;
}

uint32_t SendQueue::packets() const {
  uint32_t packets = 0;
  for (size_t i = 0; i < pieces_.size(); ++i)
    packets += i == 0 || !pieces_[i].joined ? 1 : 0;
  return packets;
}

void SendQueue::JoinUnsent(uint32_t size) {
  Piece& first = pieces_[sent_];
  Piece& second = pieces_[sent_ + 1];
  if (first.ends_record || first.size >= size || second.size == 0) return;
  const uint32_t n = std::min(size - first.size, second.size);
  first.size += n;
  second.seq += n;
  second.size -= n;
  if (second.size > 0) return;
  first.push |= second.push;
  first.fin |= second.fin;
  first.ends_record = second.ends_record;
  pieces_.erase(sent_ + 1);
  --unsent_;
}

// The first unsent piece becomes two: PSH and FIN stay with the second.
Piece& SendQueue::SplitUnsent(uint32_t size) {
  Piece& rest = pieces_[sent_];
  Piece head;
  head.seq = rest.seq;
  head.size = size;
  rest.seq += size;
  rest.size -= size;
  pieces_.insert(sent_, head);
  ++unsent_;
  return pieces_[sent_];
}

void SendQueue::WriteFin() {
  if (!has_unsent()) AddUnsent();
  pieces_.back().fin = true;
  end_ += 1;
}

void SendQueue::SplitSent(size_t i, uint32_t size) {
  Piece tail = pieces_[i];
  SIM_CHECK(size > 0 && size < tail.size);
  Piece& head = pieces_[i];
  head.size = size;
  head.push = false;
  head.fin = false;
  head.ends_record = false;
  tail.joined = false;
  tail.seq += size;
  tail.size -= size;
  pieces_.insert(i + 1, tail);
  ++sent_;
}

void SendQueue::MergeSent(size_t i) {
  Piece& head = pieces_[i];
  const Piece& tail = pieces_[i + 1];
  head.size += tail.size;
  head.push |= tail.push;
  head.fin |= tail.fin;
  head.ends_record = tail.ends_record;
  head.retransmitted |= tail.retransmitted;
  pieces_.erase(i + 1);
  --sent_;
}

void SendQueue::Purge() {
  bytes_.Clear();
  pieces_.clear();
  sent_ = unsent_ = 0;
}

}  // namespace orderly
