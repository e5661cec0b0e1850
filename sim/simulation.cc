#include "sim/simulation.h"

#include <algorithm>

#include "sim/base/check.h"
#include "sim/peer.h"

namespace orderly {
namespace {

constexpr uint32_t kNetworkAddress = 0x0a000000;  // 10.0.0.0
constexpr uint8_t kNobody = 0xff;

TraceKind KindOf(NetworkEvents::Kind kind) {
  switch (kind) {
    case NetworkEvents::Kind::kDropped:
      return TraceKind::kDropped;
    case NetworkEvents::Kind::kDuplicated:
      return TraceKind::kDuplicated;
    case NetworkEvents::Kind::kHeld:
      return TraceKind::kHeld;
    case NetworkEvents::Kind::kReleased:
      return TraceKind::kReleased;
  }
  return TraceKind::kNote;
}

// An arrival's event owns its segment.
uint32_t Pack(Direction direction) {
  return static_cast<uint32_t>(direction.from) << 8 | direction.to;
}
// The first bytes of a payload, as a reader would type them.
std::string Preview(std::string_view bytes) {
  constexpr size_t kMost = 40;
  std::string text;
  for (const char c : bytes.substr(0, kMost)) {
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c >= ' ' && c <= '~' ? c : '?';
    }
  }
  if (bytes.size() > kMost) text += "...";
  return text;
}

}  // namespace

Simulation::Simulation(Choices& choices, const Options& options)
    : options_(options),
      choices_(choices),
      network_(choices, *this, options.link),
      trace_(options.keep_trace),
      orders_(choices.Wants(Site::kOrder)) {
  deadlines_.fill(Instant::Never());
}

Simulation::~Simulation() {
  for (const Event& event : queue_) {
    if (event.kind == kArrival) delete &SegmentOf(event);
  }
}

Host& Simulation::AddHost(std::string_view name, const TcpConfig& config) {
  SIM_CHECK(hosts_.size() < Network::kMaxHosts);
  const auto id = static_cast<uint8_t>(hosts_.size());
  hosts_.push_back(std::make_unique<Host>(name, id, kNetworkAddress + id + 1U,
                                          config, *this));
  hosts_.back()->AdvanceTo(now_);
  return *hosts_.back();
}

Host& Simulation::HostNamed(std::string_view name) {
  for (const std::unique_ptr<Host>& host : hosts_) {
    if (host->name() == name) return *host;
  }
  return AddHost(name);
}

void Simulation::SetClock(Instant now) {
  now_ = now;
  network_.AdvanceTo(now);
  for (const std::unique_ptr<Host>& host : hosts_) host->AdvanceTo(now);
}

// The earliest deadline of any host.
inline Instant Simulation::NextDeadline() {
  Instant earliest = Instant::Never();
  for (const std::unique_ptr<Host>& host : hosts_) {
    Instant& deadline = deadlines_[host->id()];
    if (host->TakeTouched()) deadline = host->NextDeadline();
    earliest = std::min(earliest, deadline);
  }
  return earliest;
}

bool Simulation::idle() const {
  return queue_.empty() &&
         std::all_of(hosts_.begin(), hosts_.end(), [](const auto& host) {
           return host->NextDeadline() == Instant::Never();
         });
}

void Simulation::FireTimers(Instant due) {
  for (const std::unique_ptr<Host>& host : hosts_) {
    if (deadlines_[host->id()] > due) continue;
    host->OnTimeout();
    return;
  }
}

bool Simulation::Overtakes(Direction direction, const Segment& segment) const {
  return std::any_of(
      queue_.begin(), queue_.end(), [direction, &segment](const Event& event) {
        if (event.kind != kArrival || DirectionOf(event) != direction)
          return false;
        const Segment& other = SegmentOf(event);
        return !other.payload.empty() && other.number < segment.number;
      });
}

// What the arrival causes is listed after it, though the queues are those after
// it.
void Simulation::DeliverKept(Direction direction, const Segment& segment) {
  const size_t index = trace_.events().size();
  RecordSegment(TraceKind::kDelivered, direction, segment);
  if (onlooker_ != nullptr) Show(direction, segment);
  Host& to = *hosts_[direction.to];
  to.Deliver(segment);
  const FourTuple tuple{segment.destination, segment.source};
  if (const Socket* socket = to.FindConnection(tuple)) {
    trace_.SetQueues(index, socket->connection().unread(),
                     socket->connection().unacknowledged());
  }
}

void Simulation::Show(Direction direction, const Segment& segment) {
  const bool overtook = segment.Has(kRst) && Overtakes(direction, segment);
  onlooker_->OnDelivered(direction, segment, overtook);
}

inline void Simulation::Arrive(const Event& event) {
  const SegmentPtr segment(&SegmentOf(event));
  const Direction direction = DirectionOf(event);
  --in_flight_;
  trace_.Count(TraceKind::kDelivered, now_, segment->number, direction.to);
  if (trace_.keeps()) [[unlikely]] {
    DeliverKept(direction, *segment);
  } else {
    if (onlooker_ != nullptr) Show(direction, *segment);
    hosts_[direction.to]->Deliver(*segment);
  }
}

bool Simulation::Step(Instant until) {
  const Instant deadline = NextDeadline();
  const Instant arrival = queue_.empty() ? Instant::Never() : queue_.next().at;
  const Instant at = std::min(deadline, arrival);
  if (at > until || at == Instant::Never() || exhausted()) return false;
  ++events_handled_;
  if (at > now_) SetClock(at);
  if (deadline <= arrival) [[unlikely]] {
    FireTimers(deadline);
  } else {
    if (orders_ && !ChooseFirst()) [[unlikely]]
      return true;
    const Event event = queue_.Pop();
    if (orders_) [[unlikely]]
      NoteTaken(event);
    if (event.kind == kArrival) {
      Arrive(event);
    } else {
      actors_[event.target]->OnEvent(event.argument);
    }
  }
  if (scheduler_ != nullptr) scheduler_->RunReady();
  return true;
}

void Simulation::RunUntil(Instant until) {
  if (scheduler_ != nullptr) scheduler_->RunReady();
  while (Step(until)) {
  }
  if (now_ < until && !exhausted()) SetClock(until);
}

[[gnu::flatten]] void Simulation::RunToEnd(Instant until) {
  if (scheduler_ != nullptr) scheduler_->RunReady();
  while (Step(until)) {
  }
}

uint8_t Simulation::HostWithAddress(uint8_t from, uint32_t address) const {
  if ((address >> 24) == 127) return from;
  const uint32_t number = address - kNetworkAddress;
  return number >= 1 && number <= hosts_.size()
             ? static_cast<uint8_t>(number - 1)
             : kNobody;
}

inline void Simulation::PutUnderWay(Instant at, Direction direction,
                                    SegmentPtr&& segment) {
  ++in_flight_;
  queue_.Push({at, kArrival, Pack(direction),
               reinterpret_cast<uintptr_t>(segment.release())});
}

[[gnu::flatten]] void Simulation::Transmit(Host& from, SegmentPtr&& owned) {
  Segment& segment = *owned;
  segment.number = ++segments_sent_;
  const uint8_t to = HostWithAddress(from.id(), segment.destination.address);
  const Direction direction{from.id(), to == kNobody ? from.id() : to};
  const uint64_t numbers =
      (static_cast<uint64_t>(segment.seq.value()) << 32) | segment.ack.value();
  const uint64_t rest = (static_cast<uint64_t>(segment.flags) << 56) |
                        (static_cast<uint64_t>(direction.from) << 48) |
                        (static_cast<uint64_t>(segment.window) << 32) |
                        segment.payload.size();
  trace_.Count(TraceKind::kSent, now_, numbers, rest);
  if (trace_.keeps()) RecordSegment(TraceKind::kSent, direction, segment);
  if (to == kNobody) return;  // no such host: as if it were switched off
  if (onlooker_ != nullptr) onlooker_->OnSent(direction, segment);
  const Instant arrives_at = network_.Send(direction, segment);
  if (arrives_at != Instant::Never())
    PutUnderWay(arrives_at, direction, std::move(owned));
}

void Simulation::ScheduleArrival(Instant at, Direction direction,
                                 SegmentPtr&& segment) {
  PutUnderWay(at, direction, std::move(segment));
}

void Simulation::SegmentEvent(NetworkEvents::Kind kind, Direction direction,
                              const Segment& segment) {
  trace_.Count(KindOf(kind), now_, segment.number,
               Network::LinkNumber(direction));
  if (onlooker_ != nullptr && kind == NetworkEvents::Kind::kDropped) {
    onlooker_->OnDropped(direction, segment);
  }
  if (trace_.keeps()) RecordSegment(KindOf(kind), direction, segment);
}

void Simulation::RecordSegment(TraceKind kind, Direction direction,
                               const Segment& segment) {
  const bool arrived = kind == TraceKind::kDelivered;
  TraceEvent event;
  event.at = now_;
  event.kind = kind;
  event.host = direction.from;
  event.peer = direction.to;
  event.number = segment.number;
  event.seq = segment.seq;
  event.ack = segment.ack;
  event.size = segment.payload.size();
  event.window = segment.window;
  event.flags = segment.flags;
  event.retransmission = segment.retransmission;
  event.tuple = {segment.source, segment.destination};
  event.text = Preview(segment.payload.view());
  if (!arrived) {
    if (const Socket* socket =
            hosts_[direction.from]->FindConnection(event.tuple)) {
      event.unread = socket->connection().unread();
      event.unacknowledged = socket->connection().unacknowledged();
    }
  }
  trace_.Keep(std::move(event));
}

void Simulation::StateChanged(Host& host, const FourTuple& tuple, TcpState from,
                              TcpState to) {
  const uint64_t states = (static_cast<uint64_t>(host.id()) << 16) |
                          (static_cast<uint64_t>(from) << 8) |
                          static_cast<uint64_t>(to);
  trace_.Count(TraceKind::kState, now_, states, tuple.local.port);
  if (onlooker_ != nullptr) onlooker_->OnState(host, tuple, from, to);
  if (trace_.keeps()) [[unlikely]]
    RecordState(host, tuple, from, to);
}

void Simulation::RecordState(const Host& host, const FourTuple& tuple,
                             TcpState from, TcpState to) {
  TraceEvent event;
  event.at = now_;
  event.kind = TraceKind::kState;
  event.host = host.id();
  event.tuple = tuple;
  event.from = from;
  event.to = to;
  trace_.Keep(std::move(event));
}

void Simulation::Note(const Host& host, std::string_view text) {
  trace_.Count(TraceKind::kNote, now_, host.id(), text.size());
  if (!trace_.keeps()) return;
  TraceEvent event;
  event.at = now_;
  event.kind = TraceKind::kNote;
  event.host = host.id();
  event.text = std::string(text);
  trace_.Keep(std::move(event));
}

uint32_t Simulation::AddActor(Actor* actor) {
  actors_.push_back(actor);
  return static_cast<uint32_t>(actors_.size() - 1);
}

void Simulation::Schedule(uint32_t actor, Instant at, uint64_t argument) {
  queue_.Push({std::max(at, now_), kActor, actor, argument});
}

bool Simulation::NextIsIdle() {
  if (queue_.empty() || queue_.next().kind != kActor) return false;
  const Event& next = queue_.next();
  return NextDeadline() > next.at &&
         actors_[next.target]->IsIdle(next.argument);
}

void Simulation::Inject(Direction direction, Segment segment, Duration delay) {
  segment.number = ++segments_sent_;
  trace_.Count(TraceKind::kSent, now_, segment.number, segment.flags);
  if (trace_.keeps()) RecordSegment(TraceKind::kSent, direction, segment);
  PutUnderWay(now_ + delay, direction,
              std::make_unique<Segment>(std::move(segment)));
}

std::pair<Peer, Peer> Simulation::ConnectedPair(std::string_view client,
                                                std::string_view server) {
  HostNamed(client);  // so that hosts are numbered as they are named
  Peer listener = Peer::Listening(*this, HostNamed(server), 7, 8);
  Peer connecting = Peer::Connecting(*this, HostNamed(client), listener);
  RunFor(network_.link(connecting >> listener).delay * 4);
  Peer accepted = listener.Accept();
  listener.Close();
  SIM_CHECK(connecting.state() == TcpState::kEstablished);
  SIM_CHECK(accepted.state() == TcpState::kEstablished);
  return {connecting, accepted};
}

}  // namespace orderly
