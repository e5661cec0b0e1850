// What an acknowledgement does where both ends use SACK: which segments
// arrived, how long they took, what follows. tcp_ack, tcp_sacktag_write_queue,
// tcp_clean_rtx_queue. What it says of losses is sack_recovery.cc's.
#include <algorithm>
#include <optional>

#include "sim/tcp/acknowledge_inline.h"
#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"

namespace orderly {

// tcp_highest_sack_seq.
SeqNum Connection::HighestSacked() const {
  for (size_t i = queue_.sent_count(); i-- > 0;)
    if (queue_.sent(i).sacked) return queue_.sent(i).end();
  return queue_.una();
}

SegmentCounts Connection::CountSent() const {
  SegmentCounts counts;
  for (size_t i = 0; i < queue_.sent_count(); ++i) {
    const Piece& piece = queue_.sent(i);
    counts.sacked += piece.sacked ? 1 : 0;
    counts.lost += piece.lost ? 1 : 0;
    counts.again += piece.in_flight_again ? 1 : 0;
  }
  return counts;
}

// tcp_is_sackblock_valid.
bool Connection::Valid(SackBlock block, SeqNum una, bool duplicate) const {
  if (After(block.end, tcb_.snd_nxt) || !Before(block.first, block.end))
    return false;
  if (!Before(block.first, tcb_.snd_nxt)) return false;
  if (After(block.first, una)) return true;
  if (!duplicate || !sack_->undo_armed) return false;
  if (After(block.end, una)) return false;
  if (!Before(block.first, sack_->undo_marker)) return true;
  if (!After(block.end, sack_->undo_marker)) return false;
  return !Before(block.first, block.end - tcb_.max_window);
}

// tcp_check_dsack, tcp_dsack_seen: whether the first block tells of a
// duplicate.
bool Connection::DuplicateArrived(const Segment& segment, SeqNum prior_una,
                                  AckNews& news) {
  const SackBlocks& blocks = segment.options.sack;
  const SackBlock first = blocks[0];
  const bool below = Before(first.first, segment.ack);
  const bool within = blocks.size() > 1 && !After(first.end, blocks[1].end) &&
                      !Before(first.first, blocks[1].first);
  if (!below && !within) return false;
  const uint32_t bytes = first.end - first.first;
  const uint32_t segments =
      bytes > tcb_.mss ? (bytes + tcb_.mss - 1) / tcb_.mss : 1;
  if (sack_->probe_out && sack_->probe_end == first.end)
    news.probe_duplicate = true;
  sack_->duplicates_ever += segments;
  // More than was ever sent again: the network's doing.
  if (sack_->duplicates_ever > tcb_.total_retransmits) return false;
  if (sack_->reordering_seen > 0 && !news.probe_duplicate)
    sack_->rack.duplicate_seen = true;
  news.duplicate_told = true;
  news.sacked += segments;
  if (!After(first.end, prior_una) && After(first.end, sack_->undo_marker))
    sack_->CountDuplicates(segments);
  return true;
}

// tcp_sacktag_one.
void Connection::TagPiece(Piece& piece, bool duplicate, SeqNum highest,
                          SeqNum una, AckNews& news) {
  if (duplicate && piece.retransmitted) {
    if (After(piece.end(), sack_->undo_marker)) sack_->CountDuplicates(1);
    if (piece.sacked && Before(piece.seq, news.reordered_from))
      news.reordered_from = piece.seq;
  }
  if (!After(piece.end(), una)) return;
  if (!piece.sacked) {
    sack_->rack.Advance(now_, piece.sent_at, piece.end(), piece.retransmitted,
                        sack_->least_rtt);
    if (piece.in_flight_again) {
      if (piece.lost) piece.lost = piece.in_flight_again = false;
    } else {
      if (!piece.retransmitted) {
        // New, and in a hole: the network reorders.
        if (Before(piece.seq, highest) &&
            Before(piece.seq, news.reordered_from))
          news.reordered_from = piece.seq;
        if (!After(piece.end(), congestion_.high_seq()))
          news.original_arrived = true;
        if (!news.first_sacked.has_value()) news.first_sacked = piece.sent_at;
        news.last_sacked = piece.sent_at;
      }
      piece.lost = false;
    }
    piece.sacked = true;
    news.data_sacked = true;
    ++news.sacked;
  }
  if (duplicate) piece.in_flight_again = false;
}

// tcp_sacktag_write_queue. Segments are SACKed as a whole, or not at all.
void Connection::TagSacked(const Segment& segment, SeqNum prior_una,
                           AckNews& news) {
  const SackBlocks& blocks = segment.options.sack;
  if (blocks.empty()) return;
  const bool duplicate = DuplicateArrived(segment, prior_una, news);
  if (Before(segment.ack, prior_una - tcb_.max_window)) return;
  const SeqNum una = Later(segment.ack, prior_una);
  const SeqNum highest = HighestSacked();
  for (uint8_t b = 0; b < blocks.size(); ++b) {
    const bool told_twice = b == 0 && duplicate;
    if (!Valid(blocks[b], una, told_twice)) continue;
    for (size_t i = 0; i < queue_.sent_count(); ++i) {
      Piece& piece = queue_.sent(i);
      if (Before(piece.seq, blocks[b].first) ||
          After(piece.end(), blocks[b].end))
        continue;
      TagPiece(piece, told_twice, Later(highest, blocks[b].first), una, news);
    }
  }
  if (counts_packets()) SplitAtSacked();
  if (congestion_.phase() != Congestion::Phase::kLoss || sack_->undo_armed)
    CheckReordering(news.reordered_from);
}

// tcp_check_sack_reordering.
void Connection::CheckReordering(SeqNum low) {
  constexpr uint32_t kMostReordering = 300;  // tcp_max_reordering
  const SeqNum highest = HighestSacked();
  if (!Before(low, highest)) return;
  const uint32_t metric = highest - low;
  if (metric > sack_->reordering * tcb_.mss) {
    sack_->reordering =
        std::min((metric + tcb_.mss - 1) / tcb_.mss, kMostReordering);
  }
  ++sack_->reordering_seen;
}

// tcp_clean_rtx_queue, tcp_ack_update_rtt.
void Connection::CleanTagged(const Segment& segment, AckNews& news) {
  SackState& s = *sack_;
  SeqNum reordered_from = tcb_.snd_nxt;
  std::optional<Instant> first_acked;
  Instant last_acked;
  bool retransmitted = false;
  if (news.advanced) {
    queue_.Acknowledge(segment.ack, [&](const Piece& piece) {
      ++news.acked;
      if (piece.retransmitted) {
        retransmitted = true;
      } else if (!piece.sacked) {
        last_acked = piece.sent_at;
        if (!first_acked.has_value()) first_acked = piece.sent_at;
        if (Before(piece.seq, reordered_from)) reordered_from = piece.seq;
        if (!After(piece.end(), congestion_.high_seq()))
          news.original_arrived = true;
      }
      if (piece.sacked) return;
      ++news.sacked;
      const bool spurious =
          piece.retransmitted && EchoedBefore(segment, piece.sent_at);
      if (!spurious) {
        s.rack.Advance(now_, piece.sent_at, piece.end(), piece.retransmitted,
                       s.least_rtt);
      }
    });
    if (!counts_packets()) changed_ = true;
  }
  std::optional<Duration> rtt;
  std::optional<Duration> latest;
  if (first_acked.has_value() && !retransmitted) {
    rtt = now_ - *first_acked;
    latest = now_ - last_acked;
  }
  if (news.first_sacked.has_value()) {
    latest = now_ - news.last_sacked;
    if (!rtt.has_value()) rtt = now_ - *news.first_sacked;
  }
  if (rtt.has_value()) {
    const Duration least = std::max<Duration>(*latest, Duration(1000));
    if (s.least_rtt.count() == 0 || least < s.least_rtt) s.least_rtt = least;
    rtt_.Sample(*rtt, queue_.una(), tcb_.snd_nxt);
    if (counts_packets())
      congestion_.Measured(
          {now_, *latest, queue_.una(), tcb_.snd_nxt, tcb_.pacing.rate});
    tcb_.backoff = 0;
  } else if (news.acked > 0) {
    SampleEcho(segment);
  }
  if (news.acked > 0) {
    news.set_timer = true;
    if (Before(reordered_from, news.highest_before))
      CheckReordering(reordered_from);
  } else if (queue_.has_sent() && news.first_sacked.has_value()) {
    // Data sent since the head was leaves its time-out.
    news.set_timer = *news.first_sacked < queue_.sent(0).sent_at;
  }
  news.reneged = queue_.has_sent() && queue_.sent(0).sacked;
}

// The ACK counts for the window: tcp_cong_control.
void Connection::ControlCongestion(const AckNews& news, uint32_t lost) {
  if (congestion_.reducing()) {
    congestion_.Reduce(news.sacked, InFlight(),
                       news.advanced && sack_->lost_ever == lost);
    return;
  }
  const bool progress = sack_->reordering > config_.reordering
                            ? news.acked > 0 || news.data_sacked
                            : news.acked > 0;
  if (!progress) return;
  const bool slow_start = congestion_.cwnd() < congestion_.ssthresh();
  if (cwnd_limited_ ||
      (slow_start && congestion_.cwnd() < 2 * max_packets_out_))
    congestion_.Grow(news.sacked, now_);
}

// tcp_ack.
Connection::AckVerdict Connection::SackAckArrives(const Segment& segment,
                                                  uint32_t window) {
  SackState& s = *sack_;
  const SeqNum una = queue_.una();
  const SeqNum ack = segment.ack;
  const uint32_t lost = s.lost_ever;
  AckNews news;
  news.reordered_from = tcb_.snd_nxt;
  if (Before(ack, una)) {
    const auto oldest = static_cast<uint32_t>(
        std::min<uint64_t>(tcb_.max_window, tcb_.bytes_acked));
    if (Before(ack, una - oldest)) return AckVerdict::kTooOld;
    if (!segment.options.sack.empty()) {
      TagSacked(segment, una, news);
      FastRetransmitAlert(una, /*duplicates=*/0, news);
      ResendAsToldBy(news);
    }
    return AckVerdict::kOld;
  }
  if (After(ack, tcb_.snd_nxt)) return AckVerdict::kUnsent;
  news.echoes = segment.options.timestamps;
  news.echoed = segment.options.echoed;
  news.highest_before = HighestSacked();
  news.advanced = After(ack, una);
  if (news.advanced) {
    tcb_.retransmits = 0;
    tcb_.bytes_acked += ack - una;
  }
  const bool had_sent = queue_.has_sent();
  const bool window_changed = UpdateWindow(segment, window);
  TagSacked(segment, una, news);
  tcb_.soft_error = 0;
  tcb_.probes = 0;
  tcb_.last_arrival = now_;
  if (!had_sent) {
    if (news.duplicate_told) FastRetransmitAlert(una, /*duplicates=*/0, news);
    CheckProbeTimer();
    if (s.probe_out) TailProbeAcked(ack, news, /*duplicate=*/false);
    return AckVerdict::kUseful;
  }
  CleanTagged(segment, news);
  tcb_.delivered += news.sacked;
  UpdateReorderingWindow();
  const bool says_something =
      window_changed || segment.length() > 0 || news.acked > 0;
  const bool alert = news.data_sacked || news.duplicate_told;
  const bool duplicate =
      !news.advanced && !says_something && !news.duplicate_told;
  if (s.probe_out)
    TailProbeAcked(ack, news,
                   !news.advanced && !says_something && !news.data_sacked);
  if (!says_something || alert ||
      congestion_.phase() != Congestion::Phase::kOpen)
    FastRetransmitAlert(una, duplicate ? 1 : 0, news);
  if (news.set_timer) SetSendTimer();
  ControlCongestion(news, lost);
  if (counts_packets()) UpdatePacingRate();
  ResendAsToldBy(news);
  return AckVerdict::kUseful;
}

}  // namespace orderly
