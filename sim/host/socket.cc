#include "sim/host/socket.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "sim/host/host.h"

namespace orderly {

Socket::Socket(Host& host)
    : host_(&host), connection_(host.config_, host.outbox_, host.counters_) {}

TcpState Socket::state() const {
  return listening_ ? TcpState::kListen : connection_.state();
}

IoResult Socket::Bind(Endpoint local) {
  if (bound_ || listening_ || connection_.state() != TcpState::kClosed)
    return IoResult::Error(EINVAL);
  if (local.address != 0 && !host_->IsLocal(local.address))
    return IoResult::Error(EADDRNOTAVAIL);
  if (local.port == 0) local.port = host_->EphemeralPort();
  if (local.port == 0) return IoResult::Error(EADDRINUSE);
  if (host_->PortTaken(*this, local)) return IoResult::Error(EADDRINUSE);
  local_ = local;
  bound_ = true;
  return IoResult::Of(0);
}

IoResult Socket::Listen(int backlog) {
  if (connection_.state() != TcpState::kClosed) return IoResult::Error(EINVAL);
  if (!bound_) {
    const IoResult bound = Bind({0, 0});
    if (!bound.ok()) return bound;
  }
  backlog_ = std::clamp(backlog, 0, 4096);
  if (listening_) return IoResult::Of(0);
  if (host_->FindListener(local_) != nullptr)
    return IoResult::Error(EADDRINUSE);
  listening_ = true;
  host_->listeners_.push_back(this);
  return IoResult::Of(0);
}

IoResult Socket::Accept(Socket*& child) {
  if (!listening_) return IoResult::Error(EINVAL);
  if (accept_queue_.empty()) return IoResult::Error(EAGAIN);
  child = accept_queue_.front();
  accept_queue_.pop_front();
  child->listener_ = nullptr;
  child->connected_ = true;
  child->connection_.options().accepted = true;
  return IoResult::Of(1);
}

IoResult Socket::Connect(Endpoint remote) {
  if (listening_) return IoResult::Error(EISCONN);
  switch (connection_.state()) {
    case TcpState::kSynSent:
    case TcpState::kSynReceived:
      return IoResult::Error(EALREADY);
    case TcpState::kClosed:
      break;
    case TcpState::kListen:
    case TcpState::kEstablished:
    case TcpState::kFinWait1:
    case TcpState::kFinWait2:
    case TcpState::kCloseWait:
    case TcpState::kClosing:
    case TcpState::kLastAck:
    case TcpState::kTimeWait:
      if (!std::exchange(connecting_, false)) return IoResult::Error(EISCONN);
      connected_ = true;
      return IoResult::Of(0);
  }
  if (connected_) return IoResult::Error(EISCONN);
  if (connecting_) {
    // The handshake failed: say so once.
    connecting_ = false;
    const int error = connection_.TakeError();
    return IoResult::Error(error != 0 ? error : ECONNABORTED);
  }
  if (!bound_) {
    const uint16_t port = host_->EphemeralPort();
    if (port == 0) return IoResult::Error(EADDRNOTAVAIL);
    local_ = {0, port};
    bound_ = true;
  }
  if (local_.address == 0)
    local_.address =
        (remote.address >> 24) == 127 ? remote.address : host_->address();
  const FourTuple tuple{local_, remote};
  if (host_->Find(tuple) != nullptr) return IoResult::Error(EADDRNOTAVAIL);
  connecting_ = true;
  connection_.Connect(host_->now_, tuple, host_->NewIss());
  host_->Enter(*this);
  host_->Settle(*this);
  return IoResult::Error(EINPROGRESS);
}

// tcp_sendmsg_locked, sk_stream_wait_connect, sk_stream_error.
IoResult Socket::SendNothing() {
  const TcpState state = this->state();
  const bool connecting =
      state == TcpState::kSynSent || state == TcpState::kSynReceived;
  if (connecting && connection_.error() == 0) return IoResult::Error(EAGAIN);
  const int error = connection_.TakeError();
  const int told = error != 0 ? error : EPIPE;
  return {-1, told, told == EPIPE};
}

// tcp_recvmsg_locked: data, then EOF if a FIN was seen, then the error (once),
// then EOF if shut.
IoResult Socket::ReceiveNothing(size_t size, bool peek, bool have_some) {
  if (listening_) return IoResult::Error(ENOTCONN);
  const Tcb& tcb = connection_.tcb();
  if (size == 0 && connection_.unread() > 0) return IoResult::Of(0);
  if (tcb.done) {
    if (!peek) connection_.ReadFin();
    return IoResult::Of(0);
  }
  if (tcb.error != 0)
    return IoResult::Error(have_some ? EAGAIN : connection_.TakeError());
  if (tcb.read_shut) return IoResult::Of(0);
  if (tcb.state == TcpState::kClosed) return IoResult::Error(ENOTCONN);
  return IoResult::Error(EAGAIN);
}

IoResult Socket::Shutdown(How how) {
  const bool read = how != How::kWrite;
  const bool write = how != How::kRead;
  if (listening_) {
    if (!read) return IoResult::Of(0);
    host_->CloseListener(*this);
    NotifyWaiters();
    return IoResult::Of(0);
  }
  const TcpState state = connection_.state();
  if (state == TcpState::kClosed) {
    connection_.MarkShut(read, write);
    NotifyWaiters();
    return IoResult::Error(ENOTCONN);
  }
  if (state == TcpState::kSynSent) {
    connecting_ = false;
    connection_.Disconnect(host_->now_);
  } else {
    connection_.Shutdown(host_->now_, read, write);
  }
  host_->Settle(*this);
  return IoResult::Of(0);
}

IoResult Socket::Close(bool wait_linger) {
  if (listening_) {
    host_->CloseListener(*this);
    orphan_ = true;
    host_->Bury(*this);
    return IoResult::Of(0);
  }
  const Connection::CloseResult result = connection_.Close(host_->now_);
  if (result == Connection::CloseResult::kLinger && wait_linger &&
      connection_.lingering()) {
    closing_ = true;
    host_->Settle(*this);
    return IoResult::Error(EAGAIN);
  }
  FinishClose(/*timed_out=*/false);
  return IoResult::Of(0);
}

bool Socket::WouldLinger() const {
  const std::optional<Duration>& linger = connection_.options().linger;
  if (listening_ || !linger.has_value() || linger->count() == 0) return false;
  const TcpState state = connection_.state();
  if (connection_.unread() > 0 && host_->config_.reset_unread_close)
    return false;
  return connection_.lingering() || state == TcpState::kEstablished ||
         state == TcpState::kCloseWait;
}

void Socket::FinishClose(bool timed_out) {
  closing_ = false;
  orphan_ = true;
  if (timed_out && host_->config_.linger_timeout != LingerTimeout::kGoesOn)
    connection_.Abort(host_->now_, 0);
  connection_.BecomeOrphan(host_->now_);
  host_->Settle(*this);
}

bool Socket::writeable() const { return connection_.writeable(); }

uint32_t Socket::PollBits() const {
  if (listening_) return accept_queue_.empty() ? 0 : POLLIN | POLLRDNORM;
  const Tcb& tcb = connection_.tcb();
  uint32_t bits = 0;
  if ((tcb.read_shut && tcb.write_shut) || tcb.state == TcpState::kClosed)
    bits |= POLLHUP;
  if (tcb.read_shut) bits |= POLLIN | POLLRDNORM | POLLRDHUP;
  if (tcb.error != 0) bits |= POLLERR;
  if (tcb.state == TcpState::kSynSent || tcb.state == TcpState::kSynReceived)
    return bits;
  const uint32_t low_water =
      std::max(connection_.options().receive_low_water, 1U);
  if (connection_.unread() >= low_water ||
      (connection_.unread() > 0 && connection_.window_closing()))
    bits |= POLLIN | POLLRDNORM;
  if (tcb.write_shut || writeable()) bits |= POLLOUT | POLLWRNORM;
  return bits;
}

int Socket::TakeError() {
  const int error = connection_.TakeError();
  return error != 0 ? error : connection_.TakeSoftError();
}

IoResult Socket::InputQueue() const {
  if (listening_) return IoResult::Error(EINVAL);
  return IoResult::Of(connection_.unread());
}

IoResult Socket::OutputQueue() const {
  if (listening_) return IoResult::Error(EINVAL);
  return IoResult::Of(connection_.unacknowledged());
}

IoResult Socket::UnsentQueue() const {
  if (listening_) return IoResult::Error(EINVAL);
  return IoResult::Of(connection_.unsent());
}

TcpInfo Socket::Info() const {
  TcpInfo info = connection_.Info(host_->now_);
  info.state = state();
  if (listening_) {
    info.unacked = static_cast<uint32_t>(accept_queue_.size());
    info.sacked = static_cast<uint32_t>(backlog_);
  }
  return info;
}

IoResult Socket::PeerName(Endpoint& peer) const {
  const TcpState state = this->state();
  if (state == TcpState::kClosed || state == TcpState::kSynSent ||
      state == TcpState::kListen) {
    return IoResult::Error(ENOTCONN);
  }
  peer = connection_.tcb().tuple.remote;
  return IoResult::Of(0);
}

void Socket::SetQuickAck(bool quick) {
  connection_.SetQuickAck(host_->now_, quick);
  host_->Settle(*this);
}

void Socket::SetOptionsChanged() {
  connection_.OptionsChanged(host_->now_);
  host_->Settle(*this);
}

}  // namespace orderly
