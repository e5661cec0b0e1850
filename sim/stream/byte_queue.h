#ifndef ORDERLY_SIM_STREAM_BYTE_QUEUE_H_
#define ORDERLY_SIM_STREAM_BYTE_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/base/ring.h"
#include "sim/wire/payload.h"

namespace orderly {

// A first-in first-out stream of bytes in shared blocks, so that a segment is
// cut from it without a copy.
class ByteQueue final {
 public:
  ByteQueue() = default;
  ~ByteQueue() { Clear(); }
  ByteQueue(const ByteQueue&) = delete;
  ByteQueue& operator=(const ByteQueue&) = delete;

  uint32_t size() const { return size_; }

  void Append(std::string_view bytes);
  // Bytes [offset, offset + size) from the front. Requires them to be there,
  // and size <= Block::kBytes. Shares them where they lie in one block, else
  // copies them into another.
  Payload Slice(uint32_t offset, uint32_t size) const;
  // Requires n <= size().
  void PopFront(uint32_t n);
  void Clear();

 private:
  Ring<Block*, 4> blocks_;  // each full, but for the last
  uint32_t front_ = 0;      // offset of the first byte in the first block
  uint32_t size_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_STREAM_BYTE_QUEUE_H_
