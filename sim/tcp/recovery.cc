// What acknowledgements say of losses, and what is sent again.
#include <algorithm>

#include "sim/base/check.h"
#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"

namespace orderly {

// Segments believed to be in the network: sent, less those lost, less those
// that duplicate ACKs account for.
uint32_t Connection::InFlightInTrouble() const {
  const auto out = static_cast<uint32_t>(queue_.sent_count());
  uint32_t lost = 0;
  for (size_t i = 0; i < out; ++i) {
    const Piece& piece = queue_.sent(i);
    if (piece.sacked || (piece.lost && !piece.in_flight_again)) ++lost;
  }
  const uint32_t left = lost + congestion_.duplicate_acks();
  return left < out ? out - left : 0;
}

Congestion::Outstanding Connection::Outstanding() const {
  const auto out = static_cast<uint32_t>(queue_.sent_count());
  uint32_t lost = 0;
  for (size_t i = 0; i < out; ++i) lost += queue_.sent(i).lost ? 1 : 0;
  return {out, lost};
}

// tcp_newreno_mark_lost.
void Connection::MarkHeadLost() {
  if (!queue_.has_sent() || queue_.sent(0).lost) return;
  queue_.sent(0).lost = true;
  queue_.sent(0).in_flight_again = false;
  if (queue_.sent_count() > 1) queue_.sent(1).joined = false;
}

// An ACK, which is acceptable, says that congestion was met (RFC 3168, 6.1.2):
// tcp_enter_cwr, once in a window of data.
void Connection::CongestionEchoed(SeqNum ack) {
  using Phase = Congestion::Phase;
  if (congestion_.phase() == Phase::kCwr && After(ack, congestion_.high_seq()))
    congestion_.Leave();
  const Phase phase = congestion_.phase();
  if (phase == Phase::kOpen || phase == Phase::kDisorder) {
    congestion_.EnterCwr(tcb_.snd_nxt);
    tcb_.ecn.Reduced();
  }
  congestion_.ForbidUndo();
  if (sack_ != nullptr) sack_->undo_armed = false;
}

// tcp_is_non_sack_preventing_reopen: until more than high_seq is acknowledged,
// duplicates may be of our retransmissions' making (RFC 6582, 3.2).
bool Connection::HoldRecovered() {
  if (queue_.una() != congestion_.high_seq()) return false;
  const bool repeated = queue_.has_sent() && queue_.sent(0).retransmitted;
  if (!repeated) tcb_.retransmit_since_set = false;
  return true;
}

// tcp_fastretrans_alert for a peer without SACK: three duplicates start
// recovery, a partial ACK in recovery names the next loss (NewReno, RFC 6582),
// a time-out's losses are sent again in slow start. Returns whether what is
// lost is to be sent again.
bool Connection::Recover(bool advanced, bool duplicate, uint32_t& delivered) {
  using Phase = Congestion::Phase;
  const bool recovered = !Before(queue_.una(), congestion_.high_seq());
  switch (congestion_.phase()) {
    case Phase::kOpen:
      tcb_.retransmit_since_set = false;
      break;
    case Phase::kDisorder:
      break;
    case Phase::kCwr:
      // The CWR flag has to arrive, too: more than high_seq().
      if (recovered && queue_.una() != congestion_.high_seq())
        congestion_.Leave();
      break;
    case Phase::kRecovery:
      if (recovered) {
        congestion_.ClearDuplicates();
        if (HoldRecovered()) return false;
        congestion_.Leave();
        break;
      }
      if (!advanced && duplicate)
        delivered += congestion_.CountDuplicate(Outstanding());
      if (advanced) MarkHeadLost();
      return true;
    case Phase::kLoss:
      if (recovered) {
        if (HoldRecovered()) return false;
        congestion_.Leave();
        break;
      }
      if (After(tcb_.snd_nxt, congestion_.high_seq()) && duplicate) {
        delivered += congestion_.CountDuplicate(Outstanding());
      } else if (advanced) {
        congestion_.ClearDuplicates();
      }
      return true;
  }
  if (advanced) congestion_.ClearDuplicates();
  if (duplicate) delivered += congestion_.CountDuplicate(Outstanding());
  if (congestion_.duplicate_acks() >= congestion_.reordering()) MarkHeadLost();
  if (Outstanding().lost == 0) {
    const bool repeated = queue_.has_sent() && queue_.sent(0).retransmitted;
    if (!repeated) tcb_.retransmit_since_set = false;
    if (congestion_.phase() != Phase::kCwr)
      congestion_.KeepOpen(congestion_.duplicate_acks() > 0 || repeated);
    return false;
  }
  congestion_.EnterRecovery(tcb_.snd_nxt);
  tcb_.ecn.Reduced();
  return true;
}

// __tcp_retransmit_skb. False when the receiver's window no longer takes it.
bool Connection::RetransmitPiece(size_t i, bool ends_burst) {
  if (!tcb_.retransmit_since_set) {
    tcb_.retransmit_since_set = true;
    tcb_.retransmit_since = now_;
  }
  const SeqNum seq = queue_.sent(i).seq;
  uint32_t room = Before(seq, WindowEnd()) ? WindowEnd() - seq : 0;
  if (room == 0) {
    // The first segment probes a window that was shrunk to nothing.
    if (seq != queue_.una()) return false;
    room = tcb_.mss;
  }
  room = std::min(room, tcb_.mss);
  if (queue_.sent(i).size > room) {
    queue_.SplitSent(i, room);
  } else if (queue_.sent(i).size < room) {
    // tcp_retrans_try_collapse: small neighbours, a FIN too, go in the same
    // segment.
    while (i + 1 < queue_.sent_count() &&
           queue_.sent(i).size + queue_.sent(i + 1).size <= room &&
           !queue_.sent(i + 1).sacked && !queue_.sent(i).ends_record &&
           !queue_.sent(i).joined && !queue_.sent(i + 1).joined &&
           queue_.last_of_packet(i + 1) &&
           !After(queue_.sent(i + 1).end(), WindowEnd())) {
      queue_.MergeSent(i);
    }
  }
  Piece& piece = queue_.sent(i);
  piece.retransmitted = true;
  if (device_full_) [[unlikely]]
    return false;
  Transmit(piece, /*again=*/true, ends_burst);
  piece.in_flight_again = true;
  if (sack_ != nullptr) sack_->CountRetransmission();
  return true;
}

// tcp_xmit_retransmit_queue.
void Connection::RetransmitLost() {
  for (size_t i = 0; i < queue_.sent_count(); ++i) {
    const Piece& piece = queue_.sent(i);
    if (!piece.lost || piece.in_flight_again) continue;
    const uint32_t in_flight = InFlight();
    if (in_flight >= congestion_.cwnd()) return;
    const bool is_head = i == 0;
    if (counts_packets()) [[unlikely]] {
      const size_t sent = RetransmitBurst(i, congestion_.cwnd() - in_flight);
      if (sent == 0) return;
      i += sent - 1;
    } else {
      if (!RetransmitPiece(i)) return;
      congestion_.CountRecoverySend();
    }
    if (is_head && timers_.send != Timers::Send::kReorder) {
      timers_.SetSend(Timers::Send::kRetransmit, now_ + rtt_.rto());
    }
  }
}

}  // namespace orderly
