#ifndef ORDERLY_TESTS_SIM_POSIX_WORLD_H_
#define ORDERLY_TESTS_SIM_POSIX_WORLD_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <string>
#include <vector>

#include "sim/choice/byte_choices.h"
#include "sim/process/process.h"
#include "sim/simulation.h"

namespace orderly {

inline constexpr uint16_t kPort = 7;
inline constexpr uint32_t kServerAddress = 0x0a000002;
inline constexpr Duration kHour = std::chrono::hours(1);

// Two hosts, and processes on them. With no choices given: a perfect network.
struct PosixWorld {
  PosixWorld() : PosixWorld(perfect, {}, {}) {}
  PosixWorld(Choices& choices, const Simulation::Options& options,
             const ProcessOptions& process_options)
      : sim(choices, options),
        client(sim.AddHost("client")),
        server(sim.AddHost("server")),
        processes(sim, process_options) {}

  ProcessId Server(Processes::Body body) {
    return processes.Spawn(server, "server", std::move(body));
  }
  ProcessId Client(Processes::Body body) {
    return processes.Spawn(client, "client", std::move(body));
  }
  // Until nothing is left to happen.
  void Run() { sim.RunToEnd(sim.now() + kHour); }
  void RunFor(Duration time) { sim.RunFor(time); }

  // The calls of a process, as a reader sees them.
  std::vector<std::string> Calls(ProcessId id) const {
    std::vector<std::string> calls;
    for (const TraceEvent& event : sim.trace().events()) {
      if (event.kind == TraceKind::kCall &&
          event.process == static_cast<uint8_t>(id))
        calls.push_back(event.text);
    }
    return calls;
  }
  // How many segments with this flag were sent.
  int Sent(uint8_t flag) const {
    int sent = 0;
    for (const TraceEvent& event : sim.trace().events()) {
      if (event.kind == TraceKind::kSent && (event.flags & flag) != 0) ++sent;
    }
    return sent;
  }
  // Nothing is left of any connection.
  bool clean() const {
    return sim.host(0).leftovers().what.empty() &&
           sim.host(1).leftovers().what.empty();
  }

  ByteChoices perfect{{}};
  Simulation sim;
  Host& client;
  Host& server;
  Processes processes;
};

inline sockaddr_in NameOf(uint32_t address, uint16_t port) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  name.sin_addr.s_addr = htonl(address);
  return name;
}

// Inside a process: a listener on kPort, and a connection to it. -1: failed.
inline int ListenOn(uint16_t port) {
  const sockaddr_in name = NameOf(INADDR_ANY, port);
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  const int one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
  const auto* generic = reinterpret_cast<const sockaddr*>(&name);
  if (bind(fd, generic, sizeof(name)) != 0 || listen(fd, 8) != 0) return -1;
  return fd;
}
inline int AcceptOn(uint16_t port) {
  return accept(ListenOn(port), nullptr, nullptr);
}
inline int ConnectTo(uint32_t address, uint16_t port) {
  const sockaddr_in name = NameOf(address, port);
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  const auto* generic = reinterpret_cast<const sockaddr*>(&name);
  return connect(fd, generic, sizeof(name)) == 0 ? fd : -1;
}

}  // namespace orderly

#endif  // ORDERLY_TESTS_SIM_POSIX_WORLD_H_
