// What a connection has more that counts packets (TcpConfig::counts_packets):
// the send buffer in the memory of sk_buffs, as sk_wmem_queued counts it, and
// bursts as long as the pacing rate lets them be.
#include <algorithm>
#include <bit>

#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"

namespace orderly {
namespace {

constexpr uint32_t kSkBuff = 256;      // sizeof(struct sk_buff), aligned
constexpr uint32_t kSharedInfo = 320;  // sizeof(struct skb_shared_info)

}  // namespace

uint32_t Connection::unacknowledged() const {
  return tcb_.handshaking() ? 0 : queue_.end() - queue_.una();
}

uint32_t Connection::unsent() const {
  return tcb_.handshaking() ? 0 : queue_.end() - tcb_.snd_nxt;
}

// sk_wmem_queued: the bytes, and of every sk_buff the head that has none
// (tcp_stream_alloc_skb).
uint32_t Connection::QueuedMemory() const {
  return queue_.bytes() +
         queue_.packets() * (config_.packet_head + kSharedInfo + kSkBuff);
}

// tcp_notsent_lowat.
uint32_t Connection::UnsentLowWater() const {
  return options_.unsent_low_water != 0 ? options_.unsent_low_water
                                        : config_.unsent_low_water;
}

// __sk_stream_memory_free. `unsent` is doubled for a waiter to be woken.
bool Connection::MemoryFree(uint32_t unsent) const {
  return QueuedMemory() < send_buffer_ && unsent < UnsentLowWater();
}

uint32_t Connection::PacketSpace() const {
  return MemoryFree(unsent()) ? UINT32_MAX : queue_.TailRoom(tcb_.piece_limit);
}

// __sk_stream_is_writeable.
bool Connection::writeable() const {
  if (!counts_packets()) {
    return send_space() >= queue_.bytes() / 2 && send_space() > 0 &&
           2 * uint64_t{unsent()} < UnsentLowWater();
  }
  const uint32_t queued = QueuedMemory();
  return send_buffer_ >= queued && send_buffer_ - queued >= queued / 2 &&
         MemoryFree(2 * unsent());
}

bool Connection::may_write_on() const {
  return send_space() > 0 && !(counts_packets() && space_wanted_);
}

// tcp_check_space: a writer that waits is told of room, once.
void Connection::CheckSpace() {
  if (!space_wanted_) return;
  // tcp_should_expand_sndbuf.
  if (counts_packets() && InFlight() < congestion_.cwnd()) ExpandSendBuffer();
  if (!writeable()) return;
  space_wanted_ = false;
  changed_ = true;
}

// tcp_sndbuf_expand: two windows of segments in memory of their own each.
void Connection::ExpandSendBuffer() {
  constexpr uint32_t kInitialWindow = 10;  // TCP_INIT_CWND
  if (options_.send_buffer_locked) return;
  const uint32_t mss = std::max<uint32_t>(peer_mss_, tcb_.mss);
  const uint32_t each =
      std::bit_ceil(mss + config_.packet_head + kSharedInfo) + kSkBuff;
  const uint32_t reordering =
      sack_ != nullptr ? sack_->reordering : congestion_.reordering();
  const uint32_t segments =
      std::max({kInitialWindow, congestion_.cwnd(), reordering + 1});
  const uint32_t wanted = 2 * segments * each;
  if (send_buffer_ < wanted)
    send_buffer_ = std::min(wanted, config_.send_buffer_max);
}

// tcp_sendmsg_locked: sk_buff by sk_buff, each filled to the end. PSH on the
// last of a call, and within a long one once half a window has gone by
// (forced_push).
size_t Connection::WritePackets(std::string_view bytes, WriteFlags flags) {
  const auto forced = [this] {
    return queue_.end() - tcb_.pushed_seq > tcb_.max_window / 2;
  };
  const auto mark = [this] {
    queue_.MarkPush();
    tcb_.pushed_seq = queue_.end();
  };
  size_t copied = 0;
  while (copied < bytes.size()) {
    if (queue_.TailRoom(tcb_.piece_limit) == 0) {
      if (!MemoryFree(unsent())) break;
      // tcp_skb_entail.
      options_.push_held = false;
      CheckIdle();
    } else if (copied == 0 && !flags.continued) {
      queue_.UnmarkPush();
    }
    copied += queue_.WriteSome(bytes.substr(copied), tcb_.piece_limit);
    if (copied == bytes.size()) break;
    if (forced()) {
      mark();
      PushAndProbe(Nagle::kPush);
    } else if (queue_.single_unsent()) {
      PushPending(Nagle::kOne);
    }
  }
  if (copied == 0) return 0;
  const bool full = copied < bytes.size();
  const bool more = flags.more && !full;
  if (!full && flags.ends_record) queue_.EndRecord();
  if (!queue_.has_unsent()) return copied;
  if (!more || forced()) mark();
  if (full) {
    PushAndProbe(Nagle::kPush);
  } else {
    PushAndProbe(more ? Nagle::kCork : Nagle::kAsSet);
  }
  return copied;
}

void Connection::UpdatePacingRate() {
  tcb_.pacing.Update({.mss = tcb_.mss,
                      .cwnd = congestion_.cwnd(),
                      .out = static_cast<uint32_t>(queue_.sent_count()),
                      .percent = congestion_.cwnd() < congestion_.ssthresh() / 2
                                     ? config_.pacing_slow_start
                                     : config_.pacing_avoidance,
                      .srtt = rtt_.srtt()});
}

uint32_t Connection::MostInBurst() const {
  return tcb_.pacing.MostInBurst(
      config_, tcb_.mss,
      sack_ != nullptr ? sack_->least_rtt : tcb_.pacing.least_rtt);
}

// tcp_match_skb_to_sack: what arrived of an sk_buff is cut from it.
void Connection::SplitAtSacked() {
  for (size_t i = 1; i < queue_.sent_count(); ++i) {
    if (queue_.sent(i).sacked != queue_.sent(i - 1).sacked)
      queue_.sent(i).joined = false;
  }
}

// __tcp_retransmit_skb: as much of the sk_buff that sent piece i begins as goes
// in one burst, cut by the MSS of now. Returns how many pieces that were.
size_t Connection::RetransmitBurst(size_t i, uint32_t most) {
  queue_.sent(i).joined = false;
  if (queue_.sent(i).size > tcb_.mss) {
    while (!queue_.last_of_packet(i)) queue_.MergeSent(i);
    for (size_t k = i; queue_.sent(k).size > tcb_.mss; ++k) {
      queue_.SplitSent(k, tcb_.mss);
      queue_.sent(k + 1).joined = true;
    }
  }
  most = std::min(most, MostInBurst());
  size_t count = 1;
  while (count < most && !queue_.last_of_packet(i + count - 1) &&
         !queue_.sent(i + count).sacked &&
         !After(queue_.sent(i + count).end(), WindowEnd()))
    ++count;
  if (i + count < queue_.sent_count()) queue_.sent(i + count).joined = false;
  for (size_t k = i; k < i + count; ++k) {
    const bool last = k == i + count - 1;
    if (!RetransmitPiece(k, last && count > 1)) return k - i;
    congestion_.CountRecoverySend();
  }
  return count;
}

}  // namespace orderly
