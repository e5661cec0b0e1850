#ifndef ORDERLY_SIM_HOST_SOCKET_H_
#define ORDERLY_SIM_HOST_SOCKET_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/base/recycled.h"
#include "sim/base/ring.h"
#include "sim/host/io_result.h"
#include "sim/host/waiter.h"
#include "sim/tcp/connection.h"

namespace orderly {

class StateHash;

class Host;

// A stream socket: what descriptors refer to. Calls never block: EAGAIN says
// that a blocking caller would wait; it then adds itself as a waiter and tries
// again when woken. The order of tests in Receive() and Send() is Linux's, and
// is the object of study. A socket belongs to its host and lives until it is
// closed and its connection is gone; after Close() the caller must not touch
// it. What it tells its host at once is inline in host.h.
class Socket final : public Recycled {
 public:
  enum class How : uint8_t { kRead, kWrite, kBoth };
  using SendFlags = WriteFlags;

  // Use Host::NewSocket().
  explicit Socket(Host& host);
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // Port 0: an ephemeral one. EINVAL when bound, EADDRINUSE, EADDRNOTAVAIL.
  IoResult Bind(Endpoint local);
  // EADDRINUSE, EINVAL when connected.
  IoResult Listen(int backlog);
  // The next established connection, as value 1 in `child`. EAGAIN; EINVAL when
  // not listening.
  IoResult Accept(Socket*& child);
  // Starts the handshake: EINPROGRESS. Later: 0, EALREADY, EISCONN, or what
  // went wrong, once.
  IoResult Connect(Endpoint remote);

  // Bytes taken, maybe fewer than offered. EAGAIN, EPIPE, ECONNRESET, ...
  inline IoResult Send(std::string_view bytes, SendFlags flags);
  // Whether Send() would take so many, and more than none.
  bool CanTake(size_t bytes) const {
    return may_send() && bytes > 0 && !connection_.counts_packets() &&
           bytes <= connection_.byte_space();
  }
  // Bytes copied; 0 is the end of the stream. With `have_some` (an earlier part
  // of the same call got bytes) an error stays for the next call and this one
  // returns EAGAIN.
  IoResult Receive(char* to, size_t size, bool peek, bool have_some) {
    const size_t copied = connection_.Read(to, size, peek);
    return copied > 0 ? IoResult::Of(static_cast<int64_t>(copied))
                      : ReceiveNothing(size, peek, have_some);
  }
  // To be called at the end of a recv() that got `copied` bytes in all.
  inline void ReceiveDone(size_t copied);
  // ENOTCONN, EINVAL.
  IoResult Shutdown(How how);
  // The last handle goes. With wait_linger (SO_LINGER with a time, and the
  // process is not exiting) and bytes to wait for, returns EAGAIN: then wait
  // until !connection().lingering() or the time is over, and call
  // FinishClose(). Else the socket is gone when this returns.
  IoResult Close(bool wait_linger);
  void FinishClose(bool timed_out);

  // Whether Close(wait_linger) would have to wait, as far as can be seen
  // before.
  bool WouldLinger() const;

  // POLLIN, POLLOUT, POLLRDHUP, POLLHUP, POLLERR (tcp_poll).
  uint32_t PollBits() const;
  // SO_ERROR: the error, else the soft error; told once.
  int TakeError();
  // SIOCINQ; EINVAL on a listener. SIOCOUTQ; SIOCOUTQNSD.
  IoResult InputQueue() const;
  IoResult OutputQueue() const;
  IoResult UnsentQueue() const;
  // TCP_CM_INQ: what is left to read; 1 for an end that is (tcp_inq_hint).
  uint32_t UnreadHint() const {
    const uint32_t unread = connection_.unread();
    return unread == 0 && connection_.tcb().done ? 1 : unread;
  }
  void SetQuickAck(bool quick);
  // TCP_INFO.
  TcpInfo Info() const;
  // ENOTCONN.
  IoResult PeerName(Endpoint& peer) const;
  Endpoint LocalName() const { return local_; }
  void SetOptionsChanged();

  Connection& connection() { return connection_; }
  const Connection& connection() const { return connection_; }
  TcpState state() const;
  bool listening() const { return listening_; }
  Host& host() { return *host_; }
  bool writeable() const;
  bool nonblocking = false;  // O_NONBLOCK: the open file's flag, kept here
                             // because accept() and send() look

  void HashInto(StateHash& hash) const;

  void AddWaiter(Waiter* waiter) { waiters_.push_back(waiter); }
  // Once for each time that it was added.
  void RemoveWaiter(Waiter* waiter) {
    for (size_t i = waiters_.size(); i-- > 0;) {
      if (waiters_[i] != waiter) continue;
      waiters_.erase(i);
      return;
    }
  }

 private:
  friend class Host;
  bool may_send() const {
    const Tcb& tcb = connection_.tcb();
    return (tcb.state == TcpState::kEstablished ||
            tcb.state == TcpState::kCloseWait) &&
           tcb.error == 0 && !tcb.write_shut;
  }
  IoResult SendNothing();
  IoResult ReceiveNothing(size_t size, bool peek, bool have_some);
  void NotifyWaiters() {
    for (Waiter* waiter : waiters_) waiter->Wake();
  }
  bool accept_queue_full() const {
    return accept_queue_.size() > static_cast<size_t>(backlog_);
  }

  Host* host_;
  Connection connection_;
  Endpoint local_;
  bool bound_ = false;
  bool listening_ = false;
  bool connecting_ = false;
  bool connected_ = false;  // once, and connect() knows
  bool orphan_ = false;     // no descriptor refers to it
  bool closing_ = false;    // close() waits for SO_LINGER
  bool in_table_ = false;   // segments find it
  int backlog_ = 0;
  Socket* listener_ = nullptr;  // of a child that accept() has not returned
  TcpState known_state_ = TcpState::kClosed;  // as told to the sink
  Ring<Socket*, 4> accept_queue_;
  Ring<Waiter*, 2> waiters_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_HOST_SOCKET_H_
