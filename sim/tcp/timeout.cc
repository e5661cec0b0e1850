// What a connection does when time passes: tcp_timer.c.
#include <algorithm>
#include <bit>
#include <cerrno>
#include <utility>

#include "sim/base/check.h"
#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"

namespace orderly {
namespace {

// TCP_RESOURCE_PROBE_INTERVAL: when the device took nothing.
constexpr Duration kResourceProbe = std::chrono::milliseconds(500);

}  // namespace

void Connection::OnTimeout(Instant now) {
  now_ = now;
  if (timers_.delayed_ack_at <= now) OnDelayedAckTimeout();
  if (timers_.send_at <= now) {
    switch (timers_.send) {
      case Timers::Send::kIdle:
        break;
      case Timers::Send::kRetransmit:
        if (tcb_.state == TcpState::kSynSent ||
            tcb_.state == TcpState::kSynReceived) {
          OnSynTimeout();
        } else {
          OnRetransmitTimeout();
        }
        break;
      case Timers::Send::kZeroWindowProbe:
        OnProbeTimeout();
        break;
      case Timers::Send::kReorder:
        OnReorderTimeout();
        break;
      case Timers::Send::kTailProbe:
        OnTailProbeTimeout();
        break;
    }
  }
  if (timers_.slow_at <= now) OnSlowTimeout();
}

void Connection::OnDelayedAckTimeout() {
  timers_.delayed_ack_at = Instant::Never();
  ack_.timer = false;
  if (!ack_.scheduled) return;
  if (sack_ != nullptr && sack_->compressed > 0) {
    SendAck();
    return;
  }
  if (ack_.pingpong == 0) {
    // The guess was too short: wait longer next time.
    ack_.timeout = std::min(ack_.timeout * 2, rtt_.rto());
  } else {
    // The application did not answer after all.
    ack_.pingpong = 0;
    ack_.timeout = config_.delayed_ack_min;
  }
  SendAck();
}

// tcp_write_err: ETIMEDOUT, or what ICMP said.
void Connection::WriteFailed() {
  ++counters_.abort_on_timeout;
  Fail(tcb_.soft_error != 0 ? tcb_.soft_error : ETIMEDOUT);
}

// tcp_model_timeout and retransmits_timed_out: how long `boundary`
// retransmissions take from the first one.
bool Connection::TimedOut(uint32_t boundary, Duration base,
                          Duration timeout) const {
  if (tcb_.retransmits == 0 || !tcb_.retransmit_since_set) return false;
  if (timeout.count() == 0) {
    const auto doublings = static_cast<uint64_t>(config_.rto_max / base);
    const uint32_t linear_from =
        static_cast<uint32_t>(std::bit_width(doublings)) - 1;
    if (boundary <= linear_from) {
      timeout = base * ((2LL << boundary) - 1);
    } else {
      timeout = base * ((2LL << linear_from) - 1) +
                config_.rto_max * (boundary - linear_from);
    }
  }
  return now_ - tcb_.retransmit_since >= timeout;
}

// tcp_rtx_probe0_timed_out: a peer that shrank its window to nothing and says
// no more.
bool Connection::ShrunkWindowTimedOut() const {
  if (!tcb_.retransmit_since_set) return false;
  const Duration trouble = now_ - tcb_.retransmit_since;
  const Duration user = options_.user_timeout;
  if (user.count() > 0 && trouble > user) return true;
  Duration most = 2 * config_.rto_max;
  if (user.count() > 0) most = std::min(most, user);
  return now_ - tcb_.last_arrival > most && trouble > most;
}

// tcp_clamp_probe0_to_user_timeout.
Duration Connection::ClampProbe(Duration delay) const {
  if (options_.user_timeout.count() == 0 || !tcb_.probe_since_set) return delay;
  const Duration left = options_.user_timeout - (now_ - tcb_.probe_since);
  return std::min(delay, std::max(left, 2 * config_.tick));
}

// tcp_clamp_rto_to_user_timeout.
Duration Connection::ClampToUserTimeout(Duration delay) const {
  if (options_.user_timeout.count() == 0 || !tcb_.retransmit_since_set)
    return delay;
  const Duration left = options_.user_timeout - (now_ - tcb_.retransmit_since);
  return left.count() <= 0 ? Duration(1'000'000) : std::min(delay, left);
}

uint32_t Connection::OrphanRetries(bool alive) const {
  if (tcb_.soft_error != 0 && !alive) return 0;
  return config_.orphan_retries == 0 && alive ? 8 : config_.orphan_retries;
}

void Connection::OnSynTimeout() {
  const bool active = tcb_.state == TcpState::kSynSent;
  uint32_t most = request_ ? config_.synack_retries : config_.syn_retries;
  if (options_.syn_retries != 0) most = options_.syn_retries;
  if (active) most += config_.syn_linear_timeouts;
  const bool user_timeout = options_.user_timeout.count() > 0 &&
                            now_ - syn_sent_at_ >= options_.user_timeout;
  if (deferred_ && tcb_.retransmits < options_.defer_accept) {
    // syn_ack_recalc: silence until the last SYN-ACK of the time asked for.
    if (tcb_.retransmits + 1 < options_.defer_accept) {
      ++tcb_.retransmits;
      ++tcb_.backoff;
      timers_.SetSend(Timers::Send::kRetransmit, now_ + SynAckDelay());
      return;
    }
    most = std::max<uint32_t>(most, options_.defer_accept);
  }
  if (tcb_.retransmits >= most || user_timeout) {
    if (request_) {
      Done();  // A listener's child goes without a word.
    } else {
      WriteFailed();
    }
    return;
  }
  ++tcb_.retransmits;
  ++syn_repeats_;
  SendSyn(/*with_ack=*/!active);
  if (request_) {
    ++tcb_.backoff;
    timers_.SetSend(Timers::Send::kRetransmit, now_ + SynAckDelay());
    return;
  }
  if (!active || tcb_.retransmits > config_.syn_linear_timeouts) rtt_.BackOff();
  timers_.SetSend(Timers::Send::kRetransmit, now_ + rtt_.rto());
}

// tcp_reqsk_timeout.
Duration Connection::SynAckDelay() const {
  return std::min<Duration>(
      config_.rto_initial * (1LL << std::min(tcb_.backoff, 20U)),
      config_.rto_max);
}

// tcp_retransmit_timer.
void Connection::OnRetransmitTimeout() {
  if (!queue_.has_sent()) {
    timers_.ClearSend();
    return;
  }
  // The receiver shrank its window to nothing: retransmissions serve as probes,
  // for ever if it answers.
  const bool shrunk = tcb_.snd_wnd == 0 && !tcb_.orphan;
  uint32_t most = config_.retries;
  if (tcb_.orphan && config_.orphans_give_up)
    most = OrphanRetries(rtt_.rto() < config_.rto_max);
  const bool gave_up =
      shrunk ? ShrunkWindowTimedOut()
             : TimedOut(most, config_.rto_min, options_.user_timeout);
  if (gave_up) {
    WriteFailed();
    return;
  }
  if (sack_ != nullptr) {
    EnterSackLoss();
  } else {
    congestion_.EnterLoss(queue_.una(), tcb_.snd_nxt, tcb_.retransmits > 0);
    tcb_.ecn.Reduced();
    for (size_t i = 0; i < queue_.sent_count(); ++i) {
      queue_.sent(i).lost = true;
      queue_.sent(i).in_flight_again = false;
    }
  }
  if (!shrunk) ++tcb_.retransmits;
  if (counts_packets()) {
    RetransmitBurst(0, 1);
  } else {
    RetransmitPiece(0);
  }
  if (device_full_) {
    timers_.SetSend(Timers::Send::kRetransmit, now_ + kResourceProbe);
    return;
  }
  ++tcb_.backoff;
  rtt_.BackOff();
  timers_.SetSend(Timers::Send::kRetransmit,
                  now_ + ClampToUserTimeout(rtt_.rto()));
}

// tcp_probe0_when.
Duration Connection::ProbeDelay() const {
  const Duration base = std::max(rtt_.rto(), config_.rto_min);
  return std::min<Duration>(base * (1LL << std::min(tcb_.backoff, 20U)),
                            config_.rto_max);
}

// tcp_probe_timer and tcp_send_probe0.
void Connection::OnProbeTimeout() {
  timers_.ClearSend();
  if (queue_.has_sent() || !queue_.has_unsent()) {
    tcb_.probes = 0;
    tcb_.probe_since_set = false;
    return;
  }
  if (!std::exchange(tcb_.probe_since_set, true)) tcb_.probe_since = now_;
  const bool user_timeout = options_.user_timeout.count() > 0 &&
                            now_ - tcb_.probe_since >= options_.user_timeout;
  uint32_t most = config_.retries;
  bool gave_up = user_timeout;
  if (tcb_.orphan && config_.orphans_give_up) {
    const bool alive =
        rtt_.rto() * (1LL << std::min(tcb_.backoff, 20U)) < config_.rto_max;
    most = OrphanRetries(alive);
    // An orphan is not patient: answered probes do not save it once the
    // back-off is at its limit.
    if (!alive && tcb_.backoff >= most) gave_up = true;
  }
  if (gave_up || tcb_.probes >= most) {
    WriteFailed();
    return;
  }
  if (device_full_) {
    ++tcb_.probes;
    timers_.SetSend(Timers::Send::kZeroWindowProbe,
                    now_ + ClampProbe(kResourceProbe));
    return;
  }
  const Piece& head = queue_.next_unsent();
  const uint32_t room =
      Before(head.seq, WindowEnd()) ? WindowEnd() - head.seq : 0;
  if (room > 0) {
    // tcp_write_wakeup: what fits, pushed.
    if (Before(tcb_.pushed_seq, head.end())) tcb_.pushed_seq = head.end();
    const bool whole = head.end() - head.seq <= room && head.size <= tcb_.mss;
    const uint32_t size = std::min({room, head.size, tcb_.mss});
    Piece& piece = queue_.Send(size, now_, /*with_fin=*/whole);
    piece.push = true;
    Transmit(piece, /*again=*/false);
    tcb_.probes = tcb_.backoff = 0;
    tcb_.probe_since_set = false;
    RearmRetransmit();
    return;
  }
  SendProbe();
  ++tcb_.probes;
  if (tcb_.backoff < config_.retries) ++tcb_.backoff;
  timers_.SetSend(Timers::Send::kZeroWindowProbe,
                  now_ + ClampProbe(ProbeDelay()));
}

// The part of an orphan's FIN-WAIT-2 that the full connection lives through is
// over. The mini-object lives the rest, if it is more than TIME-WAIT's length.
void Connection::FinWait2Over() {
  const Duration rest = FinWait2Time() - config_.time_wait;
  if (options_.linger2.count() >= 0 && rest.count() > 0) {
    LeaveRemnant(TcpState::kFinWait2, rest);
  } else {
    SendReset();
    Done();
  }
}

void Connection::OnSlowTimeout() {
  switch (timers_.slow) {
    case Timers::Slow::kIdle:
      return;
    case Timers::Slow::kFinWait2:
      timers_.ClearSlow();
      if (tcb_.state == TcpState::kFinWait2 && tcb_.orphan) FinWait2Over();
      return;
    case Timers::Slow::kKeepAlive:
      OnKeepAlive();
      return;
  }
}

// tcp_keepalive_timer. Silent while data is unacknowledged: the retransmission
// timer watches then.
void Connection::OnKeepAlive() {
  if (queue_.has_sent() || queue_.has_unsent()) {
    timers_.SetSlow(Timers::Slow::kKeepAlive, now_ + options_.keep_idle);
    return;
  }
  const Duration idle = now_ - std::max(tcb_.last_arrival, ack_.last_data_at);
  if (idle < options_.keep_idle) {
    timers_.SetSlow(Timers::Slow::kKeepAlive,
                    now_ + (options_.keep_idle - idle));
    return;
  }
  const bool user_timeout = options_.user_timeout.count() > 0 &&
                            idle >= options_.user_timeout && tcb_.probes > 0;
  if (user_timeout || (options_.user_timeout.count() == 0 &&
                       tcb_.probes >= options_.keep_count)) {
    SendReset();
    WriteFailed();
    return;
  }
  SendProbe();
  ++tcb_.probes;
  timers_.SetSlow(Timers::Slow::kKeepAlive, now_ + options_.keep_interval);
}

}  // namespace orderly
