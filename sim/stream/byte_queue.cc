#include "sim/stream/byte_queue.h"

namespace orderly {

// The bytes lie in two blocks: size <= Block::kBytes.
Payload ByteQueue::Join(uint32_t offset, uint32_t size) const {
  const uint32_t at = (front_ + offset) % Block::kBytes;
  const uint32_t in_first = Block::kBytes - at;
  const size_t first = (front_ + offset) / Block::kBytes;
  Block* joined = Block::Take();
  std::memcpy(joined->bytes, blocks_[first]->bytes + at, in_first);
  std::memcpy(joined->bytes + in_first, blocks_[first + 1]->bytes,
              size - in_first);
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
