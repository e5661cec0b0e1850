#ifndef ORDERLY_SIM_HOST_HOST_H_
#define ORDERLY_SIM_HOST_HOST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/instant.h"
#include "sim/host/segment_sink.h"
#include "sim/host/socket.h"
#include "sim/host/time_wait.h"
#include "sim/tcp/tcp_config.h"
#include "sim/tcp/tcp_counters.h"

namespace orderly {

// One machine's TCP: its sockets, the table that finds the connection of a
// segment, the mini-sockets of TIME-WAIT, and the reset for the unknown.
// Segments leave through a SegmentSink. Time comes in: AdvanceTo() before
// anything else happens at a later instant.
//
// The initial sequence number of a connection is `iss_base` plus 64,000 for
// each opened before it.
class Host final {
 public:
  // `config` and `sink` must outlive the host.
  Host(std::string_view name, uint8_t id, uint32_t address,
       const TcpConfig& config, SegmentSink& sink);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  const std::string& name() const { return name_; }
  uint8_t id() const { return id_; }
  uint32_t address() const { return address_; }
  const TcpConfig& config() const { return config_; }
  const TcpCounters& counters() const { return counters_; }
  bool IsLocal(uint32_t address) const {
    return address == address_ || (address >> 24) == 127;
  }
  Instant now() const { return now_; }
  void set_iss_base(SeqNum base) { next_iss_ = base; }

  void AdvanceTo(Instant now) { now_ = now; }
  // A segment addressed to this host.
  void Deliver(const Segment& segment);
  // Fires what is due.
  void OnTimeout();
  Instant NextDeadline() const;

  Socket* NewSocket();

  // Everything is gone, and nobody is told. Sockets stay for their handles,
  // dead.
  void PowerOff();
  bool powered() const { return powered_; }
  void PowerOn() { powered_ = true; }

  // The state of a connection or of what it left; nullopt: there is none.
  std::optional<TcpState> StateOf(const FourTuple& tuple) const;
  const Socket* FindConnection(const FourTuple& tuple) const;
  // What is left at the end of a run.
  struct Leftovers {
    size_t sockets = 0;      // not closed by a process
    size_t connections = 0;  // in any state but CLOSED, LISTEN and TIME-WAIT
    size_t time_waits = 0;   // TIME-WAIT, and FIN-WAIT-2 of orphans
    std::string what;        // "FIN-WAIT-1 (orphan), LISTEN": for a reader
  };
  Leftovers leftovers() const;

 private:
  friend class Socket;

  // Around every entry of a connection: segments go out, changes are told, the
  // dead are buried.
  void Settle(Socket& socket);
  void Flush();
  void Enter(Socket& socket);  // into the table
  void Leave(Socket& socket);
  void Bury(Socket& socket);
  void TellState(Socket& socket);
  void ToRequest(Socket& child, const Segment& segment);
  void ToTimeWait(size_t i, const Segment& segment);
  void ToListener(Socket& listener, const Segment& segment,
                  std::optional<SeqNum> iss);
  void Reply(const Segment& segment);
  void CloseListener(Socket& listener);
  Socket* FindListener(const Endpoint& local);
  Socket* Find(const FourTuple& tuple);
  bool PortTaken(const Socket& asking, Endpoint local) const;
  uint16_t EphemeralPort();  // 0: all are taken
  SeqNum NewIss();

  std::string name_;
  uint8_t id_;
  bool powered_ = true;
  uint32_t address_;
  const TcpConfig& config_;
  SegmentSink& sink_;
  Instant now_;
  Outbox outbox_;
  TcpCounters counters_;
  std::vector<std::unique_ptr<Socket>> sockets_;
  std::vector<Socket*> table_;  // connections that segments can find
  std::vector<Socket*> listeners_;
  std::vector<TimeWait> time_waits_;
  SeqNum next_iss_;
  uint16_t next_port_ = 49152;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_HOST_HOST_H_
