#include "sim/stream/send_queue.h"

#include <algorithm>

#include "sim/base/check.h"

namespace orderly {

uint32_t SendQueue::unsent_bytes() const {
  uint32_t bytes = 0;
  for (size_t i = 0; i < unsent_.size(); ++i) bytes += unsent_[i].size;
  return bytes;
}

uint32_t SendQueue::WriteSome(std::string_view bytes, uint32_t piece_limit) {
  if (bytes_.size() == 0) bytes_start_ = end_;
  if (unsent_.empty() || unsent_.back().size >= piece_limit)
    unsent_.emplace_back().seq = end_;
  Piece& last = unsent_.back();
  const auto n = static_cast<uint32_t>(
      std::min<size_t>(bytes.size(), piece_limit - last.size));
  bytes_.Append(bytes.substr(0, n));
  last.size += n;
  end_ += n;
  return n;
}

void SendQueue::GrowNext(uint32_t size) {
  while (unsent_.size() > 1 && unsent_[0].size < size && unsent_[1].size > 0) {
    Piece& first = unsent_[0];
    Piece& second = unsent_[1];
    const uint32_t n = std::min(size - first.size, second.size);
    first.size += n;
    second.seq += n;
    second.size -= n;
    if (second.size > 0) return;
    first.push |= second.push;
    first.fin |= second.fin;
    unsent_.erase(1);
  }
}

void SendQueue::MarkPush() {
  if (!unsent_.empty()) unsent_.back().push = true;
}

void SendQueue::WriteFin() {
  if (unsent_.empty()) unsent_.emplace_back().seq = end_;
  unsent_.back().fin = true;
  end_ += 1;
}

Piece& SendQueue::Send(uint32_t size, Instant now, bool with_fin) {
  Piece& first = unsent_.front();
  Piece& piece = sent_.emplace_back();
  piece.seq = first.seq;
  piece.size = size;
  piece.sent_at = now;
  if (size == first.size && (with_fin || !first.fin)) {
    piece.push = first.push;
    piece.fin = first.fin;
    unsent_.pop_front();
  } else {
    first.seq += size;
    first.size -= size;
  }
  return piece;
}

void SendQueue::PopAcknowledgedBytes(SeqNum ack) {
  // The FIN takes a number but no byte.
  bytes_.PopFront(std::min(ack - bytes_start_, bytes_.size()));
  bytes_start_ = ack;
}

void SendQueue::Acknowledge(SeqNum ack) {
  SIM_CHECK(After(ack, una_));
  while (!sent_.empty() && !After(sent_.front().end(), ack)) sent_.pop_front();
  if (!sent_.empty() && Before(sent_.front().seq, ack)) {
    Piece& cut = sent_.front();
    const uint32_t n = std::min(ack - cut.seq, cut.size);
    cut.seq += n;
    cut.size -= n;
  }
  if (bytes_.size() > 0) PopAcknowledgedBytes(ack);
  una_ = ack;
}

void SendQueue::SplitSent(size_t i, uint32_t size) {
  Piece tail = sent_[i];
  SIM_CHECK(size > 0 && size < tail.size);
  Piece& head = sent_[i];
  head.size = size;
  head.push = false;
  head.fin = false;
  tail.seq += size;
  tail.size -= size;
  sent_.insert(i + 1, tail);
}

void SendQueue::MergeSent(size_t i) {
  Piece& head = sent_[i];
  const Piece& tail = sent_[i + 1];
  head.size += tail.size;
  head.push |= tail.push;
  head.fin |= tail.fin;
  head.retransmitted |= tail.retransmitted;
  sent_.erase(i + 1);
}

void SendQueue::Purge() {
  bytes_.Clear();
  sent_.clear();
  unsent_.clear();
}

}  // namespace orderly
