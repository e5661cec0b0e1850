// What a receiver that uses SACK notes of what arrives: tcp_data_queue_ofo,
// tcp_ofo_queue, tcp_send_dupack.
#include <algorithm>

#include "sim/tcp/connection.h"

namespace orderly {

// Bytes that were here already (RFC 2883).
void Connection::NoteDuplicate(SeqNum first, SeqNum end) {
  if (sack_ == nullptr || !config_.dsack) return;
  sack_->report.SetDuplicate({first, end});
  SyncMss();
}

// Bytes that go to those that came early. What overlaps with those is a
// duplicate.
void Connection::NoteEarly(SeqNum first, SeqNum end) {
  if (sack_ == nullptr) return;
  for (size_t i = 0; config_.dsack && i < received_.early_count(); ++i) {
    const EarlyPiece& early = received_.early(i);
    const SeqNum from = Later(first, early.seq);
    const SeqNum to = Before(end, early.end()) ? end : early.end();
    if (Before(from, to)) sack_->report.ExtendDuplicate({from, to});
  }
  sack_->report.AddEarly({first, end});
  SyncMss();
}

// Bytes arrived in order: early ones that they cover came twice.
void Connection::NoteCovered() {
  for (size_t i = 0; config_.dsack && i < received_.early_count(); ++i) {
    const EarlyPiece& early = received_.early(i);
    if (!Before(early.seq, tcb_.rcv_nxt)) return;
    const SeqNum end =
        Before(early.end(), tcb_.rcv_nxt) ? early.end() : tcb_.rcv_nxt;
    sack_->report.ExtendDuplicate({early.seq, end});
  }
}

// __tcp_ack_snd_check: beyond three duplicate ACKs in a row they are
// compressed, to one in a third of a round trip, or a millisecond.
bool Connection::CompressAck() {
  constexpr uint32_t kMostCompressed = 44;  // tcp_comp_sack_nr
  constexpr uint32_t kThreshold = 3;        // TCP_FASTRETRANS_THRESH
  constexpr Duration kMost = std::chrono::milliseconds(1);
  if (sack_ == nullptr || sack_->compressed >= kMostCompressed) return false;
  if (sack_->compressed_at != tcb_.rcv_nxt) {
    sack_->compressed_at = tcb_.rcv_nxt;
    sack_->duplicates_sent = 0;
  }
  if (sack_->duplicates_sent < kThreshold) {
    ++sack_->duplicates_sent;
    return false;
  }
  if (++sack_->compressed > 1) return true;
  const Duration delay = std::min(kMost, rtt_.srtt() * 33 / 100);
  timers_.delayed_ack_at = std::min(timers_.delayed_ack_at, now_ + delay);
  return true;
}

}  // namespace orderly
