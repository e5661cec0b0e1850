#include "sim/stream/byte_queue.h"

#include <algorithm>
#include <cstring>

#include "sim/base/check.h"

namespace orderly {

void ByteQueue::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const uint32_t end = front_ + size_;
    if (end == blocks_.size() * Block::kBytes) blocks_.push_back(Block::Take());
    const uint32_t at = end % Block::kBytes;
    const auto n = static_cast<uint32_t>(
        std::min<size_t>(bytes.size(), Block::kBytes - at));
    // Payloads that share this block end before `at`: what they see does not
    // change.
    std::memcpy(blocks_.back()->bytes + at, bytes.data(), n);
    size_ += n;
    bytes.remove_prefix(n);
  }
}

Payload ByteQueue::Slice(uint32_t offset, uint32_t size) const {
  if (size == 0) return Payload();
  SIM_CHECK(offset + size <= size_ && size <= Block::kBytes);
  const uint32_t at = (front_ + offset) % Block::kBytes;
  Block* first = blocks_[(front_ + offset) / Block::kBytes];
  const uint32_t in_first = std::min(size, Block::kBytes - at);
  if (in_first == size) return Payload(first, at, size);
  Block* joined = Block::Take();
  std::memcpy(joined->bytes, first->bytes + at, in_first);
  std::memcpy(joined->bytes + in_first,
              blocks_[(front_ + offset) / Block::kBytes + 1]->bytes,
              size - in_first);
  Payload payload(joined, 0, size);
  Block::Release(joined);
  return payload;
}

void ByteQueue::PopFront(uint32_t n) {
  SIM_CHECK(n <= size_);
  front_ += n;
  size_ -= n;
  while (front_ >= Block::kBytes) {
    Block::Release(blocks_.front());
    blocks_.pop_front();
    front_ -= Block::kBytes;
  }
}

void ByteQueue::Clear() {
  while (!blocks_.empty()) {
    Block::Release(blocks_.front());
    blocks_.pop_front();
  }
  front_ = 0;
  size_ = 0;
}

}  // namespace orderly
