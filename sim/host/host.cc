#include "sim/host/host.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "sim/base/check.h"
#include "sim/tcp/reset.h"

namespace orderly {

Host::Host(std::string_view name, uint8_t id, uint32_t address,
           const TcpConfig& config, SegmentSink& sink)
    : name_(name), id_(id), address_(address), config_(config), sink_(sink) {}

Host::~Host() = default;

Socket* Host::NewSocket() {
  return sockets_.emplace_back(std::make_unique<Socket>(*this)).get();
}

SeqNum Host::NewIss() {
  const SeqNum iss = next_iss_;
  next_iss_ += 64'000;
  return iss;
}

void Host::Enter(Socket& socket) {
  socket.in_table_ = true;
  table_.push_back(&socket);
}

void Host::Leave(Socket& socket) {
  if (!std::exchange(socket.in_table_, false)) return;
  table_.erase(std::find(table_.begin(), table_.end(), &socket));
}

void Host::Bury(Socket& socket) {
  const auto is_it = [&socket](const std::unique_ptr<Socket>& s) {
    return s.get() == &socket;
  };
  sockets_.erase(std::find_if(sockets_.begin(), sockets_.end(), is_it));
}

void Host::TellState(Socket& socket) {
  const TcpState from = socket.known_state_;
  const TcpState to = socket.connection_.state();
  if (from == to) return;
  socket.known_state_ = to;
  sink_.StateChanged(*this, socket.connection_.tcb().tuple, from, to);
}

// What changed is told, and the dead are buried.
void Host::Tell(Socket& socket) {
  Connection& connection = socket.connection_;
  if (connection.has_remnant()) {
    const Remnant remnant = connection.TakeRemnant();
    // From here on the mini-socket answers the wire; the socket itself is
    // CLOSED.
    Leave(socket);
    sink_.StateChanged(*this, remnant.tuple, socket.known_state_,
                       remnant.state);
    socket.known_state_ = TcpState::kClosed;
    time_waits_.emplace_back(config_, now_, remnant,
                             connection.options().reuse_address);
  } else {
    TellState(socket);
  }
  socket.NotifyWaiters();
  if (connection.state() != TcpState::kClosed) return;
  Leave(socket);
  if (socket.orphan_) Bury(socket);
}

const Socket* Host::FindConnection(const FourTuple& tuple) const {
  return const_cast<Host*>(this)->Find(tuple);
}

Socket* Host::FindListener(const Endpoint& local) {
  for (Socket* socket : listeners_) {
    const Endpoint& bound = socket->local_;
    const bool same_address = bound.address == 0 || local.address == 0 ||
                              bound.address == local.address;
    if (bound.port == local.port && same_address) return socket;
  }
  return nullptr;
}

void Host::Transmit(Segment segment) {
  sink_.Transmit(*this, std::make_unique<Segment>(std::move(segment)));
}

void Host::Reply(const Segment& segment) {
  if (!segment.Has(kRst)) Transmit(ResetReply(segment));
}

[[gnu::flatten]] void Host::Deliver(const Segment& segment) {
  if (!powered_) return;
  const FourTuple tuple{segment.destination, segment.source};
  Socket* const socket = Find(tuple);
  if (socket == nullptr) {
    DeliverToNoConnection(tuple, segment);
  } else if (socket->connection_.state() == TcpState::kSynReceived &&
             socket->listener_ != nullptr) {
    ToRequest(*socket, segment);
  } else {
    socket->connection_.OnSegment(now_, segment);
    Settle(*socket);
  }
}

// tcp_v4_err. Listeners and mini-sockets take no notice.
void Host::DeliverIcmp(const IcmpError& icmp) {
  if (!powered_) return;
  Socket* const socket = Find(icmp.tuple);
  if (socket == nullptr) return;
  if (socket->connection_.OnIcmp(now_, icmp)) Settle(*socket);
}

void Host::DeliverToNoConnection(const FourTuple& tuple,
                                 const Segment& segment) {
  for (size_t i = 0; i < time_waits_.size(); ++i) {
    if (time_waits_[i].tuple() == tuple) {
      ToTimeWait(i, segment);
      return;
    }
  }
  if (Socket* listener = FindListener(segment.destination)) {
    ToListener(*listener, segment, std::nullopt);
    return;
  }
  Reply(segment);
}

// A child that is not established yet: tcp_check_req, and the full accept
// queue.
void Host::ToRequest(Socket& child, const Segment& segment) {
  Connection& connection = child.connection_;
  Socket& listener = *child.listener_;
  switch (connection.CheckRequest(now_, segment)) {
    case Connection::RequestVerdict::kDrop:
      break;
    case Connection::RequestVerdict::kReset:
      Reply(segment);
      break;
    case Connection::RequestVerdict::kDestroy:
      connection.Vanish();
      break;
    case Connection::RequestVerdict::kEstablish:
      if (listener.accept_queue_full()) {
        // The client believes that it is connected; its data is not
        // acknowledged.
        if (config_.abort_on_overflow) {
          Reply(segment);
          connection.Vanish();
        }
        break;
      }
      connection.OnSegment(now_, segment);
      if (connection.state() != TcpState::kSynReceived) {
        child.orphan_ = false;
        listener.accept_queue_.push_back(&child);
        listener.NotifyWaiters();
      }
      break;
  }
  Settle(child);
}

void Host::ToTimeWait(size_t i, const Segment& segment) {
  touched_ = true;
  TimeWait& time_wait = time_waits_[i];
  const TcpState before = time_wait.state();
  const TimeWait::Verdict verdict = time_wait.OnSegment(now_, segment);
  const FourTuple tuple = time_wait.tuple();
  if (time_wait.state() != before)
    sink_.StateChanged(*this, tuple, before, time_wait.state());
  const SeqNum next_iss = time_wait.NextIss();
  switch (verdict) {
    case TimeWait::Verdict::kDrop:
      return;
    case TimeWait::Verdict::kAck:
      Transmit(time_wait.Acknowledgement(now_));
      return;
    case TimeWait::Verdict::kReset:
      ++counters_.mini_socket_resets;
      Reply(segment);
      break;
    case TimeWait::Verdict::kDestroy:
      break;
    case TimeWait::Verdict::kReopen: {
      Socket* listener = FindListener(segment.destination);
      if (listener == nullptr) {
        // Nobody would take it: TIME-WAIT goes on and answers as to any old
        // segment.
        Transmit(time_wait.Acknowledgement(now_));
        return;
      }
      sink_.StateChanged(*this, tuple, before, TcpState::kClosed);
      time_waits_.erase(time_waits_.begin() + static_cast<ptrdiff_t>(i));
      ToListener(*listener, segment, next_iss);
      return;
    }
  }
  sink_.StateChanged(*this, tuple, before, TcpState::kClosed);
  time_waits_.erase(time_waits_.begin() + static_cast<ptrdiff_t>(i));
}

// RFC 9293, 3.10.7.2.
void Host::ToListener(Socket& listener, const Segment& segment,
                      std::optional<SeqNum> iss) {
  if (segment.Has(kRst)) return;
  if (segment.Has(kAck)) {
    Reply(segment);
    return;
  }
  if (!segment.Has(kSyn) || segment.Has(kFin)) return;
  if (listener.accept_queue_full()) return;
  Socket& child = *NewSocket();
  child.local_ = segment.destination;
  child.bound_ = true;
  child.listener_ = &listener;
  child.orphan_ =
      true;  // until it is established; accept() gives it a descriptor
  child.connection_.options() = listener.connection_.options();
  child.connection_.SetBuffers(listener.connection_.send_buffer(),
                               listener.connection_.receive_buffer());
  child.connection_.AcceptSyn(now_, segment, iss.has_value() ? *iss : NewIss());
  Enter(child);
  Settle(child);
}

// inet_csk_listen_stop: established children are reset, half-open ones vanish.
void Host::CloseListener(Socket& listener) {
  listener.listening_ = false;
  listeners_.erase(std::find(listeners_.begin(), listeners_.end(), &listener));
  listener.accept_queue_.clear();
  std::vector<Socket*> children;
  for (const std::unique_ptr<Socket>& socket : sockets_) {
    if (socket->listener_ == &listener) children.push_back(socket.get());
  }
  for (Socket* child : children) {
    child->listener_ = nullptr;
    child->orphan_ = true;
    if (child->connection_.state() == TcpState::kSynReceived ||
        child->connection_.state() == TcpState::kClosed) {
      child->connection_.Vanish();
    } else {
      child->connection_.Abort(now_, 0);
    }
    Settle(*child);
  }
}

void Host::OnTimeout() {
  touched_ = true;
  if (!powered_) return;
  for (size_t i = 0; i < table_.size();) {
    Socket* socket = table_[i];
    if (socket->connection_.NextDeadline() <= now_) {
      socket->connection_.OnTimeout(now_);
      Settle(*socket);
    }
    if (i < table_.size() && table_[i] == socket) ++i;
  }
  for (size_t i = 0; i < time_waits_.size();) {
    if (time_waits_[i].expires_at() <= now_) {
      sink_.StateChanged(*this, time_waits_[i].tuple(), time_waits_[i].state(),
                         TcpState::kClosed);
      time_waits_.erase(time_waits_.begin() + static_cast<ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

// inet_csk_get_port: a port in TIME-WAIT, or of a connection, is free again
// only if both sides said SO_REUSEADDR (measured: probe p20).
bool Host::PortTaken(const Socket& asking, Endpoint local) const {
  const bool reuse = asking.connection().options().reuse_address;
  for (const std::unique_ptr<Socket>& other : sockets_) {
    if (other.get() == &asking || !other->bound_ ||
        other->local_.port != local.port)
      continue;
    const Endpoint& bound = other->local_;
    if (bound.address != 0 && local.address != 0 &&
        bound.address != local.address)
      continue;
    if (other->connection().state() == TcpState::kClosed &&
        !other->listening_ && other->orphan_)
      continue;
    if (!reuse || !other->connection().options().reuse_address ||
        other->listening_)
      return true;
  }
  for (const TimeWait& time_wait : time_waits_) {
    if (time_wait.tuple().local.port == local.port &&
        !(reuse && time_wait.reuse_address()))
      return true;
  }
  return false;
}

uint16_t Host::EphemeralPort() {
  const auto taken = [this](uint16_t port) {
    const auto bound = [port](const std::unique_ptr<Socket>& s) {
      return s->bound_ && s->local_.port == port;
    };
    const auto waits = [port](const TimeWait& t) {
      return t.tuple().local.port == port;
    };
    return std::any_of(sockets_.begin(), sockets_.end(), bound) ||
           std::any_of(time_waits_.begin(), time_waits_.end(), waits);
  };
  for (int tries = 65536 - 49152; taken(next_port_); --tries) {
    if (tries == 0) return 0;
    next_port_ = next_port_ == 65535 ? 49152 : next_port_ + 1;
  }
  const uint16_t port = next_port_;
  next_port_ = next_port_ == 65535 ? 49152 : next_port_ + 1;
  return port;
}

void Host::PowerOff() {
  touched_ = true;
  powered_ = false;
  for (const std::unique_ptr<Socket>& socket : sockets_) {
    socket->connection_.Vanish();
    socket->listening_ = false;
    socket->accept_queue_.clear();
    // A child that accept() has not returned has no handle.
    socket->orphan_ |= socket->listener_ != nullptr;
    socket->listener_ = nullptr;
    TellState(*socket);
    Leave(*socket);
  }
  for (const TimeWait& time_wait : time_waits_) {
    sink_.StateChanged(*this, time_wait.tuple(), time_wait.state(),
                       TcpState::kClosed);
  }
  const auto nobody = [](const std::unique_ptr<Socket>& socket) {
    return socket->orphan_;
  };
  sockets_.erase(std::remove_if(sockets_.begin(), sockets_.end(), nobody),
                 sockets_.end());
  listeners_.clear();
  time_waits_.clear();
  outbox_.clear();
}

std::optional<TcpState> Host::StateOf(const FourTuple& tuple) const {
  if (const Socket* socket = FindConnection(tuple)) return socket->state();
  for (const TimeWait& time_wait : time_waits_) {
    if (time_wait.tuple() == tuple) return time_wait.state();
  }
  return std::nullopt;
}

Host::Leftovers Host::leftovers() const {
  Leftovers left;
  const auto add = [&left](TcpState state, bool orphan) {
    const std::string name(TcpStateName(state));
    absl::StrAppend(&left.what, left.what.empty() ? "" : ", ", name,
                    orphan ? " (orphan)" : "");
  };
  for (const std::unique_ptr<Socket>& socket : sockets_) {
    if (!socket->orphan_) ++left.sockets;
    const TcpState state = socket->state();
    if (state != TcpState::kClosed && state != TcpState::kListen)
      ++left.connections;
    if (!socket->orphan_ || state != TcpState::kClosed)
      add(state, socket->orphan_);
  }
  left.time_waits = time_waits_.size();
  for (const TimeWait& time_wait : time_waits_) add(time_wait.state(), true);
  return left;
}

}  // namespace orderly
