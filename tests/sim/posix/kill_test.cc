#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <vector>

#include "gtest/gtest.h"
#include "sim/choice/replay_choices.h"
#include "sim/choice/tape.h"
#include "sim/process/process.h"
#include "sim/wire/segment.h"
#include "tests/sim/posix/programs.h"
#include "tests/sim/posix/world.h"

namespace orderly {
namespace {

using ::std::chrono::seconds;

// Kills the client before its call number `k`, from 0. False: it made no such
// call.
bool KillBefore(uint32_t k, uint8_t actor) {
  const Tape tape({{Site::kKill, actor, k, 1, 2}});
  ReplayChoices choices(tape);
  ProcessOptions options;
  options.kill = Odds::OneIn(100);
  PosixWorld world(choices, {}, options);
  const ProcessId server = world.Server([] { return EchoServer(kPort); });
  const ProcessId client =
      world.Client([] { return EchoClient(kServerAddress, kPort, 3); });
  const ProcessId victim = actor == 1 ? server : client;
  world.processes.set_killable(victim, true);
  world.Run();
  EXPECT_TRUE(world.processes.done(victim));
  EXPECT_EQ(world.processes.open_descriptors(victim), 0U);
  if (!world.processes.killed(victim)) return false;
  EXPECT_EQ(world.processes.status(victim), 128 + SIGKILL);
  // The other one ends, but for a server whom nobody calls.
  EXPECT_TRUE(victim == client || world.processes.done(client));
  EXPECT_TRUE(!world.processes.all_done() || world.clean()) << k;
  return true;
}

TEST(KillTest, BeforeEveryCallOfAClientAndOfAServer) {
  for (const uint8_t actor : {1, 2}) {
    uint32_t k = 0;
    while (KillBefore(k, actor)) ++k;
    EXPECT_GT(k, 12U);
  }
}

TEST(KillTest, ADeadProcessChangesNothingAndEndsSoon) {
  PosixWorld world;
  world.Server([] { return EchoServer(kPort); });
  std::vector<int> errors;
  bool dead = false;
  const ProcessId client = world.Client([&] {
    const int fd = ConnectTo(kServerAddress, kPort);
    char byte = 0;
    EXPECT_EQ(recv(fd, &byte, 1, 0), -1);  // killed in here
    dead = Dying();
    errors.push_back(errno);
    EXPECT_EQ(send(fd, "x", 1, 0), -1);
    errors.push_back(errno);
    pollfd any{fd, POLLIN, 0};
    EXPECT_EQ(poll(&any, 1, -1), 1);
    EXPECT_EQ(any.revents, POLLERR | POLLHUP);
    sleep(1000);
    EXPECT_EQ(socket(AF_INET, SOCK_STREAM, 0), -1);
    EXPECT_EQ(accept(fd, nullptr, nullptr), -1);
    errors.push_back(errno);
    EXPECT_EQ(ForkProcess([] { return 0; }), ProcessId::kNone);
    return close(fd);
  });
  world.RunFor(seconds(1));
  EXPECT_EQ(world.processes.WhoWaits(),
            "server: in poll(1001), client: in recv(1000)");
  const uint64_t count = world.sim.trace().count();
  world.processes.Kill(client);
  EXPECT_TRUE(world.processes.done(client));
  // The note, the FIN and its state.
  EXPECT_EQ(world.sim.trace().count(), count + 3);
  world.sim.RunToEnd(world.sim.now());
  EXPECT_EQ(world.sim.trace().count(), count + 3);
  EXPECT_TRUE(dead);
  EXPECT_EQ(errors, (std::vector<int>{ECONNRESET, ECONNRESET, ECONNABORTED}));
  world.Run();
  EXPECT_TRUE(world.processes.all_done());
  EXPECT_TRUE(world.clean());
  EXPECT_EQ(world.processes.abandoned(), 0U);
}

TEST(KillTest, UnreadDataResets) {
  PosixWorld world;
  const ProcessId server = world.Server([] {
    const int fd = AcceptOn(kPort);
    sleep(100);
    return fd;
  });
  const ProcessId client = world.Client([] {
    const int fd = ConnectTo(kServerAddress, kPort);
    EXPECT_EQ(write(fd, "unread", 6), 6);
    char byte = 0;
    EXPECT_EQ(read(fd, &byte, 1), -1);
    return errno;
  });
  world.RunFor(seconds(1));
  world.processes.Kill(server);
  world.Run();
  EXPECT_EQ(world.Sent(kRst), 1);
  EXPECT_EQ(world.processes.status(client), ECONNRESET);
}

TEST(KillTest, AFunctionThatNeverReturnsIsAbandoned) {
  PosixWorld world;
  const ProcessId id = world.Client([] {
    while (true) usleep(1000);
    return 0;
  });
  world.RunFor(seconds(1));
  world.processes.Kill(id);
  world.Run();
  EXPECT_EQ(world.processes.abandoned(), 1U);
}

TEST(KillTest, WhileCloseLingers) {
  PosixWorld world;
  world.Server([] { return AcceptOn(kPort) < 0; });
  const ProcessId client = world.Client([] {
    const int fd = ConnectTo(kServerAddress, kPort);
    const linger five{1, 5};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &five, sizeof(five));
    CurrentSimulation()->network().Cut({0, 1}, true);
    EXPECT_EQ(write(fd, "bye", 3), 3);
    return close(fd);
  });
  world.RunFor(seconds(1));
  EXPECT_EQ(world.processes.WhoWaits(), "client: in close() until 5.02 s");
  world.processes.Kill(client);
  world.sim.network().Cut({0, 1}, false);
  world.Run();
  EXPECT_TRUE(world.clean());
}

}  // namespace
}  // namespace orderly
