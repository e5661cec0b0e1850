#include "properties/world.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "protocol/client_session.h"
#include "protocol/server_session.h"
#include "sim/base/check.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {
namespace {

constexpr uint32_t kServerAddress = 0x0a000002;  // of the second host

// A kill is one call in so many.
constexpr Odds kKillOdds = Odds::OneIn(24);
// After so many preemptions a run has had enough: a process that is never let
// alone proves nothing about its protocol.
constexpr uint32_t kMostPauses = 8;
constexpr uint32_t kMostSyscallFaults = 8;

Simulation::Options SimOptions(const Scenario& scenario,
                               const RunOptions& options) {
  Simulation::Options sim;
  sim.link.delay = scenario.delay;
  sim.link.decides = scenario.network_faults.per_65536 != 0;
  sim.link.fault_odds = scenario.network_faults;
  sim.keep_trace = options.keep_trace;
  sim.max_events = 400'000;
  return sim;
}

ProcessOptions ProcessesOptions(const Scenario& scenario,
                                const RunOptions& options) {
  ProcessOptions processes;
  processes.schedule = options.schedule;
  processes.pause = scenario.pauses;
  processes.most_pauses = kMostPauses;
  const bool kills = scenario.killed != Who::kNobody || options.either_may_die;
  processes.kill = kills ? kKillOdds : Odds{0};
  processes.short_io = scenario.short_io;
  processes.syscall_faults = scenario.syscall_faults;
  processes.most_syscall_faults = kMostSyscallFaults;
  return processes;
}

sockaddr_in Address(uint32_t address) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(World::kPort);
  name.sin_addr.s_addr = htonl(address);
  return name;
}

void SetBuffers(int fd, uint32_t receive, uint32_t send) {
  const auto set = [fd](int option, uint32_t bytes) {
    const int value = static_cast<int>(bytes);
    if (bytes != 0) setsockopt(fd, SOL_SOCKET, option, &value, sizeof(value));
  };
  set(SO_RCVBUF, receive);
  set(SO_SNDBUF, send);
}

// poll() again after every signal.
int PollPatiently(int fd, int16_t events, int timeout) {
  pollfd one = {.fd = fd, .events = events, .revents = 0};
  int ready = poll(&one, 1, timeout);
  while (ready == -1 && errno == EINTR) ready = poll(&one, 1, timeout);
  return ready;
}

protocol::StreamOptions StreamOf(bool non_blocking, bool nagle,
                                 std::chrono::milliseconds read_pause) {
  protocol::StreamOptions stream;
  stream.non_blocking = non_blocking;
  stream.no_delay = !nagle;
  stream.read_pause = read_pause;
  return stream;
}

}  // namespace

World::World(const Row& row, const Scenario& scenario, Choices& choices,
             const RunOptions& options)
    : row_(row),
      scenario_(scenario),
      sim_(choices, SimOptions(scenario, options)),
      client_host_(sim_.AddHost("client", StackConfig(row.stacks.client))),
      server_host_(sim_.AddHost("server", StackConfig(row.stacks.server))),
      processes_(sim_, ProcessesOptions(scenario, options)),
      watcher_(sim_, client_, server_, situations_),
      actor_(sim_.AddActor(this)),
      probe_(options.probe),
      strikes_(choices.Wants(Site::kStrike)) {
  sim_.network().set_fault_budget(options.fault_budget);
  sim_.SetOnlooker(&watcher_);
  processes_.set_io_witness(&streams_);
  processes_.set_call_witness(&watcher_);
  if (options.follower != nullptr) {
    SIM_CHECK(options.keep_trace);
    processes_.set_listener(options.follower);
    options.follower->OnStart(sim_.trace());
  }
  const ProcessId server =
      processes_.Spawn(server_host_, "server", [this] { return RunServer(); });
  const ProcessId client =
      processes_.Spawn(client_host_, "client", [this] { return RunClient(); });
  SIM_CHECK(server == kServerProcess && client == kClientProcess);
  const bool either = options.either_may_die;
  processes_.set_killable(kServerProcess,
                          either || scenario.killed == Who::kServer);
  processes_.set_killable(kClientProcess,
                          either || scenario.killed == Who::kClient);
}

void World::ScheduleFaults() {
  const auto at = [](std::chrono::milliseconds time) {
    return Instant() + time;
  };
  if (scenario_.power_lost != Who::kNobody) {
    sim_.Schedule(actor_, at(scenario_.power_lost_at), kPowerOff);
    if (scenario_.power_off_for.count() > 0) {
      sim_.Schedule(actor_,
                    at(scenario_.power_lost_at + scenario_.power_off_for),
                    kPowerOn);
    }
  }
  if (scenario_.partition_for.count() > 0) {
    sim_.Schedule(actor_, at(scenario_.partition_at), kCut);
    sim_.Schedule(actor_, at(scenario_.partition_at + scenario_.partition_for),
                  kMend);
  }
  sim_.Schedule(actor_, kHealed, kHeal);
}

void World::Cut(bool cut) {
  sim_.network().Cut({client_host_.id(), server_host_.id()}, cut);
  sim_.network().Cut({server_host_.id(), client_host_.id()}, cut);
  sim_.Note(client_host_, cut ? "the network is cut" : "the network is whole");
}

void World::Heal() {
  sim_.network().Heal();
  processes_.Heal();
}

void World::LosePower(Host& host) {
  NoteRupture(Situation::kPowerLost);
  processes_.PowerOff(host);
  if (&host == &server_host_) disk_.LosePower();
}

void World::OnEvent(uint64_t argument) {
  const bool server_loses = scenario_.power_lost == Who::kServer;
  Host& dark = server_loses ? server_host_ : client_host_;
  switch (static_cast<Fault>(argument)) {
    case kPowerOff:
      LosePower(dark);
      return;
    case kPowerOn:
      processes_.PowerOn(dark);
      return;
    case kCut:
      NoteRupture(Situation::kPartitioned);
      Cut(true);
      return;
    case kMend:
      Cut(false);
      return;
    case kHeal:
      Heal();
      return;
    case kClientPowerOn:
      processes_.PowerOn(client_host_);
      return;
    case kServerPowerOn:
      processes_.PowerOn(server_host_);
      return;
  }
}

void World::Run() {
  ScheduleFaults();
  sim_.RunUntil(sim_.now());  // both start
  while (!processes_.all_done() && sim_.now() < kBound) {
    if (!Advance(kBound)) break;
  }
  if (!given_up_ && !processes_.all_done()) {
    late_ = sim_.exhausted() ? "the run never came to rest" : WhoWaitsForWhom();
  }
  const bool patient = !client_host_.config().orphans_give_up ||
                       !server_host_.config().orphans_give_up;
  const Instant over = patient ? kLongOver : kOver;
  if (probe_ == nullptr && !strikes_) sim_.RunToEnd(over);
  while (Advance(over)) {
  }
  // While what their functions refer to is still there.
  processes_.RunOut();
  watcher_.Finish();
  NoteKill();
}

std::string World::WhoWaits(ProcessId id, Side side) {
  if (!processes_.done(id)) return owed_.WhoWaits(side, row_.goodbye);
  owed_.End(side);
  const char* how = processes_.killed(id) ? "it was killed at" : "it ended at";
  const auto at = static_cast<double>(processes_.ended_at(id).nanos()) / 1e9;
  return absl::StrCat(owed_.WhoWaits(side, row_.goodbye), ": ", how,
                      absl::StrFormat(" %.2f s", at));
}

std::string World::WhoWaitsForWhom() {
  return absl::StrCat(WhoWaits(kClientProcess, Side::kClient), "; ",
                      WhoWaits(kServerProcess, Side::kServer), " (",
                      processes_.WhoWaits(), ")");
}

bool World::Advance(Instant until) {
  if (given_up_) return false;
  if (probe_ != nullptr && !sim_.NextIsIdle() && !probe_->GoesOn(*this)) {
    given_up_ = true;
    return false;
  }
  if (!sim_.Step(until)) return false;
  if (strikes_ && sim_.now() < kHealed && StillGoingOn())
    Suffer(DrawStrike(sim_.choices()));
  return true;
}

bool World::StillGoingOn() const {
  return !processes_.all_done() || client_host_.leftovers().connections > 0 ||
         server_host_.leftovers().connections > 0;
}

void World::NoteRupture(Situation situation) {
  if (!StillGoingOn()) return;
  ruptured_ = true;
  situations_.Note(situation);
}

// Of a kill, not of a death by power loss: before or after COMMIT was written.
void World::NoteKill() {
  if (client_killed() || server_killed()) ruptured_ = true;
  if (scenario_.killed == Who::kNobody) return;
  const ProcessId id =
      scenario_.killed == Who::kClient ? kClientProcess : kServerProcess;
  if (!processes_.killed(id) || scenario_.power_lost == scenario_.killed) {
    return;
  }
  const bool after = processes_.ended_at(id) > disk_.committed_at();
  situations_.Note(after ? Situation::kKillAfterCommit
                         : Situation::kKillBeforeCommit);
}

int World::RunServer() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  SetBuffers(listener, scenario_.server_receive_buffer,
             scenario_.server_send_buffer);
  const sockaddr_in name = Address(INADDR_ANY);
  const auto* address = reinterpret_cast<const sockaddr*>(&name);
  if (bind(listener, address, sizeof(name)) != 0 || listen(listener, 8) != 0) {
    close(listener);
    return 1;
  }
  int fd = -1;
  while (PollPatiently(listener, POLLIN, /*timeout=*/60'000) == 1) {
    fd = accept(listener, nullptr, nullptr);
    if (fd != -1 || errno != EAGAIN) break;
  }
  close(listener);
  if (fd == -1) return 1;  // nobody came

  protocol::ServerOptions options;
  options.goodbye = row_.goodbye;
  options.ending = row_.server;
  options.stream = StreamOf(scenario_.server_non_blocking, scenario_.nagle,
                            scenario_.server_read_pause);
  options.heartbeat = scenario_.server_heartbeat;
  if (scenario_.first_word != FirstWord::kClient) {
    options.goes_first_after_records = scenario_.record_sizes.size();
    // Both: when the last ACK arrives, the client says CLOSE too.
    if (scenario_.first_word == FirstWord::kBoth) {
      options.goes_first_delay = scenario_.delay;
    }
  }
  if (scenario_.second_handle == Who::kServer) {
    options.ending_options.second_handle = std::chrono::milliseconds(50);
  }
  protocol::RunServerSession(fd, options, disk_, server_);
  return 0;
}

// As a client does that may be started before its server: tries again while it
// is refused, or memory is short, and gives up after a time.
int World::Dial() const {
  constexpr int kAttempts = 50;
  const sockaddr_in name = Address(kServerAddress);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    SetBuffers(fd, scenario_.client_receive_buffer,
               scenario_.client_send_buffer);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    int error = 0;
    socklen_t size = sizeof(error);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof(name)) !=
        0) {
      error = errno;
    }
    if (error == EINPROGRESS) {
      error = ETIMEDOUT;
      if (PollPatiently(fd, POLLOUT, /*timeout=*/30'000) == 1) {
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
      }
    }
    if (error == 0) {
      fcntl(fd, F_SETFL, 0);
      return fd;
    }
    close(fd);
    if (error != ECONNREFUSED && error != ENOBUFS) return -1;
    usleep(100'000);
  }
  return -1;
}

int World::RunClient() {
  const int fd = Dial();
  if (fd == -1) {
    client_.Ruptured();
    client_.Concluded(protocol::Verdict::kRolledBack);
    return 1;
  }
  protocol::ClientOptions options;
  options.goodbye = row_.goodbye;
  options.ending = row_.client;
  options.stream = StreamOf(scenario_.client_non_blocking, scenario_.nagle,
                            scenario_.client_read_pause);
  options.record_sizes = scenario_.record_sizes;
  options.pipeline_depth = scenario_.pipeline;
  options.heartbeat = scenario_.client_heartbeat;
  if (scenario_.first_word == FirstWord::kServer) {
    options.goodbye_delay = std::chrono::milliseconds(400);
  }
  if (scenario_.second_handle == Who::kClient) {
    options.ending_options.second_handle = std::chrono::milliseconds(50);
  }
  protocol::RunClientSession(fd, options, client_);
  return 0;
}

}  // namespace orderly
