#include "sim/wire/payload.h"

#include <cstring>
#include <new>

namespace orderly {
namespace {

Block* NewBlock(uint32_t size) {
  auto* const block = new (::operator new(sizeof(Block) + size)) Block;
  block->size = size;
  return block;
}

void Delete(Block* block) {
  block->~Block();
  ::operator delete(block);
}

// Blocks that no payload uses. Recycled, never zeroed: a zeroed block costs
// more than the segment it carries. What a block held before cannot reach a
// run, because every byte of a payload is written before it is shared.
struct FreeList {
  Block* head = nullptr;
  ~FreeList() {
    while (head != nullptr) {
      Block* block = head;
      head = block->next_free;
      Delete(block);
    }
  }
};
thread_local FreeList free_list;

}  // namespace

Block* Block::Take() {
  Block* block = free_list.head;
  if (block != nullptr) {
    free_list.head = block->next_free;
  } else {
    block = NewBlock(kBytes);
  }
  block->references = 1;
  return block;
}

Block* Block::TakeLong(uint32_t size) {
  Block* const block = NewBlock(size);
  block->references = 1;
  return block;
}

void Block::Free(Block* block) {
  if (block->size != kBytes) {
    Delete(block);
    return;
  }
  block->next_free = free_list.head;
  free_list.head = block;
}

Payload Payload::Copy(std::string_view bytes) {
  if (bytes.empty()) return Payload();
  Block* block = Block::Take(static_cast<uint32_t>(bytes.size()));
  std::memcpy(block->bytes(), bytes.data(), bytes.size());
  Payload payload(block, 0, static_cast<uint32_t>(bytes.size()));
  Block::Release(block);
  return payload;
}

}  // namespace orderly
