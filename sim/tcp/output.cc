// What a connection says: cutting segments from the send queue, and segments
// that carry no data.
#include <algorithm>
#include <bit>
#include <utility>

#include "sim/base/check.h"
#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"

namespace orderly {
namespace {

constexpr uint32_t kTimestampBytes = 12;  // TCPOLEN_TSTAMP_ALIGNED

}  // namespace

inline Segment& Connection::NewSegment(SeqNum seq, uint8_t flags) {
  Segment& segment =
      *outbox_.emplace_back(std::make_unique<Segment>(tcb_.tuple, seq, flags));
  if ((flags & kAck) != 0) {
    segment.ack = tcb_.rcv_nxt;
    ack_.Sent();
    timers_.delayed_ack_at = Instant::Never();
  }
  if (tcb_.extended) [[unlikely]] {
    Extend(segment);
  } else {
    segment.window = AdvertiseWindow();
  }
  return segment;
}

// A segment of a connection that uses options: tcp_established_options, and
// tcp_select_window where windows are scaled.
[[gnu::noinline]] void Connection::Extend(Segment& segment) {
  if (memory_ != nullptr && memory_->is_short() &&
      (segment.flags & kAck) != 0) {
    // tcp_select_window: the one time that a window is taken back.
    memory_->set_short(false);
    tcb_.rcv_wnd = 0;
    tcb_.rcv_wup = tcb_.rcv_nxt;
    segment.window = 0;
  } else if (tcb_.rcv_wscale == 0 || tcb_.rcv_limit == 0) {
    segment.window = AdvertiseWindow();
  } else {
    // A request's window stays what its SYN-ACK said (tcp_v4_reqsk_send_ack),
    // and a SYN does not choose one (__tcp_transmit_skb).
    if (!request_ && !segment.Has(kSyn)) {
      tcb_.rcv_wnd =
          std::max(SelectWindow(), ScaledUp(ReceiveWindow(), tcb_.rcv_wscale));
    }
    tcb_.rcv_wup = tcb_.rcv_nxt;
    segment.window = static_cast<uint16_t>(
        std::min<uint32_t>(tcb_.rcv_wnd >> tcb_.rcv_wscale, 0xffff));
  }
  if (tcb_.ts.on) StampTime(segment.options);
  if (tcb_.ecn.on() && (segment.flags & kSyn) == 0) tcb_.ecn.MarkEcho(segment);
  if (sack_ == nullptr || (segment.flags & (kSyn | kAck)) != kAck) return;
  sack_->report.Write(segment.options, tcb_.ts.on ? 3 : SackBlocks::kMost);
  sack_->compressed = 0;
  if (!segment.options.sack.empty()) SyncMss();
}

void Connection::StampTime(TcpOptions& options) const {
  options.timestamps = true;
  options.timestamp = TimestampNow();
  options.echoed = tcb_.ts.recent;
}

// __tcp_select_window, of a window that is scaled: it need not be whole
// segments.
[[gnu::noinline]] uint32_t Connection::SelectScaledWindow() {
  const auto [space, unused] = ReceiveSpace();
  const uint32_t full = std::min(tcb_.window_clamp, space);
  uint32_t free = unused;
  const uint32_t mss = std::min(ack_.peer_mss, full);
  if (free < full / 2) {
    ack_.quick = 0;
    free = free >> tcb_.rcv_wscale << tcb_.rcv_wscale;
    if (free < space / 16 || free < mss) return 0;
  }
  return ScaledUp(std::min(free, tcb_.rcv_limit), tcb_.rcv_wscale);
}

// tcp_select_initial_window. The scale must do for the largest buffer that the
// kernel may choose later, unless the application chose one.
[[gnu::noinline]] void Connection::SelectInitialWindow() {
  uint32_t window = receive_buffer_;
  if (!config_.window_scaling) window = std::min<uint32_t>(window, 0xffff);
  uint32_t mss = OfferedMss();
  if (tcb_.ts.on) mss -= kTimestampBytes;
  if (config_.window_in_whole_segments && window > mss)
    window = window / mss * mss;
  tcb_.rcv_limit = tcb_.rcv_wnd = window;
  const bool active = tcb_.state == TcpState::kSynSent;
  if (!config_.window_scaling || !(active || tcb_.scaled)) return;
  const uint32_t most =
      options_.receive_buffer_locked
          ? receive_buffer_
          : std::max(receive_buffer_, config_.receive_buffer_max);
  const int bits = std::bit_width(most) - 1;
  tcb_.rcv_wscale = static_cast<uint8_t>(std::clamp(bits - 15, 0, 14));
}

void Connection::SendSyn(bool with_ack) {
  Segment& syn = NewSegment(tcb_.iss, with_ack ? kSyn | kAck : kSyn);
  syn.options.mss = OfferedMss();
  // RFC 7323, 2.2: the window of a SYN is never scaled.
  syn.window = static_cast<uint16_t>(std::min(tcb_.rcv_wnd, 0xffffU));
  // Only a request is answered with what it asked for: after a simultaneous
  // open tcp_send_synack sends the SYN's own offers again (tcp_syn_options).
  if (request_ ? tcb_.scaled : config_.window_scaling)
    syn.options.window_scale = static_cast<int8_t>(tcb_.rcv_wscale);
  if (request_ ? tcb_.ts.on : config_.timestamps) StampTime(syn.options);
  syn.options.sack_permitted = request_ ? sack_ != nullptr : config_.sack;
  syn.retransmission = syn_repeats_ > 0;
  if (syn_repeats_ == 0) syn_sent_at_ = now_;
  if (with_ack) {
    if (tcb_.ecn.on()) syn.flags |= kEce;
  } else if (syn_repeats_ == 0) {
    // A SYN that is sent again asks no more: the path may lose those that do
    // (tcp_ecn_fallback).
    tcb_.ecn.Ask(config_.ecn == 1);
    if (tcb_.ecn.on()) syn.flags |= kEce | kCwr;
  }
}

// tcp_acceptable_seq: SND.NXT, but not beyond the window that the peer shrank
// by more than what scaling rounds away.
inline SeqNum Connection::AcceptableSeq() const {
  if (!Before(WindowEnd(), tcb_.snd_nxt)) return tcb_.snd_nxt;
  const bool rounded =
      tcb_.scaled && tcb_.snd_nxt - WindowEnd() < (1U << tcb_.rcv_wscale);
  return rounded ? tcb_.snd_nxt : WindowEnd();
}

[[gnu::flatten]] void Connection::SendAck() {
  if (tcb_.state == TcpState::kClosed) return;
  NewSegment(AcceptableSeq(), kAck);
}

// The active form: "R." at SND.NXT (tcp_send_active_reset). Never
// retransmitted.
void Connection::SendReset() { NewSegment(AcceptableSeq(), kRst | kAck); }

// tcp_xmit_probe_skb: an ACK with an old number; the peer must answer it. No
// data octet is sent.
void Connection::SendProbe() { NewSegment(queue_.una() - 1, kAck); }

// tcp_oow_rate_limited: one answer a connection and interval to what need not
// be answered.
bool Connection::RateLimited() {
  if (tcb_.challenged && now_ - tcb_.last_challenge < config_.invalid_ratelimit)
    return true;
  tcb_.challenged = true;
  tcb_.last_challenge = now_;
  return false;
}

// RFC 5961, 3.2 and 4.2.
void Connection::SendChallengeAck() {
  if (!RateLimited()) SendAck();
}

void Connection::Transmit(Piece& piece, bool again, bool ends_burst) {
  const bool push = piece.push || ends_burst;
  const uint8_t flags =
      static_cast<uint8_t>(kAck | (push ? kPsh : 0) | (piece.fin ? kFin : 0));
  // A reply soon after an arrival: the application is interactive, its answers
  // carry the ACKs.
  if (piece.size > 0) {
    if (now_ - ack_.last_data_at < ack_.timeout) ++ack_.pingpong;
    tcb_.last_sent_data = now_;
  }
  Segment& segment = NewSegment(piece.seq, flags);
  segment.payload = queue_.BytesOf(piece);
  segment.retransmission = again;
  piece.sent_at = now_;
  if (again) {
    ++tcb_.total_retransmits;
    return;
  }
  if (tcb_.ecn.on() && piece.size > 0) [[unlikely]]
    tcb_.ecn.MarkData(segment);
  if (piece.size < tcb_.mss) tcb_.snd_sml = piece.end();
  tcb_.snd_nxt = piece.end();
}

// tcp_nagle_check, with Minshall's variant: a small segment waits while another
// small one is unacknowledged.
inline bool Connection::NagleHolds(bool partial, Nagle nagle) const {
  if (!partial || nagle == Nagle::kPush || nagle == Nagle::kOff ||
      nagle == Nagle::kOne)
    return false;
  if (nagle == Nagle::kCork) return true;
  if (options_.push_held) return false;
  if (options_.cork) return true;
  if (options_.no_delay) return false;
  const bool small_outstanding =
      After(tcb_.snd_sml, queue_.una()) && !After(tcb_.snd_sml, tcb_.snd_nxt);
  return queue_.has_sent() && small_outstanding;
}

// tcp_mss_split_point: how much of a piece longer than the MSS goes out in one
// burst.
inline uint32_t Connection::BurstSize(const Piece& head, uint32_t quota,
                                      Nagle nagle) const {
  const uint32_t window = WindowEnd() - head.seq;
  const uint64_t most = uint64_t{tcb_.mss} * quota;
  if (most <= window && !queue_.single_unsent())
    return static_cast<uint32_t>(std::min<uint64_t>(most, head.size));
  const uint32_t needed = std::min(head.size, window);
  if (most <= needed) return static_cast<uint32_t>(most);
  const uint32_t partial = needed % tcb_.mss;
  // A last, partial segment is subject to Nagle; it is not if more of the
  // stream follows it.
  if (NagleHolds(partial != 0, nagle)) return needed - partial;
  return needed;
}

// tcp_tso_should_defer: part of a long piece that follows what was sent just
// now waits for an ACK that is due.
bool Connection::ShouldDefer(const Piece& head, uint32_t in_flight,
                             uint32_t most_in_burst) const {
  using Phase = Congestion::Phase;
  const Phase phase = congestion_.phase();
  if (phase == Phase::kRecovery || phase == Phase::kLoss) return false;
  if (!queue_.has_sent()) return false;
  if (now_ - tcb_.last_sent_data > std::chrono::milliseconds(1)) return false;
  const uint32_t window = WindowEnd() - head.seq;
  const uint32_t by_cwnd = (congestion_.cwnd() - in_flight) * tcb_.mss;
  const uint32_t most = std::min(window, by_cwnd);
  if (most >= uint64_t{most_in_burst} * tcb_.mss) return false;
  if (!queue_.single_unsent() && most >= head.size) return false;
  if (config_.tso_win_divisor == 0) {
    if (most > 3 * tcb_.mss) return false;  // tcp_max_tso_deferred_mss
  } else if (most >= std::min(tcb_.snd_wnd, congestion_.cwnd() * tcb_.mss) /
                         config_.tso_win_divisor) {
    return false;
  }
  // Not if the ACK is further away than 1 ms, or half a round trip (6.18).
  const Duration srtt = rtt_.srtt();
  const Duration far = queue_.sent(0).sent_at + srtt - now_;
  if (far > std::min<Duration>(srtt / 2, std::chrono::milliseconds(1)))
    return false;
  // What no window holds back, and gets no more data, goes.
  return most <= head.size || !(head.fin || head.ends_record);
}

// tcp_cwnd_validate: whether the congestion window, not the application, limits
// us.
inline void Connection::ValidateCwnd(bool limited) {
  const auto out = static_cast<uint32_t>(queue_.sent_count());
  if (!Before(queue_.una(), cwnd_usage_seq_) || limited ||
      (!cwnd_limited_ && out > max_packets_out_)) {
    cwnd_limited_ = limited;
    max_packets_out_ = out;
    cwnd_usage_seq_ = tcb_.snd_nxt;
  }
}

// One sk_buff as the network card cuts it.
inline void Connection::SendBurst(uint32_t burst) {
  // __tcp_transmit_skb pushes what is longer than a segment, so that the
  // receiver's GRO does not wait for more; not what is sent again of it.
  const bool push_last = burst > tcb_.mss;
  bool joined = false;
  do {
    const uint32_t size = std::min(burst, tcb_.mss);
    burst -= size;
    Piece& piece = queue_.Send(size, now_);
    if (push_last) [[unlikely]]
      piece.joined = std::exchange(joined, counts_packets());
    Transmit(piece, /*again=*/false, push_last && burst == 0);
    congestion_.CountRecoverySend();
  } while (burst > 0);
}

// tcp_write_xmit. True when something went out.
bool Connection::PushPending(Nagle nagle) {
  bool sent = false;
  bool limited = false;
  uint32_t most_in_burst = UINT32_MAX;
  if (counts_packets()) [[unlikely]]
    most_in_burst = MostInBurst();
  while (queue_.has_unsent()) {
    const uint32_t in_flight = InFlight();
    if (in_flight >= congestion_.cwnd()) {
      limited = true;
      break;
    }
    // tcp_cwnd_test: at most half the window in one burst.
    const uint32_t quota =
        std::min({std::max(congestion_.cwnd() / 2, 1U),
                  congestion_.cwnd() - in_flight, most_in_burst});
    queue_.GrowNext(static_cast<uint32_t>(
        std::min<uint64_t>(uint64_t{quota} * tcb_.mss, kGsoMax)));
    const Piece& head = queue_.next_unsent();
    const bool longer = head.size > tcb_.mss;
    if (After(longer ? head.seq + tcb_.mss : head.end(), WindowEnd())) break;
    uint32_t burst = head.size;
    if (longer) {
      burst = BurstSize(head, quota, nagle);
      if (burst == 0) break;
      if (nagle != Nagle::kOne && ShouldDefer(head, in_flight, most_in_burst)) {
        limited = true;
        break;
      }
    } else if (!head.fin && queue_.single_unsent() &&
               NagleHolds(head.size < tcb_.mss, nagle)) {
      break;
    }
    if (device_full_) [[unlikely]]
      break;
    const bool first_out = !queue_.has_sent();
    SendBurst(burst);
    sent = true;
    if (first_out) RearmRetransmit();
    if (space_wanted_ && counts_packets()) [[unlikely]]
      CheckSpace();
    if (nagle == Nagle::kOne) break;
  }
  if (!sent) return false;
  if (sack_ != nullptr) [[unlikely]]
    TimeSent();
  ValidateCwnd(limited || InFlight() >= congestion_.cwnd());
  return true;
}

// __tcp_push_pending_frames: what cannot go out, with nothing in flight, makes
// the window be probed.
[[gnu::flatten]] void Connection::PushAndProbe(Nagle nagle) {
  PushPending(nagle);
  if (!queue_.has_sent() && queue_.has_unsent() &&
      timers_.send == Timers::Send::kIdle) {
    timers_.SetSend(Timers::Send::kZeroWindowProbe,
                    now_ + std::max(rtt_.rto(), config_.rto_min));
  }
}

// tcp_sendmsg_locked: piece by piece, with PSH on the last piece of a call, and
// within a long one once half a window has gone by (forced_push).
[[gnu::flatten]] size_t Connection::Write(Instant now, std::string_view bytes,
                                          WriteFlags flags) {
  now_ = now;
  if (counts_packets()) [[unlikely]]
    return WritePackets(bytes, flags);
  const std::string_view taken = bytes.substr(0, byte_space());
  if (taken.empty()) return 0;
  if (!queue_.has_sent()) CheckIdle();
  const auto forced = [this] {
    return queue_.end() - tcb_.pushed_seq > tcb_.max_window / 2;
  };
  const auto mark = [this] {
    queue_.MarkPush();
    tcb_.pushed_seq = queue_.end();
  };
  for (std::string_view left = taken;;) {
    left.remove_prefix(queue_.WriteSome(left, tcb_.piece_limit));
    if (left.empty()) break;
    if (forced()) {
      mark();
      PushAndProbe(Nagle::kPush);
    } else if (queue_.single_unsent()) {
      PushPending(Nagle::kOne);
    }
  }
  if (!flags.more || forced()) mark();
  if (flags.ends_record && taken.size() == bytes.size()) queue_.EndRecord();
  if (options_.push_held) [[unlikely]]
    options_.push_held = false;
  PushAndProbe(flags.more ? Nagle::kCork : Nagle::kAsSet);
  return taken.size();
}

// tcp_sync_mss: half the largest window the peer ever offered, so that two
// segments fit (tcp_bound_to_half_wnd); and tcp_xmit_size_goal, how long a
// piece may grow before the next one starts.
void Connection::SyncMss() {
  uint32_t mss =
      std::min({uint32_t{peer_mss_}, uint32_t{config_.mss}, tcb_.path_mss});
  if (tcb_.ts.on) mss -= kTimestampBytes;
  // tcp_current_mss: blocks take room too.
  if (sack_ != nullptr && sack_->report.count() > 0) {
    const uint32_t most = tcb_.ts.on ? 3U : SackBlocks::kMost;
    mss -= 4 + 8 * std::min<uint32_t>(sack_->report.count(), most);
  }
  const uint32_t half =
      tcb_.max_window > 536 ? tcb_.max_window / 2 : tcb_.max_window;
  tcb_.mss = half > 0 && mss > half ? std::max(half, 48U) : mss;
  const uint32_t bytes =
      half > 0 ? std::min(kGsoMax, std::max(half, 48U)) : kGsoMax;
  tcb_.piece_limit = std::max(bytes / tcb_.mss, 1U) * tcb_.mss;
}

}  // namespace orderly
