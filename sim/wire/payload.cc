#include "sim/wire/payload.h"

#include <cstring>

namespace orderly {
namespace {

// Blocks that no payload uses. Recycled, never zeroed: a zeroed block costs
// more than the segment it carries. What a block held before cannot reach a
// run, because every byte of a payload is written before it is shared.
struct FreeList {
  Block* head = nullptr;
  ~FreeList() {
    while (head != nullptr) {
      Block* block = head;
      head = block->next_free;
      delete block;
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
    block = new Block;
  }
  block->references = 1;
  return block;
}

void Block::Free(Block* block) {
  block->next_free = free_list.head;
  free_list.head = block;
}

Payload Payload::Copy(std::string_view bytes) {
  if (bytes.empty()) return Payload();
  Block* block = Block::Take();
  SIM_CHECK(bytes.size() <= Block::kBytes);
  std::memcpy(block->bytes, bytes.data(), bytes.size());
  Payload payload(block, 0, static_cast<uint32_t>(bytes.size()));
  Block::Release(block);
  return payload;
}

}  // namespace orderly
