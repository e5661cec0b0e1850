// What of the queues of a connection is its state.
#include "sim/base/state_hash.h"
#include "sim/stream/byte_queue.h"
#include "sim/stream/receive_queue.h"
#include "sim/stream/send_queue.h"

namespace orderly {
namespace {

void Add(StateHash& hash, const Piece& piece) {
  const auto& [seq, size, push, fin, ends_record, lost, retransmitted,
               in_flight_again, sacked, joined, sent_at] = piece;
  hash.Add(seq, size, push, fin, ends_record, lost, retransmitted,
           in_flight_again, sacked, joined, sent_at);
}

}  // namespace

// The bytes, wherever they lie.
void ByteQueue::HashInto(StateHash& hash) const {
  hash.Add(size_);
  for (uint32_t done = 0; done < size_;) {
    const uint32_t in_block = (front_ + done) % Block::kBytes;
    const uint32_t some = std::min(size_ - done, Block::kBytes - in_block);
    hash.Add(Slice(done, some).view());
    done += some;
  }
}

// Bytes in order are one stream, however many segments brought them.
void ReceiveQueue::HashInto(StateHash& hash) const {
  const auto& [ready, early, unread, early_bytes] = *this;
  hash.Add(unread, early_bytes);
  for (size_t i = 0; i < ready.size(); ++i) hash.Add(ready[i].view());
  hash.Add(early.size());
  for (size_t i = 0; i < early.size(); ++i)
    hash.Add(early[i].seq, early[i].fin, early[i].payload.view());
}

void SendQueue::HashInto(StateHash& hash) const {
  const auto& [bytes, bytes_start, pieces, sent, unsent, una, end] = *this;
  hash.Add(bytes, sent, unsent, una, end);
  if (bytes.size() > 0) hash.Add(bytes_start);
  for (size_t i = 0; i < pieces.size(); ++i) Add(hash, pieces[i]);
}

}  // namespace orderly
