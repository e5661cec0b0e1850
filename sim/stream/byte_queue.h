#ifndef ORDERLY_SIM_STREAM_BYTE_QUEUE_H_
#define ORDERLY_SIM_STREAM_BYTE_QUEUE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "sim/base/check.h"
#include "sim/base/ring.h"
#include "sim/wire/payload.h"

namespace orderly {

class StateHash;

// A first-in first-out stream of bytes in shared blocks, so that a segment is
// cut from it without a copy.
class ByteQueue final {
 public:
  ByteQueue() = default;
  ~ByteQueue() { Clear(); }
  ByteQueue(const ByteQueue&) = delete;
  ByteQueue& operator=(const ByteQueue&) = delete;

  uint32_t size() const { return size_; }

  void Append(std::string_view bytes) {
    while (!bytes.empty()) {
      if (end_ == Block::kBytes) {
        blocks_.push_back(Block::Take());
        end_ = 0;
      }
      const auto n = static_cast<uint32_t>(
          std::min<size_t>(bytes.size(), Block::kBytes - end_));
      // Payloads that share this block end before this: what they see does not
      // change.
      std::memcpy(blocks_.back()->bytes() + end_, bytes.data(), n);
      end_ += n;
      size_ += n;
      bytes.remove_prefix(n);
    }
  }
  // Bytes [offset, offset + size) from the front. Requires them to be there.
  // Shares them where they lie in one block, else copies them into another.
  Payload Slice(uint32_t offset, uint32_t size) const {
    if (size == 0) return Payload();
    SIM_CHECK(offset + size <= size_);
    const uint32_t at = (front_ + offset) % Block::kBytes;
    if (size > Block::kBytes - at) return Join(offset, size);
    return Payload(blocks_[(front_ + offset) / Block::kBytes], at, size);
  }
  // Requires n <= size().
  void PopFront(uint32_t n) {
    SIM_CHECK(n <= size_);
    front_ += n;
    size_ -= n;
    while (front_ >= Block::kBytes) {
      Block::Release(blocks_.front());
      blocks_.pop_front();
      front_ -= Block::kBytes;
    }
  }
  void Clear();
  void HashInto(StateHash& hash) const;

 private:
  Payload Join(uint32_t offset, uint32_t size) const;

  Ring<Block*, 4> blocks_;        // each full, but for the last
  uint32_t front_ = 0;            // offset of the first byte in the first block
  uint32_t end_ = Block::kBytes;  // past the last byte, in the last block
  uint32_t size_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_STREAM_BYTE_QUEUE_H_
