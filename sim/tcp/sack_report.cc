#include "sim/tcp/sack_report.h"

#include <algorithm>

namespace orderly {
namespace {

// tcp_sack_extend: true when the two touch, and `block` covers both.
bool Extend(SackBlock& block, SackBlock other) {
  if (After(other.first, block.end) || After(block.first, other.end))
    return false;
  if (Before(other.first, block.first)) block.first = other.first;
  if (After(other.end, block.end)) block.end = other.end;
  return true;
}

}  // namespace

void SackReport::Remove(uint8_t i) {
  std::copy(blocks_ + i + 1, blocks_ + count_, blocks_ + i);
  --count_;
}

SeqNum SackReport::LastEnd() const {
  SeqNum last = blocks_[0].end;
  for (uint8_t i = 1; i < count_; ++i) {
    if (After(blocks_[i].end, last)) last = blocks_[i].end;
  }
  return last;
}

void SackReport::AddEarly(SackBlock bytes) {
  for (uint8_t i = 0; i < count_; ++i) {
    if (!Extend(blocks_[i], bytes)) continue;
    // The one that grew comes first, and may touch others now.
    std::rotate(blocks_, blocks_ + i, blocks_ + i + 1);
    for (uint8_t other = 1; other < count_;) {
      if (Extend(blocks_[0], blocks_[other])) {
        Remove(other);
      } else {
        ++other;
      }
    }
    return;
  }
  if (count_ == SackBlocks::kMost) --count_;
  std::copy_backward(blocks_, blocks_ + count_, blocks_ + count_ + 1);
  blocks_[0] = bytes;
  ++count_;
}

void SackReport::DropBefore(SeqNum next) {
  for (uint8_t i = 0; i < count_;) {
    if (Before(next, blocks_[i].first)) {
      ++i;
    } else {
      Remove(i);
    }
  }
}

void SackReport::SetDuplicate(SackBlock bytes) {
  duplicate_ = bytes;
  duplicate_set_ = true;
}

void SackReport::ExtendDuplicate(SackBlock bytes) {
  if (duplicate_set_) {
    Extend(duplicate_, bytes);
  } else {
    SetDuplicate(bytes);
  }
}

void SackReport::Write(TcpOptions& options, uint8_t most) {
  const auto add = [&](SackBlock block) {
    if (options.sack.size() < most) options.sack.push_back(block);
  };
  if (duplicate_set_) add(duplicate_);
  for (uint8_t i = 0; i < count_; ++i) add(blocks_[i]);
  duplicate_set_ = false;
}

}  // namespace orderly
