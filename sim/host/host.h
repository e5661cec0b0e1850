#ifndef ORDERLY_SIM_HOST_HOST_H_
#define ORDERLY_SIM_HOST_HOST_H_

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/base/instant.h"
#include "sim/base/recycled.h"
#include "sim/host/segment_sink.h"
#include "sim/host/socket.h"
#include "sim/host/time_wait.h"
#include "sim/tcp/tcp_config.h"
#include "sim/tcp/tcp_counters.h"
#include "sim/wire/icmp_error.h"

namespace orderly {

class StateHash;

// One machine's TCP: its sockets, the table that finds the connection of a
// segment, the mini-sockets of TIME-WAIT, and the reset for the unknown.
// Segments leave through a SegmentSink. Time comes in: AdvanceTo() before
// anything else happens at a later instant.
//
// The initial sequence number of a connection is `iss_base` plus 64,000 for
// each opened before it.
class Host final : public Recycled {
 public:
  // `sink` must outlive the host.
  Host(std::string_view name, uint8_t id, uint32_t address,
       const TcpConfig& config, SegmentSink& sink);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  const std::string& name() const { return name_; }
  uint8_t id() const { return id_; }
  uint32_t address() const { return address_; }
  const TcpConfig& config() const { return config_; }
  // sysctl(8) during the run: what is open goes by the new values, too, where
  // it looks at them.
  void Reconfigure(const TcpConfig& config) { config_ = config; }
  const TcpCounters& counters() const { return counters_; }
  bool IsLocal(uint32_t address) const {
    return address == address_ || (address >> 24) == 127;
  }
  Instant now() const { return now_; }
  void set_iss_base(SeqNum base) { next_iss_ = base; }

  void AdvanceTo(Instant now) { now_ = now; }
  // A segment addressed to this host.
  void Deliver(const Segment& segment);
  // An ICMP error about a segment of this host.
  void DeliverIcmp(const IcmpError& icmp);
  // Fires what is due.
  void OnTimeout();
  Instant NextDeadline() const {
    Instant next = Instant::Never();
    for (const Socket* socket : table_)
      next = std::min(next, socket->connection_.NextDeadline());
    for (const TimeWait& time_wait : time_waits_)
      next = std::min(next, time_wait.expires_at());
    return next;
  }
  // Whether NextDeadline() may have changed since this was asked last.
  bool TakeTouched() { return std::exchange(touched_, false); }

  Socket* NewSocket();
  // Of every connection that there is now (Connection::SetDeviceFull).
  void SetDeviceFull(bool full) {
    for (Socket* socket : table_) socket->connection_.SetDeviceFull(full);
  }

  // Everything is gone, and nobody is told. Sockets stay for their handles,
  // dead.
  void PowerOff();
  bool powered() const { return powered_; }
  void PowerOn() { powered_ = true; }

  // The state of a connection or of what it left; nullopt: there is none.
  std::optional<TcpState> StateOf(const FourTuple& tuple) const;
  const Socket* FindConnection(const FourTuple& tuple) const;
  // Of several connections, the oldest; null: there is none.
  const Socket* AnyConnection() const {
    return table_.empty() ? nullptr : table_.front();
  }
  // What is left at the end of a run.
  struct Leftovers {
    size_t sockets = 0;      // not closed by a process
    size_t connections = 0;  // in any state but CLOSED, LISTEN and TIME-WAIT
    size_t time_waits = 0;   // TIME-WAIT, and FIN-WAIT-2 of orphans
    std::string what;        // "FIN-WAIT-1 (orphan), LISTEN": for a reader
  };
  Leftovers leftovers() const;

  // Between two events: all but its clock and its name.
  void HashInto(StateHash& hash) const;
  // Of the sockets that there are now; null has none.
  uint32_t NumberOf(const Socket* socket) const;

 private:
  friend class Socket;

  // Around every entry of a connection: segments go out, changes are told, the
  // dead are buried.
  void Settle(Socket& socket) {
    touched_ = true;
    if (!outbox_.empty()) Flush();
    Connection& connection = socket.connection_;
    if (!connection.TakeChanged()) return;
    const TcpState state = connection.state();
    if (state == socket.known_state_ && state != TcpState::kClosed) {
      socket.NotifyWaiters();
    } else {
      Tell(socket);
    }
  }
  void Flush() {
    for (SegmentPtr& segment : outbox_)
      sink_.Transmit(*this, std::move(segment));
    outbox_.clear();
  }
  void Tell(Socket& socket);
  void Enter(Socket& socket);  // into the table
  void Leave(Socket& socket);
  void Bury(Socket& socket);
  void TellState(Socket& socket);
  void ToRequest(Socket& child, const Segment& segment);
  void ToTimeWait(size_t i, const Segment& segment);
  void ToListener(Socket& listener, const Segment& segment,
                  std::optional<SeqNum> iss);
  void DeliverToNoConnection(const FourTuple& tuple, const Segment& segment);
  void Transmit(Segment segment);
  void Reply(const Segment& segment);
  void CloseListener(Socket& listener);
  Socket* FindListener(const Endpoint& local);
  Socket* Find(const FourTuple& tuple) {
    for (Socket* socket : table_) {
      if (socket->connection_.tcb().tuple == tuple) return socket;
    }
    return nullptr;
  }
  bool PortTaken(const Socket& asking, Endpoint local) const;
  uint16_t EphemeralPort();  // 0: all are taken
  SeqNum NewIss();

  std::string name_;
  uint8_t id_;
  bool powered_ = true;
  bool touched_ = true;
  uint32_t address_;
  TcpConfig config_;
  SegmentSink& sink_;
  Instant now_;
  Outbox outbox_;
  TcpCounters counters_;
  RecycledVector<std::unique_ptr<Socket>> sockets_;
  RecycledVector<Socket*> table_;  // connections that segments can find
  RecycledVector<Socket*> listeners_;
  RecycledVector<TimeWait> time_waits_;
  SeqNum next_iss_;
  uint16_t next_port_ = 49152;
};

inline IoResult Socket::Send(std::string_view bytes, SendFlags flags) {
  if (!may_send()) return SendNothing();
  if (bytes.empty()) return IoResult::Of(0);
  const size_t taken = connection_.Write(host_->now_, bytes, flags);
  if (taken < bytes.size()) {
    connection_.WantSpace();
    if (taken == 0) return IoResult::Error(EAGAIN);
  }
  host_->Settle(*this);
  return IoResult::Of(static_cast<int64_t>(taken));
}

inline void Socket::ReceiveDone(size_t copied) {
  connection_.ReadDone(host_->now_, copied);
  host_->Settle(*this);
}

}  // namespace orderly

#endif  // ORDERLY_SIM_HOST_HOST_H_
