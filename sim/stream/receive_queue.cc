#include "sim/stream/receive_queue.h"

#include <algorithm>
#include <cstring>

namespace orderly {

size_t ReceiveQueue::Peek(char* to, size_t size) const {
  size_t copied = 0;
  for (size_t i = 0; i < ready_.size() && copied < size; ++i) {
    const size_t n = std::min<size_t>(size - copied, ready_[i].size());
    std::memcpy(to + copied, ready_[i].data(), n);
    copied += n;
  }
  return copied;
}

void ReceiveQueue::PushEarly(SeqNum seq, Payload payload, bool fin) {
  size_t i = early_.size();
  while (i > 0 && After(early_[i - 1].seq, seq)) --i;
  const SeqNum end = seq + payload.size() + (fin ? 1 : 0);
  // A copy of what is there already (Linux keeps one: tcp_data_queue_ofo).
  if (i > 0 && !After(end, early_[i - 1].end())) return;
  early_bytes_ += payload.size();
  early_.insert(i, EarlyPiece{seq, fin, std::move(payload)});
  // Pieces that the new one covers go.
  while (i + 1 < early_.size() && !After(early_[i + 1].end(), end)) {
    early_bytes_ -= early_[i + 1].payload.size();
    early_.erase(i + 1);
  }
}

bool ReceiveQueue::TakeFirstEarly(SeqNum next, EarlyPiece& piece) {
  while (!early_.empty() && !After(early_.front().seq, next)) {
    piece = std::move(early_.front());
    early_.pop_front();
    early_bytes_ -= piece.payload.size();
    if (!After(piece.end(), next)) continue;
    const uint32_t old = std::min(next - piece.seq, piece.payload.size());
    piece.payload.RemovePrefix(old);
    piece.seq += old;
    return true;
  }
  return false;
}

void ReceiveQueue::DropEarly() {
  early_.clear();
  early_bytes_ = 0;
}

void ReceiveQueue::DropUnread() {
  ready_.clear();
  unread_ = 0;
}

}  // namespace orderly
