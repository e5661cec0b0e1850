#include "sim/stream/byte_queue.h"

namespace orderly {

// The bytes lie in two blocks or more.
Payload ByteQueue::Join(uint32_t offset, uint32_t size) const {
  Block* joined = Block::Take(size);
  for (uint32_t done = 0; done < size;) {
    const uint32_t at = (front_ + offset + done) % Block::kBytes;
    const uint32_t n = std::min(size - done, Block::kBytes - at);
    Block* const from = blocks_[(front_ + offset + done) / Block::kBytes];
    std::memcpy(joined->bytes() + done, from->bytes() + at, n);
    done += n;
  }
  Payload payload(joined, 0, size);
  Block::Release(joined);
  return payload;
}

void ByteQueue::Clear() {
  while (!blocks_.empty()) {
    Block::Release(blocks_.front());
    blocks_.pop_front();
  }
  front_ = 0;
  size_ = 0;
  end_ = Block::kBytes;
}

}  // namespace orderly
