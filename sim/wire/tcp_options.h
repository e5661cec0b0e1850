#ifndef ORDERLY_SIM_WIRE_TCP_OPTIONS_H_
#define ORDERLY_SIM_WIRE_TCP_OPTIONS_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/base/check.h"
#include "sim/wire/seq_num.h"

namespace orderly {

// Bytes that arrived: [first, end) (RFC 2018, 3).
struct SackBlock {
  SeqNum first;
  SeqNum end;
  friend bool operator==(const SackBlock&, const SackBlock&) = default;
};

// At most four of them: more do not fit into a header. Made with every segment
// and rarely used, so the blocks that are not there are not initialised.
class SackBlocks final {
 public:
  static constexpr uint8_t kMost = 4;

  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): see above.
  SackBlocks() {}

  uint8_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const SackBlock& operator[](uint8_t i) const { return blocks_[i]; }
  void push_back(SackBlock block) {
    SIM_CHECK(size_ < kMost);
    blocks_[size_++] = block;
  }
  friend bool operator==(const SackBlocks& a, const SackBlocks& b) {
    return std::equal(a.blocks_, a.blocks_ + a.size_, b.blocks_,
                      b.blocks_ + b.size_);
  }

 private:
  uint8_t size_ = 0;
  union {
    SackBlock blocks_[kMost];
  };
};

// The options of a segment. What is absent is 0, false or -1.
struct TcpOptions {
  uint16_t mss = 0;
  int8_t window_scale = -1;
  bool sack_permitted = false;
  bool timestamps = false;  // the next two are there
  uint32_t timestamp = 0;   // TSval (RFC 7323, 3.2)
  uint32_t echoed = 0;      // TSecr
  SackBlocks sack;          // a D-SACK is the first (RFC 2883)

  friend bool operator==(const TcpOptions&, const TcpOptions&) = default;
};

// Kinds, as on the wire.
enum class OptionKind : uint8_t {
  kNop = 1,
  kMss = 2,
  kWindowScale = 3,
  kSackPermitted = 4,
  kSack = 5,
  kTimestamps = 8,
};

// The options in Linux's order with Linux's padding (tcp_options_write): a
// script that compares what was sent compares this.
std::vector<OptionKind> LayoutOf(const TcpOptions& options);

// How many bytes of header they take as Linux writes them.
uint32_t HeaderBytesOf(const TcpOptions& options);

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_TCP_OPTIONS_H_
