#include "bench/workload.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "sim/choice/byte_choices.h"
#include "sim/choice/random_choices.h"
#include "sim/process/process.h"
#include "sim/simulation.h"

namespace orderly {
namespace {

using std::chrono::milliseconds;

constexpr size_t kRequest = 8000;
constexpr size_t kRequestWithClose = 8006;
constexpr size_t kResponse = 800;
constexpr size_t kResponseWithCloseOk = 809;

std::array<char, kRequestWithClose> MakeRequest() {
  std::array<char, kRequestWithClose> bytes{};
  for (size_t k = 0; k < kRequest; ++k) {
    bytes[k] = static_cast<char>((7 * k + 3) % 256);
  }
  std::memcpy(bytes.data() + kRequest, "CLOSE\n", 6);
  return bytes;
}

std::array<char, kResponseWithCloseOk> MakeResponse() {
  std::array<char, kResponseWithCloseOk> bytes{};
  for (size_t k = 0; k < kResponse; ++k) {
    bytes[k] = static_cast<char>((5 * k + 1) % 256);
  }
  std::memcpy(bytes.data() + kResponse, "CLOSE_OK\n", 9);
  return bytes;
}

const std::array<char, kRequestWithClose> request = MakeRequest();
const std::array<char, kResponseWithCloseOk> response = MakeResponse();

sockaddr_in Address(uint32_t address) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(7);
  name.sin_addr.s_addr = htonl(address);
  return name;
}

void NoDelay(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

int AcceptOne() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  NoDelay(listener);
  const sockaddr_in name = Address(INADDR_ANY);
  const auto* address = reinterpret_cast<const sockaddr*>(&name);
  if (bind(listener, address, sizeof(name)) != 0) return -1;
  if (listen(listener, 1) != 0) return -1;
  const int fd = accept(listener, nullptr, nullptr);
  close(listener);
  return fd;
}

int Dial() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  NoDelay(fd);
  const sockaddr_in name = Address(0x0a000002);
  const auto* address = reinterpret_cast<const sockaddr*>(&name);
  return connect(fd, address, sizeof(name)) == 0 ? fd : -1;
}

int Server() {
  const int fd = AcceptOne();
  char buffer[16384];
  size_t total = 0;
  size_t answered = 0;
  while (total < kRequestWithClose) {
    const ssize_t n = read(fd, buffer, sizeof(buffer));
    if (n <= 0) return 1;
    const auto size = static_cast<size_t>(n);
    if (total + size > kRequestWithClose) return 1;
    if (std::memcmp(buffer, request.data() + total, size) != 0) return 1;
    total += size;
    for (; answered < kResponse && answered / 100 < total / 1000;
         answered += 100) {
      if (write(fd, response.data() + answered, 100) != 100) return 1;
    }
  }
  if (write(fd, response.data() + kResponse, 9) != 9) return 1;
  return close(fd);
}

int Client() {
  const int fd = Dial();
  for (size_t sent = 0; sent < kRequest; sent += 1000) {
    if (write(fd, request.data() + sent, 1000) != 1000) return 1;
  }
  if (write(fd, request.data() + kRequest, 6) != 6) return 1;
  char buffer[1024];
  size_t total = 0;
  while (total < kResponseWithCloseOk) {
    const ssize_t n = read(fd, buffer, sizeof(buffer));
    if (n <= 0) return 1;
    const auto size = static_cast<size_t>(n);
    if (total + size > kResponseWithCloseOk) return 1;
    if (std::memcmp(buffer, response.data() + total, size) != 0) return 1;
    total += size;
  }
  return close(fd);
}

WorkloadResult RunWorld(Choices& choices, const LinkConfig& link) {
  Simulation::Options options;
  options.link = link;
  options.keep_trace = false;
  Simulation sim(choices, options);
  Host& client = sim.AddHost("client");
  Host& server = sim.AddHost("server");
  Processes processes(sim);
  const ProcessId serving = processes.Spawn(server, "server", Server);
  const ProcessId dialing = processes.Spawn(client, "client", Client);
  sim.RunToEnd(Instant() + std::chrono::seconds(180));
  const bool over = processes.all_done() && sim.segments_in_flight() == 0 &&
                    client.leftovers().what.empty() &&
                    server.leftovers().what.empty();
  const bool right =
      processes.status(serving) == 0 && processes.status(dialing) == 0;
  return {over && right, sim.segments_sent()};
}

struct Bulk {
  uint64_t bytes;
  int Server() const {
    const int fd = AcceptOne();
    static thread_local char buffer[65536];
    uint64_t total = 0;
    for (;;) {
      const ssize_t n = read(fd, buffer, sizeof(buffer));
      if (n < 0) return 1;
      if (n == 0) break;
      total += static_cast<uint64_t>(n);
    }
    return close(fd) == 0 && total == bytes ? 0 : 1;
  }
  int Client() const {
    const int fd = Dial();
    for (uint64_t sent = 0; sent < bytes;) {
      const size_t size = std::min<uint64_t>(kRequest, bytes - sent);
      const ssize_t n = write(fd, request.data(), size);
      if (n <= 0) return 1;
      sent += static_cast<uint64_t>(n);
    }
    return close(fd);
  }
};

}  // namespace

WorkloadResult RunCloseScenarioA() {
  ByteChoices perfect_network({});
  return RunWorld(perfect_network, {});
}

WorkloadResult RunCloseScenarioB(uint64_t seed) {
  RandomChoices choices(seed);
  LinkConfig link;
  link.loss = Odds::OneIn(20);
  link.jitter = milliseconds(30);
  return RunWorld(choices, link);
}

WorkloadResult RunBulk(uint64_t bytes) {
  ByteChoices perfect_network({});
  Simulation::Options options;
  options.link.delay = milliseconds(1);
  options.tcp.receive_buffer = 65535;
  options.tcp.window_in_whole_segments = false;
  options.tcp.send_buffer = 64 << 10;
  options.keep_trace = false;
  options.max_events = ~0ULL;
  Simulation sim(perfect_network, options);
  Host& client = sim.AddHost("client");
  Host& server = sim.AddHost("server");
  ProcessOptions process_options;
  process_options.max_calls = ~0ULL;
  Processes processes(sim, process_options);
  const Bulk bulk{bytes};
  const ProcessId serving =
      processes.Spawn(server, "server", [&bulk] { return bulk.Server(); });
  const ProcessId dialing =
      processes.Spawn(client, "client", [&bulk] { return bulk.Client(); });
  sim.RunToEnd(Instant() + std::chrono::hours(24));
  const bool ok = processes.all_done() && processes.status(serving) == 0 &&
                  processes.status(dialing) == 0 &&
                  client.leftovers().what.empty() &&
                  server.leftovers().what.empty();
  return {ok, sim.segments_sent()};
}

}  // namespace orderly
