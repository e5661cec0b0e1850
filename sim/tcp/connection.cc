#include "sim/tcp/connection.h"

#include <algorithm>
#include <cerrno>

#include "sim/base/check.h"
#include "sim/tcp/connection_inline.h"

namespace orderly {
namespace {

constexpr uint32_t kTimestampBytes = 12;  // TCPOLEN_TSTAMP_ALIGNED

}  // namespace

Connection::Connection(const TcpConfig& config, Outbox& outbox,
                       TcpCounters& counters)
    : config_(config),
      outbox_(outbox),
      counters_(counters),
      send_buffer_(config.send_buffer),
      receive_buffer_(config.receive_buffer),
      rtt_(config.rto_initial, config.rto_min, config.rto_max),
      congestion_(config.initial_cwnd,
                  config.cubic ? Congestion::kCubic : Congestion::kReno,
                  config.cubic ? config.tick : Duration(0)) {}

void Connection::SetBuffers(uint32_t send, uint32_t receive) {
  send_buffer_ = send;
  receive_buffer_ = receive;
}

void Connection::SetSendBuffer(uint32_t bytes) {
  send_buffer_ = counts_packets() ? 2 * bytes : bytes;
  options_.send_buffer_locked = true;
}

void Connection::SetReceiveBuffer(uint32_t bytes) {
  receive_buffer_ = bytes;
  if (memory_ != nullptr) memory_->set_buffer(2 * bytes);
  options_.receive_buffer_locked = true;
}

void Connection::MarkShut(bool read, bool write) {
  tcb_.read_shut |= read;
  tcb_.write_shut |= write;
}

void Connection::Move(TcpEvent event) {
  const std::optional<TcpState> next = Next(tcb_.state, event);
  SIM_CHECK(next.has_value());
  tcb_.state = *next;
  changed_ = true;
}

// tcp_done: the end of the connection, whatever its state was.
void Connection::Done() {
  if (tcb_.state != TcpState::kClosed) Move(TcpEvent::kGone);
  timers_.ClearAll();
  tcb_.read_shut = tcb_.write_shut = true;
  changed_ = true;
}

// tcp_time_wait: the mini-object takes over the wire, and the socket itself is
// CLOSED.
void Connection::LeaveRemnant(TcpState state, Duration lifetime) {
  remnant_ =
      Remnant{tcb_.tuple,      state,           tcb_.snd_nxt, tcb_.rcv_nxt,
              ReceiveWindow(), tcb_.rcv_wscale, tcb_.ts,      lifetime};
  Done();
}

// tcp_reset, tcp_write_err: an error for the application, the send queue goes,
// unread data stays.
void Connection::Fail(int error) {
  tcb_.error = error;
  queue_.Purge();
  received_.DropEarly();
  Done();
}

uint16_t Connection::OfferedMss() const {
  return options_.most_segment == 0
             ? config_.mss
             : std::min(config_.mss, options_.most_segment);
}

Remnant Connection::TakeRemnant() {
  const Remnant remnant = *remnant_;
  remnant_.reset();
  return remnant;
}

void Connection::Connect(Instant now, const FourTuple& tuple, SeqNum iss) {
  now_ = now;
  SIM_CHECK(tcb_.state == TcpState::kClosed);
  tcb_.tuple = tuple;
  tcb_.iss = iss;
  tcb_.read_shut = tcb_.write_shut = tcb_.done = false;
  tcb_.retransmits = tcb_.backoff = 0;
  tcb_.rcv_limit = tcb_.rcv_wnd = 0;
  tcb_.extended = false;
  syn_repeats_ = 0;
  queue_.Start(iss);
  Move(TcpEvent::kConnect);
  SendSyn(/*with_ack=*/false);
  tcb_.snd_nxt = iss + 1;
  queue_.Skip(1);
  tcb_.snd_sml = tcb_.pushed_seq = cwnd_usage_seq_ = iss + 1;
  timers_.SetSend(Timers::Send::kRetransmit, now + config_.rto_initial);
}

void Connection::AcceptSyn(Instant now, const Segment& syn, SeqNum iss) {
  now_ = now;
  tcb_.tuple = {syn.destination, syn.source};
  tcb_.iss = iss;
  Move(TcpEvent::kSynArrived);
  request_ = true;
  options_.accepted = false;
  tcb_.snd_nxt = iss + 1;
  queue_.Start(iss + 1);
  tcb_.snd_sml = tcb_.pushed_seq = cwnd_usage_seq_ = iss + 1;
  StartReceiving(syn);
  SendSyn(/*with_ack=*/true);
  timers_.SetSend(Timers::Send::kRetransmit, now + config_.rto_initial);
}

// What both ends offered. Timestamps take room from every segment that
// carries data.
void Connection::AgreeOnOptions(const Segment& syn) {
  constexpr int8_t kMostScale = 14;  // RFC 7323, 2.3
  const TcpOptions& theirs = syn.options;
  tcb_.scaled = config_.window_scaling && theirs.window_scale >= 0;
  if (tcb_.scaled) {
    tcb_.snd_wscale =
        static_cast<uint8_t>(std::min(theirs.window_scale, kMostScale));
  } else if (request_ || syn.Has(kAck)) {
    tcb_.rcv_wscale = 0;
  }  // else: tcp_rcv_synsent_state_process forgets it in a simultaneous open
  tcb_.ts.on = config_.timestamps && theirs.timestamps;
  if (tcb_.ts.on) tcb_.ts.Store(theirs.timestamp, now_);
  sack_.reset();
  if (config_.sack && theirs.sack_permitted)
    sack_ = std::make_unique<SackState>(config_.reordering);
  tcb_.extended =
      tcb_.ts.on || tcb_.scaled || tcb_.rcv_wscale > 0 || sack_ != nullptr;
}

// What a SYN tells: the peer's ISN, its options, its MSS and its window, which
// is never scaled (RFC 7323, 2.2).
void Connection::StartReceiving(const Segment& syn) {
  tcb_.irs = syn.seq;
  tcb_.rcv_nxt = tcb_.rcv_wup = syn.seq + 1;
  peer_mss_ = syn.options.mss == 0 ? 536 : syn.options.mss;
  if (options_.most_segment != 0)
    peer_mss_ = std::min(peer_mss_, options_.most_segment);
  tcb_.snd_wnd = tcb_.max_window = syn.window;
  tcb_.snd_wl1 = syn.seq;
  if (config_.window_scaling || config_.timestamps || config_.sack)
    AgreeOnOptions(syn);
  if (request_) {
    tcb_.ecn.Answer(syn, config_.ecn != 0);
  } else {
    tcb_.ecn.Answered(syn);
  }
  if (config_.charge_packets)
    memory_ = std::make_unique<ReceiveMemory>(2 * receive_buffer_);
  tcb_.extended |= tcb_.ecn.on() || memory_ != nullptr;
  tcb_.advmss = OfferedMss() - (tcb_.ts.on ? kTimestampBytes : 0);
  SyncMss();
  if (tcb_.rcv_wnd == 0) AdvertiseWindow();
  GuessPeerMss();
}

// tcp_initialize_rcv_mss: a cautious guess until full segments arrive.
void Connection::GuessPeerMss() {
  const uint32_t guess =
      std::min({tcb_.advmss, tcb_.mss, tcb_.rcv_wnd / 2, 536U});
  ack_.peer_mss = std::max(guess, 88U);
}

// tcp_init_transfer: what the handshake taught.
void Connection::InitTransfer() {
  tcb_.delivered = 1;  // the SYN
  rtt_.FallBack(config_.rto_fallback);
  if (syn_repeats_ > 1) congestion_.StartWithOne();
  tcb_.retransmits = tcb_.backoff = 0;
  tcb_.retransmit_since_set = false;
  timers_.ClearSend();
  tcb_.last_arrival = tcb_.last_sent_data = ack_.last_data_at = now_;
  // tcp_init_buffer_space: one segment's room is kept back.
  const uint32_t mss = tcb_.advmss;
  uint32_t clamp = std::min(receive_buffer_, 0xffffU << tcb_.rcv_wscale);
  if (clamp > 2 * mss && clamp + mss > receive_buffer_)
    clamp = std::max(2 * mss, receive_buffer_ - mss);
  tcb_.window_clamp = clamp;
  tcb_.rcv_limit = std::min(tcb_.rcv_limit, clamp);
  if (sack_ != nullptr && rtt_.has_sample()) sack_->least_rtt = rtt_.srtt();
  if (options_.keep_alive) ArmKeepAlive();
  if (counts_packets()) {
    if (rtt_.has_sample()) tcb_.pacing.NoteRtt(rtt_.srtt());
    ExpandSendBuffer();
    UpdatePacingRate();
  }
}

// tcp_slow_start_after_idle_check.
void Connection::CheckIdle() {
  if (!config_.slow_start_after_idle || queue_.has_sent()) return;
  const Duration idle = now_ - tcb_.last_sent_data;
  const Duration rto = rtt_.rto();
  if (idle > rto)
    congestion_.RestartAfterIdle(
        static_cast<uint32_t>(std::min<int64_t>(idle / rto, 31)));
}

void Connection::QueueFin() {
  Move(TcpEvent::kFinQueued);
  fin_queued_ = true;
  queue_.WriteFin();
  // tcp_send_fin: pushes with Nagle off; only the window can hold a FIN back.
  PushAndProbe(Nagle::kOff);
}

void Connection::Shutdown(Instant now, bool read, bool write) {
  now_ = now;
  tcb_.read_shut |= read;
  tcb_.write_shut |= write;
  changed_ = true;
  if (read && config_.shut_read != ShutRead::kQueues) [[unlikely]] {
    const bool unread = received_.unread() > 0;
    received_.DropUnread();
    if (unread && config_.shut_read == ShutRead::kResets) {
      Abort(now, ECONNABORTED);
      return;
    }
  }
  // tcp_shutdown: in SYN-RECEIVED the FIN waits for the handshake.
  if (tcb_.state == TcpState::kSynReceived) return;
  if (write && Next(tcb_.state, TcpEvent::kFinQueued).has_value()) QueueFin();
}

Connection::CloseResult Connection::Close(Instant now) {
  now_ = now;
  tcb_.read_shut = tcb_.write_shut = true;
  const bool unread = received_.unread() > 0;
  received_.DropUnread();
  lone_fin_ = false;
  if (tcb_.state == TcpState::kClosed) return CloseResult::kGone;
  if (unread && !config_.reset_unread_close) ++counters_.unread_at_close;
  if (unread && config_.reset_unread_close) {
    // RFC 9293, 3.6.1 (SHLD-3), RFC 2525, 2.17: data that nobody will read is
    // data lost; say so with a reset.
    ++counters_.abort_on_close;
    SendReset();
    queue_.Purge();
    Done();
    return CloseResult::kGone;
  }
  if (options_.linger.has_value() && options_.linger->count() == 0) {
    ++counters_.abort_on_linger;
    Abort(now, 0);
    return CloseResult::kGone;
  }
  if (tcb_.state == TcpState::kSynSent) {
    Done();
    return CloseResult::kGone;
  }
  if (Next(tcb_.state, TcpEvent::kFinQueued).has_value()) QueueFin();
  return options_.linger.has_value() ? CloseResult::kLinger
                                     : CloseResult::kOrphan;
}

bool Connection::lingering() const {
  return tcb_.state == TcpState::kFinWait1 ||
         tcb_.state == TcpState::kClosing || tcb_.state == TcpState::kLastAck;
}

Duration Connection::FinWait2Time() const {
  // tcp_fin_time: at least 3.5 RTOs, so that a retransmitted FIN still finds
  // somebody.
  const Duration wanted =
      options_.linger2.count() > 0 ? options_.linger2 : config_.fin_timeout;
  const Duration rto = rtt_.rto();
  return std::max(wanted, rto * 4 - rto / 2);
}

void Connection::EnterOrphanFinWait2() {
  if (options_.linger2.count() < 0) {
    SendReset();
    Done();
    return;
  }
  const Duration time = FinWait2Time();
  // The mini-object lives no longer than TIME-WAIT; what is more the full
  // connection does.
  if (time > config_.time_wait) {
    timers_.SetSlow(Timers::Slow::kFinWait2, now_ + (time - config_.time_wait));
  } else {
    LeaveRemnant(TcpState::kFinWait2, time);
  }
}

void Connection::BecomeOrphan(Instant now) {
  now_ = now;
  tcb_.orphan = true;
  changed_ = true;
  if (tcb_.state == TcpState::kFinWait2) EnterOrphanFinWait2();
}

// tcp_disconnect. In CLOSING and LAST-ACK with everything transmitted Linux
// says nothing at all: measured (probe p05 5f, 5h; p19).
void Connection::Abort(Instant now, int error) {
  now_ = now;
  switch (tcb_.state) {
    case TcpState::kSynReceived:
    case TcpState::kEstablished:
    case TcpState::kFinWait1:
    case TcpState::kFinWait2:
    case TcpState::kCloseWait:
      SendReset();
      break;
    case TcpState::kClosing:
    case TcpState::kLastAck:
      if (tcb_.snd_nxt != queue_.end()) SendReset();
      break;
    case TcpState::kClosed:
    case TcpState::kListen:
    case TcpState::kSynSent:
    case TcpState::kTimeWait:
      break;
  }
  tcb_.error = error;
  queue_.Purge();
  Done();
}

// tcp_disconnect also takes back what shutdown() said, and leaves a gap in the
// numbers that SIOCOUTQ counts.
void Connection::Disconnect(Instant now) {
  Abort(now, ECONNRESET);
  queue_.Skip(tcb_.max_window + 2);
  tcb_.read_shut = tcb_.write_shut = false;
}

void Connection::ArmKeepAlive() {
  armed_idle_ = options_.keep_idle;
  const Duration elapsed =
      now_ - std::max(tcb_.last_arrival, ack_.last_data_at);
  timers_.SetSlow(Timers::Slow::kKeepAlive,
                  now_ + std::max(options_.keep_idle - elapsed, Duration(0)));
}

void Connection::OptionsChanged(Instant now) {
  now_ = now;
  const bool carries =
      tcb_.state != TcpState::kClosed && tcb_.state != TcpState::kSynSent &&
      tcb_.state != TcpState::kSynReceived && tcb_.state != TcpState::kListen;
  if (!carries) return;
  // SO_KEEPALIVE starts the whole time; TCP_KEEPIDLE counts from the last
  // arrival.
  if (options_.keep_alive && timers_.slow == Timers::Slow::kIdle) {
    armed_idle_ = options_.keep_idle;
    timers_.SetSlow(Timers::Slow::kKeepAlive, now + options_.keep_idle);
  } else if (timers_.slow == Timers::Slow::kKeepAlive &&
             armed_idle_ != options_.keep_idle) {
    ArmKeepAlive();
  }
  if (!options_.keep_alive && timers_.slow == Timers::Slow::kKeepAlive)
    timers_.ClearSlow();
  // TCP_NODELAY pushes what Nagle held; taking TCP_CORK off pushes what the
  // cork held.
  if ((options_.push_held || !options_.cork) && queue_.has_unsent()) {
    const bool all = options_.push_held || options_.no_delay;
    PushAndProbe(all ? Nagle::kPush : Nagle::kAsSet);
  }
}

// __tcp_sock_set_quickack.
void Connection::SetQuickAck(Instant now, bool quick) {
  now_ = now;
  ack_.pingpong = quick ? 0 : 1;
  const bool open = tcb_.state == TcpState::kEstablished ||
                    tcb_.state == TcpState::kCloseWait;
  if (quick && open && ack_.scheduled) {
    ack_.pushed = true;
    AckAfterRead(now, 1);
  }
}

int Connection::TakeError() { return std::exchange(tcb_.error, 0); }
int Connection::TakeSoftError() { return std::exchange(tcb_.soft_error, 0); }

}  // namespace orderly
