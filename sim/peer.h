#ifndef ORDERLY_SIM_PEER_H_
#define ORDERLY_SIM_PEER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/host/io_result.h"
#include "sim/host/socket.h"
#include "sim/net/gate.h"
#include "sim/simulation.h"

namespace orderly {

// A socket as a story talks of it: one handle, calls that do not block, and its
// state even after it is closed. A value: copies are the same handle. The
// simulation must outlive it.
class Peer {
 public:
  static Peer Listening(Simulation& sim, Host& host, uint16_t port,
                        int backlog);
  // Starts to connect; run the simulation to get there.
  static Peer Connecting(Simulation& sim, Host& host, const Peer& listener);
  // Requires an established child.
  Peer Accept();

  IoResult Send(std::string_view bytes);
  // Up to `most` bytes; read the result's error, or `value` for their number.
  IoResult Receive(size_t most = 65536);
  IoResult Peek(size_t most = 65536);
  // What the last Receive() or Peek() got.
  const std::string& received() const { return received_; }
  IoResult Shutdown(Socket::How how) { return socket_->Shutdown(how); }
  // The last handle goes. With SO_LINGER and a time it returns at once with
  // EAGAIN; FinishClose() goes on.
  IoResult Close();
  void FinishClose(bool timed_out);
  void SetLinger(Duration time) {
    socket_->connection().options().linger = time;
  }
  int TakeError() { return socket_->TakeError(); }

  // CLOSED when nothing is left of it.
  TcpState state() const;
  // Bytes that the application has not read; bytes (and a FIN) that the peer
  // has not acknowledged.
  uint32_t unread() const {
    return connection() == nullptr ? 0 : connection()->unread();
  }
  uint32_t unacknowledged() const {
    return connection() == nullptr ? 0 : connection()->unacknowledged();
  }

  Host& host() const { return *host_; }
  // Null after Close().
  Socket* socket() const { return socket_; }
  // The connection, also of an orphan; null when it is gone.
  const Connection* connection() const;
  const FourTuple& tuple() const { return tuple_; }

 private:
  Peer(Simulation& sim, Host& host, Socket* socket)
      : sim_(&sim), host_(&host), socket_(socket) {}

  Simulation* sim_;
  Host* host_;
  Socket* socket_;
  FourTuple tuple_;
  std::string received_;
};

// The direction from one to the other.
inline Direction operator>>(const Peer& from, const Peer& to) {
  return {from.host().id(), to.host().id()};
}

}  // namespace orderly

#endif  // ORDERLY_SIM_PEER_H_
