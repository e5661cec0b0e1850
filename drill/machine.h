#ifndef ORDERLY_DRILL_MACHINE_H_
#define ORDERLY_DRILL_MACHINE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "drill/caller.h"
#include "sim/base/instant.h"
#include "sim/choice/replay_choices.h"
#include "sim/choice/tape.h"
#include "sim/process/process.h"
#include "sim/simulation.h"
#include "sim/tcp/tcp_config.h"
#include "sim/tcp/tcp_counters.h"
#include "sim/wire/icmp_error.h"

namespace orderly::drill {

// What a script is run on: one simulated host, a process on it with two threads
// (one for calls that block), and a wire of no length to a peer that only the
// script speaks for. Nothing is random. Stays where it is.
class Machine final : public Onlooker {
 public:
  static constexpr uint32_t kHostAddress = 0x0a000001;  // 10.0.0.1
  static constexpr uint32_t kPeerAddress = 0x0a000002;

  struct Sent {
    Instant at;
    Segment segment;
  };

  Machine(const TcpConfig& config, bool keep_trace);
  ~Machine() override;
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  Instant now() const { return sim_.now(); }
  const Trace& trace() const { return sim_.trace(); }
  // Handles one event not later than `until`; false: there is none.
  bool Step(Instant until) { return sim_.Step(until); }
  // All up to and including `until`, and the clock stops there.
  void RunUntil(Instant until) { sim_.RunUntil(until); }

  // What the host sent, in order, that was not taken yet.
  std::deque<Sent>& sent() { return sent_; }
  // Hears every segment on the wire, in both directions; must outlive this.
  void set_capture(std::vector<Sent>* capture) { capture_ = capture; }
  // A segment arrives, and what it causes at this instant happens.
  void Inject(Segment segment);
  void InjectIcmp(const IcmpError& icmp);
  // From now on nothing that the host sends leaves it.
  void DropAll();

  // The thread of calls that do not block, and of those that do.
  Caller& caller() { return caller_; }
  Caller& blocking_caller() { return blocking_caller_; }
  // Begins a call, and all that happens at this instant.
  void Begin(Caller& caller, Caller::Job job);

  // Whether the host has a connection, or its mini-socket.
  bool Knows(const FourTuple& tuple) const { return states_.count(tuple) > 0; }
  const TcpConfig& config() { return sim_.host(0).config(); }
  void Reconfigure(const TcpConfig& config) {
    sim_.host(0).Reconfigure(config);
  }
  const TcpCounters& counters() { return sim_.host(0).counters(); }
  // How many connections are in a state, mini-sockets included.
  size_t CountInState(TcpState state) const;

 private:
  static constexpr Direction kOut{0, 1};
  static constexpr Direction kIn{1, 0};

  void OnState(const Host& host, const FourTuple& tuple, TcpState from,
               TcpState to) override;
  void OnDelivered(Direction direction, const Segment& segment,
                   bool overtook) override;
  void OnDropped(Direction direction, const Segment& segment) override;

  Tape tape_;
  ReplayChoices choices_;
  Simulation sim_;
  Caller caller_;
  Caller blocking_caller_;
  std::deque<Sent> sent_;
  std::vector<Sent>* capture_ = nullptr;
  std::map<FourTuple, TcpState> states_;
  Processes processes_;
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_MACHINE_H_
