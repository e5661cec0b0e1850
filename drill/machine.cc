#include "drill/machine.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "sim/base/check.h"
#include "sim/process/calls.h"
#include "sim/process/task.h"

namespace orderly::drill {
namespace {

Simulation::Options OptionsOf(const TcpConfig& config, bool keep_trace) {
  Simulation::Options options;
  options.link.delay = Duration(0);
  options.tcp = config;
  options.keep_trace = keep_trace;
  return options;
}

}  // namespace

Machine::Machine(const TcpConfig& config, bool keep_trace)
    : choices_(tape_),
      sim_(choices_, OptionsOf(config, keep_trace)),
      processes_(sim_) {
  Host& host = sim_.AddHost("host");
  SIM_CHECK(host.address() == kHostAddress);
  // Not 0, so that a number that was not mapped shows.
  host.set_iss_base(SeqNum(0x9e3779b9));
  // Deaf: only the script speaks for it.
  Host& peer = sim_.AddHost("peer");
  SIM_CHECK(peer.address() == kPeerAddress);
  peer.PowerOff();
  sim_.SetOnlooker(this);
  processes_.Spawn(host, "script", [this] {
    // packetdrill does so, too: a call says EPIPE, and the script goes on.
    Task::Handler before = SIG_DFL;
    (void)sys::SetHandler(*current_task, SIGPIPE, SIG_IGN, &before);
    StartThread("blocking", [this] { return blocking_caller_.Run(); });
    return caller_.Run();
  });
  sim_.RunUntil(sim_.now());
}

Machine::~Machine() {
  processes_.RunOut();
  sim_.SetOnlooker(nullptr);
}

void Machine::Inject(Segment segment) {
  sim_.Inject(kIn, std::move(segment));
  sim_.RunUntil(sim_.now());
}

void Machine::InjectIcmp(const IcmpError& icmp) {
  sim_.host(0).DeliverIcmp(icmp);
  sim_.RunUntil(sim_.now());
}

// pfifo with no room: data comes back (NET_XMIT_DROP), ACKs are lost.
void Machine::DropAll() {
  sim_.host(0).SetDeviceFull(true);
  sim_.network().Cut(kOut, true);
}

void Machine::Begin(Caller& caller, Caller::Job job) {
  caller.Begin(std::move(job));
  sim_.RunUntil(sim_.now());
}

size_t Machine::CountInState(TcpState state) const {
  return static_cast<size_t>(std::count_if(
      states_.begin(), states_.end(),
      [state](const auto& entry) { return entry.second == state; }));
}

void Machine::OnState(const Host& host, const FourTuple& tuple,
                      TcpState /*from*/, TcpState to) {
  if (host.address() != kHostAddress) return;
  if (to == TcpState::kClosed) {
    states_.erase(tuple);
  } else {
    states_[tuple] = to;
  }
}

void Machine::OnDelivered(Direction direction, const Segment& segment,
                          bool /*overtook*/) {
  if (capture_ != nullptr) capture_->push_back({sim_.now(), segment});
  if (direction == kOut) sent_.push_back({sim_.now(), segment});
}

void Machine::OnDropped(Direction /*direction*/, const Segment& /*segment*/) {}

}  // namespace orderly::drill
