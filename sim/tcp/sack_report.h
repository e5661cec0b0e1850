#ifndef ORDERLY_SIM_TCP_SACK_REPORT_H_
#define ORDERLY_SIM_TCP_SACK_REPORT_H_

#include <cstdint>

#include "sim/wire/seq_num.h"
#include "sim/wire/tcp_options.h"

namespace orderly {

class StateHash;

// What a receiver tells of bytes that arrived early, the latest first (RFC
// 2018, 4), and once of bytes that arrived twice (RFC 2883). Linux:
// selective_acks and duplicate_sack of struct tcp_sock.
class SackReport final {
 public:
  // How many blocks the next ACK reports, if there is room.
  uint8_t count() const { return count_ + (duplicate_set_ ? 1 : 0); }

  bool has_blocks() const { return count_ > 0; }
  // The end of the last of them in the stream. Requires one.
  SeqNum LastEnd() const;

  // Bytes arrived early (tcp_sack_new_ofo_skb).
  void AddEarly(SackBlock bytes);
  // Everything before `next` is in order now (tcp_sack_remove).
  void DropBefore(SeqNum next);
  void Clear() { *this = SackReport(); }

  // Bytes arrived again (tcp_dsack_set); more of them in the same segment
  // (tcp_dsack_extend).
  void SetDuplicate(SackBlock bytes);
  void ExtendDuplicate(SackBlock bytes);

  // Puts up to `most` blocks into the options. A duplicate is told once.
  void Write(TcpOptions& options, uint8_t most);
  void HashInto(StateHash& hash) const;

 private:
  void Remove(uint8_t i);

  uint8_t count_ = 0;
  bool duplicate_set_ = false;
  SackBlock duplicate_;
  SackBlock blocks_[SackBlocks::kMost];
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_SACK_REPORT_H_
