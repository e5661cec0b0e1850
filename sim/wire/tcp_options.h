#ifndef ORDERLY_SIM_WIRE_TCP_OPTIONS_H_
#define ORDERLY_SIM_WIRE_TCP_OPTIONS_H_

#include <cstdint>
#include <vector>

#include "sim/wire/seq_num.h"

namespace orderly {

// Bytes that arrived: [first, end) (RFC 2018, 3).
struct SackBlock {
  SeqNum first;
  SeqNum end;
  friend bool operator==(const SackBlock&, const SackBlock&) = default;
};

// The options of a segment. What is absent is 0, false or -1.
struct TcpOptions {
  static constexpr uint8_t kMostSackBlocks = 4;

  uint16_t mss = 0;
  int8_t window_scale = -1;
  bool sack_permitted = false;
  bool timestamps = false;          // the next two are there
  uint8_t sack_count = 0;           // how many of `sack` are there
  uint32_t timestamp = 0;           // TSval (RFC 7323, 3.2)
  uint32_t echoed = 0;              // TSecr
  SackBlock sack[kMostSackBlocks];  // a D-SACK is the first (RFC 2883)

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
