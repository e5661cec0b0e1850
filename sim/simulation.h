#ifndef ORDERLY_SIM_SIMULATION_H_
#define ORDERLY_SIM_SIMULATION_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/event_queue.h"
#include "sim/base/recycled.h"
#include "sim/choice/choices.h"
#include "sim/host/host.h"
#include "sim/net/gate.h"
#include "sim/net/network.h"
#include "sim/trace/trace.h"

namespace orderly {

class Peer;
class StateHash;

// Something that has its own events in a run: a process, a fault, a story's
// step.
class Actor {
 public:
  virtual ~Actor() = default;
  virtual void OnEvent(uint64_t argument) = 0;
  // The host on which somebody waits for this event; null: nobody does.
  virtual const Host* Wakes(uint64_t /*argument*/) const { return nullptr; }
  // Nothing will come of this event any more.
  virtual bool IsIdle(uint64_t /*argument*/) const { return false; }
};

// Who looks on, in every run and not only in those whose trace is kept.
class Onlooker {
 public:
  virtual ~Onlooker() = default;
  virtual void OnState(const Host& host, const FourTuple& tuple, TcpState from,
                       TcpState to) = 0;
  // Before its fate is known.
  virtual void OnSent(Direction /*direction*/, const Segment& /*segment*/) {}
  // Of a reset, `overtook`: data sent before it in its direction is under way.
  virtual void OnDelivered(Direction direction, const Segment& segment,
                           bool overtook) = 0;
  virtual void OnDropped(Direction direction, const Segment& segment) = 0;
};

// Who runs after every event, until nothing more can be done at this instant:
// the scheduler of processes.
class Scheduler {
 public:
  virtual ~Scheduler() = default;
  virtual void RunReady() = 0;
};

// One run: hosts, links, the clock, the choices and the trace. Single-threaded;
// nothing outlives it.
//
// Events are taken by instant: first the timers of hosts (Linux: TIMER_SOFTIRQ
// comes before NET_RX_SOFTIRQ), host by host, then the rest by order of
// scheduling. At each: the clock moves, it is handled, ready processes run. A
// run is bounded in events; reaching the bound is reported by exhausted(), and
// is for the owner to judge.
//
// Where the source wants Site::kOrder, segments under way to a host may arrive
// in any order, among themselves and with respect to the wake-ups of its
// processes. What goes behind another arrives when that one does, and no
// segment is later for it than by its link's delay: what is sent after it was
// due is no neighbour of it.
class Simulation final : public SegmentSink, public NetworkEvents {
 public:
  struct Options {
    LinkConfig link;  // of every direction, at first
    TcpConfig tcp;    // of hosts that are added without their own
    bool keep_trace = true;
    uint64_t max_events = 2'000'000;
  };
  // `choices` must outlive the run.
  explicit Simulation(Choices& choices, const Options& options);
  explicit Simulation(Choices& choices) : Simulation(choices, Options{}) {}
  ~Simulation() override;
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  // At most Network::kMaxHosts; addresses are 10.0.0.1, 10.0.0.2, ... Names are
  // for readers.
  Host& AddHost(std::string_view name) { return AddHost(name, options_.tcp); }
  Host& AddHost(std::string_view name, const TcpConfig& config);
  Host& host(size_t i) { return *hosts_[i]; }
  const Host& host(size_t i) const { return *hosts_[i]; }
  size_t host_count() const { return hosts_.size(); }

  Instant now() const { return now_; }
  Choices& choices() { return choices_; }
  Network& network() { return network_; }
  Trace& trace() { return trace_; }
  const Trace& trace() const { return trace_; }

  // Handles the next event, if there is one not later than `until`. False
  // otherwise.
  bool Step(Instant until);
  // Runs all events up to and including `until`, and leaves the clock there.
  void RunUntil(Instant until);
  void RunFor(Duration duration) { RunUntil(now_ + duration); }
  // Runs until nothing is left to happen, or to `until`.
  void RunToEnd(Instant until);
  // What happens next is of no consequence: a wake-up of who waits no more.
  bool NextIsIdle();
  // Whether nothing will ever happen again.
  bool idle() const;
  bool exhausted() const {
    return events_handled_ >= options_.max_events || queue_.full();
  }
  uint64_t events_handled() const { return events_handled_; }
  uint32_t segments_sent() const { return segments_sent_; }
  uint32_t segments_in_flight() const { return in_flight_; }

  uint32_t AddActor(Actor* actor);
  void Schedule(uint32_t actor, Instant at, uint64_t argument);
  void SetScheduler(Scheduler* scheduler) { scheduler_ = scheduler; }
  void SetOnlooker(Onlooker* onlooker) { onlooker_ = onlooker; }

  // Story verbs. Connects a new socket of host `client` to a new listener
  // (closed again) of host `server`, with both hosts made when there is none of
  // that name; runs until both ends are established.
  std::pair<Peer, Peer> ConnectedPair(std::string_view client,
                                      std::string_view server);
  HeldSegments Hold(Direction direction, Filter filter) {
    return HeldSegments(network_, direction, std::move(filter));
  }
  // Puts a forged segment onto a link, as if the sender had sent it. Faults do
  // not touch it.
  void Inject(Direction direction, Segment segment) {
    Inject(direction, std::move(segment), network_.link(direction).delay);
  }
  void Inject(Direction direction, Segment segment, Duration delay);
  Host& HostNamed(std::string_view name);

  // For the trace: something that is neither a segment nor a call.
  void Note(const Host& host, std::string_view text);

  // What the rest of the run depends on, between two events: hosts, network,
  // and what is to happen. Not the clock, which the next event sets.
  void HashInto(StateHash& hash) const;

 private:
  enum EventKind : uint32_t { kArrival, kActor };
  // A segment that goes behind another event of its host.
  struct Postponed {
    uint64_t segment;  // the argument of its event
    Instant due;       // when it would have arrived
    Event behind;
    bool waits = true;  // for `behind`
  };

  void Transmit(Host& from, SegmentPtr&& owned) override;
  void StateChanged(Host& host, const FourTuple& tuple, TcpState from,
                    TcpState to) override;
  void SegmentEvent(NetworkEvents::Kind kind, Direction direction,
                    const Segment& segment) override;
  void ScheduleArrival(Instant at, Direction direction,
                       SegmentPtr&& segment) override;

  static Direction DirectionOf(const Event& event) {
    return {static_cast<uint8_t>(event.target >> 8),
            static_cast<uint8_t>(event.target)};
  }
  static Segment& SegmentOf(const Event& event) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): an event is made of integers.
    return *reinterpret_cast<Segment*>(event.argument);
  }
  inline void PutUnderWay(Instant at, Direction direction,
                          SegmentPtr&& segment);
  inline void Arrive(const Event& event);
  // order.cc
  std::vector<size_t> CouldBeFirst(uint8_t host);
  [[gnu::noinline]] bool ChooseFirst();
  void Postpone(const Event& segment, const Event& behind);
  [[gnu::noinline]] void NoteTaken(const Event& event);
  const Postponed* FindPostponed(const Event& event) const;
  bool ArrivesAt(const Event& event, uint8_t host) const;
  // Not inline: rare, and what calls them is everywhere.
  [[gnu::noinline]] void Show(Direction direction, const Segment& segment);
  [[gnu::noinline]] void DeliverKept(Direction direction,
                                     const Segment& segment);
  bool Overtakes(Direction direction, const Segment& segment) const;
  Instant NextDeadline();
  void FireTimers(Instant due);
  void SetClock(Instant now);
  uint8_t HostWithAddress(uint8_t from, uint32_t address) const;
  [[gnu::noinline]] void RecordState(const Host& host, const FourTuple& tuple,
                                     TcpState from, TcpState to);
  [[gnu::noinline]] void RecordSegment(TraceKind kind, Direction direction,
                                       const Segment& segment);

  Options options_;
  Choices& choices_;
  Instant now_;
  EventQueue queue_;
  Network network_;
  Trace trace_;
  RecycledVector<std::unique_ptr<Host>> hosts_;
  std::array<Instant, Network::kMaxHosts> deadlines_;
  RecycledVector<Actor*> actors_;
  const bool orders_;
  RecycledVector<Postponed> postponed_;
  Scheduler* scheduler_ = nullptr;
  Onlooker* onlooker_ = nullptr;
  uint64_t events_handled_ = 0;
  uint32_t segments_sent_ = 0;
  uint32_t in_flight_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_SIMULATION_H_
