#ifndef ORDERLY_SIM_STREAM_RECEIVE_QUEUE_H_
#define ORDERLY_SIM_STREAM_RECEIVE_QUEUE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "sim/base/ring.h"
#include "sim/wire/segment.h"

namespace orderly {

class StateHash;

// A piece that arrived before what precedes it.
struct EarlyPiece {
  SeqNum seq;
  bool fin = false;
  Payload payload;

  SeqNum end() const { return seq + payload.size() + (fin ? 1 : 0); }
};

// What arrived in order and was not read, and, apart from it, what arrived
// early. Early bytes are never readable and never "unread": an application that
// closes does not lose them, it never had them.
class ReceiveQueue final {
 public:
  uint32_t unread() const { return unread_; }
  uint32_t early_bytes() const { return early_bytes_; }
  bool has_early() const { return !early_.empty(); }
  const EarlyPiece& early(size_t i) const { return early_[i]; }
  size_t early_count() const { return early_.size(); }

  // Appends bytes that are next in order.
  void Push(Payload&& payload) {
    unread_ += payload.size();
    ready_.push_back(std::move(payload));
  }
  // Copies up to `size` bytes to `to`, from `offset` on when peeking, and
  // removes them unless `peek`. Returns how many.
  size_t Read(char* to, size_t size, bool peek);

  // Keeps a piece that starts after `next`. Overlaps are kept too; TakeEarly()
  // cuts them.
  void PushEarly(SeqNum seq, Payload payload, bool fin);
  // The early piece that can be delivered once everything before `next` was,
  // cut to start there; pieces that are wholly old are dropped on the way.
  // False when there is none.
  bool TakeEarly(SeqNum next, EarlyPiece& piece) {
    return !early_.empty() && TakeFirstEarly(next, piece);
  }
  void DropEarly();
  void DropUnread();
  void HashInto(StateHash& hash) const;

 private:
  size_t Peek(char* to, size_t size) const;
  bool TakeFirstEarly(SeqNum next, EarlyPiece& piece);

  Ring<Payload, 16> ready_;
  Ring<EarlyPiece, 4> early_;  // by seq
  uint32_t unread_ = 0;
  uint32_t early_bytes_ = 0;
};

inline size_t ReceiveQueue::Read(char* to, size_t size, bool peek) {
  if (peek) return Peek(to, size);
  size_t copied = 0;
  while (copied < size && !ready_.empty()) {
    Payload& first = ready_.front();
    const size_t n = std::min<size_t>(size - copied, first.size());
    std::memcpy(to + copied, first.data(), n);
    copied += n;
    if (n == first.size()) {
      ready_.pop_front();
    } else {
      first.RemovePrefix(static_cast<uint32_t>(n));
    }
  }
  unread_ -= static_cast<uint32_t>(copied);
  return copied;
}

}  // namespace orderly

#endif  // ORDERLY_SIM_STREAM_RECEIVE_QUEUE_H_
