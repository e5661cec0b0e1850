#ifndef ORDERLY_SIM_WIRE_PAYLOAD_H_
#define ORDERLY_SIM_WIRE_PAYLOAD_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "sim/base/check.h"

namespace orderly {

// A piece of memory that payloads share: the bytes follow it. Counted without
// atomics: a world lives on one thread.
struct Block {
  static constexpr uint32_t kBytes = 4096;  // of one that is recycled
  uint32_t references = 0;
  uint32_t size = kBytes;
  Block* next_free = nullptr;

  char* bytes() { return reinterpret_cast<char*>(this + 1); }

  // A block with one reference, from this thread's free list. Its bytes are not
  // initialised.
  static Block* Take();
  // The same, of any size: what is longer than kBytes is not recycled.
  static Block* Take(uint32_t size) {
    return size <= kBytes ? Take() : TakeLong(size);
  }
  static void Release(Block* block) {
    if (--block->references == 0) Free(block);
  }

 private:
  static Block* TakeLong(uint32_t size);
  static void Free(Block* block);
};

// Bytes of a stream, shared with whoever else looks at the same block: copying
// a payload copies no bytes.
class Payload final {
 public:
  Payload() = default;
  // Shares bytes [offset, offset + size) of a block that the caller holds.
  Payload(Block* block, uint32_t offset, uint32_t size)
      : block_(block), offset_(offset), size_(size) {
    SIM_CHECK(offset + size <= block->size);
    ++block_->references;
  }
  Payload(const Payload& other)
      : block_(other.block_), offset_(other.offset_), size_(other.size_) {
    if (block_ != nullptr) ++block_->references;
  }
  Payload(Payload&& other) noexcept
      : block_(std::exchange(other.block_, nullptr)),
        offset_(other.offset_),
        size_(std::exchange(other.size_, 0)) {}
  Payload& operator=(const Payload& other) { return *this = Payload(other); }
  Payload& operator=(Payload&& other) noexcept {
    Block* const old = block_;
    block_ = std::exchange(other.block_, nullptr);
    offset_ = other.offset_;
    size_ = std::exchange(other.size_, 0);
    if (old != nullptr) Block::Release(old);
    return *this;
  }
  ~Payload() {
    if (block_ != nullptr) Block::Release(block_);
  }
  // Copies bytes into a block of its own.
  static Payload Copy(std::string_view bytes);

  uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const char* data() const {
    return block_ == nullptr ? nullptr : block_->bytes() + offset_;
  }
  std::string_view view() const { return {data(), size_}; }

  // Requires n <= size().
  void RemovePrefix(uint32_t n) {
    offset_ += n;
    size_ -= n;
  }
  void Truncate(uint32_t n) { size_ = n; }

  friend bool operator==(const Payload& a, const Payload& b) {
    return a.view() == b.view();
  }

 private:
  Block* block_ = nullptr;
  uint32_t offset_ = 0;
  uint32_t size_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_PAYLOAD_H_
