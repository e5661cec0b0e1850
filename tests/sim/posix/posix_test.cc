#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sim/choice/random_choices.h"
#include "sim/process/process.h"
#include "tests/sim/posix/programs.h"
#include "tests/sim/posix/world.h"

namespace orderly {
namespace {

using ::std::chrono::milliseconds;
using ::testing::Contains;
using ::testing::ElementsAre;

TEST(PosixProgramsTest, EchoOverAPerfectNetwork) {
  PosixWorld world;
  const ProcessId server = world.Server([] { return EchoServer(kPort); });
  const ProcessId client =
      world.Client([] { return EchoClient(kServerAddress, kPort, 5); });
  world.Run();
  EXPECT_TRUE(world.processes.all_done()) << world.processes.WhoWaits();
  EXPECT_EQ(world.processes.status(server), 0);
  EXPECT_EQ(world.processes.status(client), 0);
  EXPECT_EQ(world.processes.open_descriptors(), 0U);
  EXPECT_TRUE(world.clean());
  EXPECT_THAT(world.Calls(client), Contains("send \"line 4 of 5\\n\" = 12"));
  EXPECT_THAT(world.Calls(client), Contains("shutdown(SHUT_WR)"));
  EXPECT_THAT(world.Calls(client), Contains("recv = 0"));
}

TEST(PosixProgramsTest, EchoAndCountUnderFaults) {
  Simulation::Options options;
  options.keep_trace = false;
  options.link.decides = true;
  ProcessOptions process_options;
  process_options.schedule = true;
  process_options.pause = Odds::OneIn(8);
  process_options.short_io = Odds::OneIn(3);
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RandomChoices choices(seed);
    PosixWorld world(choices, options, process_options);
    const ProcessId echo = world.Server([] { return EchoServer(kPort); });
    const ProcessId count = world.Server([] { return CountServer(8); });
    const ProcessId echo_client =
        world.Client([] { return EchoClient(kServerAddress, kPort, 5); });
    const ProcessId count_client =
        world.Client([] { return CountClient(kServerAddress, 8, 30'000); });
    world.Run();
    ASSERT_TRUE(world.processes.all_done())
        << "seed " << seed << ": " << world.processes.WhoWaits();
    ASSERT_EQ(world.processes.status(echo), 0) << seed;
    ASSERT_EQ(world.processes.status(count), 0) << seed;
    ASSERT_EQ(world.processes.status(echo_client), 0) << seed;
    ASSERT_EQ(world.processes.status(count_client), 0) << seed;
    ASSERT_TRUE(world.clean()) << seed;
  }
}

TEST(PosixProgramsTest, HalfCloseWithAReply) {
  PosixWorld world;
  const ProcessId server = world.Server([] { return CountServer(kPort); });
  const ProcessId client =
      world.Client([] { return CountClient(kServerAddress, kPort, 500'000); });
  world.Run();
  EXPECT_EQ(world.processes.status(server), 0);
  EXPECT_EQ(world.processes.status(client), 0);
  EXPECT_TRUE(world.processes.all_done()) << world.processes.WhoWaits();
}

TEST(PosixProgramsTest, SelectWaitsForANonBlockingConnect) {
  PosixWorld world;
  const ProcessId server = world.Server([] { return AcceptOn(kPort) < 0; });
  const ProcessId client =
      world.Client([] { return SelectClient(kServerAddress, kPort, 0); });
  const ProcessId refused = world.Client(
      [] { return SelectClient(kServerAddress, 99, ECONNREFUSED); });
  world.Run();
  EXPECT_EQ(world.processes.status(server), 0);
  EXPECT_EQ(world.processes.status(client), 0);
  EXPECT_EQ(world.processes.status(refused), 0);
  EXPECT_THAT(world.Calls(refused),
              Contains("getsockopt(SO_ERROR) = 0: ECONNREFUSED"));
}

TEST(PosixProgramsTest, TheFirstOfTwoClosesSendsNothing) {
  PosixWorld world;
  const ProcessId server = world.Server([] { return CountServer(kPort); });
  const ProcessId client =
      world.Client([] { return DupClient(kServerAddress, kPort); });
  world.Run();
  EXPECT_EQ(world.processes.status(client), 0);
  EXPECT_EQ(world.processes.status(server), 0);
  EXPECT_THAT(
      world.Calls(client),
      ElementsAre("socket = 1000", "connect(10.0.0.2:7)", "dup = 1001", "close",
                  "send = -1 EBADF", "send \"x\" = 1", "recv = -1 EAGAIN",
                  "dup2(1000) = 1000", "close", "close", "exit(0)"));
}

TEST(PosixCallsTest, LingerWaitsUntilTheFinIsAcknowledged) {
  PosixWorld world;
  world.Server([] { return AcceptOn(kPort) < 0; });
  Duration took{0};
  world.Client([&] {
    const int fd = ConnectTo(kServerAddress, kPort);
    const linger five{1, 5};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &five, sizeof(five));
    EXPECT_EQ(write(fd, "bye", 3), 3);
    const Instant before = CurrentSimulation()->now();
    EXPECT_EQ(close(fd), 0);
    took = CurrentSimulation()->now() - before;
    return 0;
  });
  world.Run();
  EXPECT_EQ(took, milliseconds(20));
}

TEST(PosixCallsTest, LingerGivesUpWhenItsTimeIsOver) {
  PosixWorld world;
  world.Server([] { return AcceptOn(kPort) < 0; });
  Duration took{0};
  world.Client([&] {
    const int fd = ConnectTo(kServerAddress, kPort);
    const linger five{1, 5};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &five, sizeof(five));
    fcntl(fd, F_SETFL, O_NONBLOCK);  // blocks nevertheless
    CurrentSimulation()->network().Cut({0, 1}, true);
    EXPECT_EQ(write(fd, "bye", 3), 3);
    const Instant before = CurrentSimulation()->now();
    EXPECT_EQ(close(fd), 0);
    took = CurrentSimulation()->now() - before;
    return 0;
  });
  world.Run();
  EXPECT_EQ(took, std::chrono::seconds(5));
}

// Sends until the reset of the other end is known, and then once more.
int SendToADeadPeer(int flags) {
  const int fd = ConnectTo(kServerAddress, kPort);
  usleep(100'000);
  EXPECT_EQ(send(fd, "a", 1, flags), 1);
  usleep(100'000);
  const ssize_t sent = send(fd, "b", 1, flags);
  return sent == -1 ? errno : 0;
}

TEST(PosixCallsTest, SigpipeKillsUnlessItIsMasked) {
  PosixWorld world;
  world.Server([] {
    const int listener = ListenOn(kPort);
    for (int i = 0; i < 4; ++i) close(accept(listener, nullptr, nullptr));
    return 0;
  });
  const ProcessId killed = world.Client([] { return SendToADeadPeer(0); });
  const ProcessId flagged =
      world.Client([] { return SendToADeadPeer(MSG_NOSIGNAL); });
  const ProcessId ignoring = world.Client([] {
    signal(SIGPIPE, SIG_IGN);
    return SendToADeadPeer(0);
  });
  static int caught = 0;
  caught = 0;
  const ProcessId handling = world.Client([] {
    struct sigaction action = {};
    action.sa_handler = [](int number) { caught = number; };
    EXPECT_EQ(sigaction(SIGPIPE, &action, nullptr), 0);
    return SendToADeadPeer(0);
  });
  world.Run();
  EXPECT_TRUE(world.processes.killed(killed));
  EXPECT_EQ(world.processes.status(killed), 128 + SIGPIPE);
  EXPECT_EQ(world.processes.status(flagged), EPIPE);
  EXPECT_EQ(world.processes.status(ignoring), EPIPE);
  EXPECT_EQ(world.processes.status(handling), EPIPE);
  EXPECT_EQ(caught, SIGPIPE);
}

TEST(PosixCallsTest, TimeoutsAndLowWater) {
  PosixWorld world;
  world.Server([] {
    const int fd = AcceptOn(kPort);
    char buffer[16];
    const timeval timeout{0, 250'000};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
    const Instant before = CurrentSimulation()->now();
    EXPECT_EQ(recv(fd, buffer, 1, 0), -1);
    EXPECT_EQ(errno, EAGAIN);
    EXPECT_EQ(CurrentSimulation()->now() - before, milliseconds(250));
    const int four = 4;
    setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &four, sizeof(four));
    const timeval none{0, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &none, sizeof(none));
    EXPECT_EQ(recv(fd, buffer, sizeof(buffer), MSG_PEEK), 4);
    EXPECT_EQ(recv(fd, buffer, sizeof(buffer), 0), 4);
    EXPECT_EQ(recv(fd, buffer, 6, MSG_WAITALL), 6);
    EXPECT_EQ(recv(fd, buffer, 6, MSG_WAITALL), 2);
    EXPECT_EQ(recv(fd, buffer, 6, 0), 0);
    return 0;
  });
  world.Client([] {
    const int fd = ConnectTo(kServerAddress, kPort);
    usleep(500'000);
    for (int i = 0; i < 12; ++i) {
      EXPECT_EQ(write(fd, "x", 1), 1);
      usleep(50'000);
    }
    return close(fd);
  });
  world.Run();
  EXPECT_TRUE(world.processes.all_done()) << world.processes.WhoWaits();
}

TEST(PosixCallsTest, ABlockedSendWaitsForRoom) {
  PosixWorld world;
  world.Server([] {
    const int fd = AcceptOn(kPort);
    sleep(3);
    std::array<char, 4096> buffer;
    ssize_t got = 0;
    size_t total = 0;
    while ((got = read(fd, buffer.data(), buffer.size())) > 0)
      total += static_cast<size_t>(got);
    EXPECT_EQ(total, 400'000U);
    return 0;
  });
  Instant sent_at;
  world.Client([&] {
    const int fd = ConnectTo(kServerAddress, kPort);
    const std::string bytes(400'000, 'x');
    iovec pieces[2] = {{const_cast<char*>(bytes.data()), 100'000},
                       {const_cast<char*>(bytes.data()), 300'000}};
    EXPECT_EQ(writev(fd, pieces, 2), 400'000);
    sent_at = CurrentSimulation()->now();
    pollfd writeable{fd, POLLOUT, 0};
    EXPECT_EQ(poll(&writeable, 1, 60'000), 1);
    int unacknowledged = 0;
    EXPECT_EQ(ioctl(fd, SIOCOUTQ, &unacknowledged), 0);
    EXPECT_GT(unacknowledged, 0);
    return close(fd);
  });
  world.Run();
  EXPECT_TRUE(world.processes.all_done()) << world.processes.WhoWaits();
  EXPECT_GT(sent_at, Instant() + std::chrono::seconds(3));
}

TEST(PosixCallsTest, Options) {
  PosixWorld world;
  world.Client([] {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    const auto get = [fd](int level, int name) {
      int value = -1;
      socklen_t size = sizeof(value);
      if (getsockopt(fd, level, name, &value, &size) != 0) return -errno;
      return value;
    };
    const auto set = [fd](int level, int name, int value) {
      return setsockopt(fd, level, name, &value, sizeof(value)) == 0 ? 0
                                                                     : errno;
    };
    EXPECT_EQ(set(SOL_SOCKET, SO_RCVBUF, 4096), 0);
    EXPECT_EQ(get(SOL_SOCKET, SO_RCVBUF), 8192);
    EXPECT_EQ(set(SOL_SOCKET, SO_SNDBUF, 1), 0);
    EXPECT_EQ(get(SOL_SOCKET, SO_SNDBUF), 4608);
    EXPECT_EQ(get(SOL_SOCKET, SO_TYPE), SOCK_STREAM);
    EXPECT_EQ(set(IPPROTO_TCP, TCP_NODELAY, 1), 0);
    EXPECT_EQ(get(IPPROTO_TCP, TCP_NODELAY), 1);
    EXPECT_EQ(set(IPPROTO_TCP, TCP_KEEPIDLE, 0), EINVAL);
    EXPECT_EQ(set(SOL_SOCKET, SO_BROADCAST, 1), ENOPROTOOPT);
    EXPECT_EQ(get(SOL_SOCKET, SO_ACCEPTCONN), 0);
    EXPECT_EQ(listen(fd, 1), 0);
    EXPECT_EQ(get(SOL_SOCKET, SO_ACCEPTCONN), 1);
    tcp_info info{};
    socklen_t size = sizeof(info);
    EXPECT_EQ(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size), 0);
    EXPECT_EQ(info.tcpi_state, TCP_LISTEN);
    return 0;
  });
  world.Run();
}

TEST(PosixCallsTest, WhatIsNotSimulatedFailsLoudly) {
  PosixWorld world;
  const ProcessId id = world.Client([] {
    EXPECT_EQ(epoll_create1(0), -1);
    EXPECT_EQ(errno, ENOSYS);
    EXPECT_EQ(socket(AF_UNIX, SOCK_STREAM, 0), -1);
    EXPECT_EQ(errno, EAFNOSUPPORT);
    pollfd real{0, POLLIN, 0};
    EXPECT_EQ(poll(&real, 1, 0), 1);
    EXPECT_EQ(real.revents, POLLNVAL);
    return 0;
  });
  world.Run();
  EXPECT_THAT(world.Calls(id),
              Contains("epoll_create1 is not simulated = -1 ENOSYS"));
}

TEST(PosixCallsTest, ErrnoAndRandomBelongToTheProcess) {
  PosixWorld world;
  std::array<uint64_t, 2> random{};
  for (uint64_t& mine : random) {
    world.Client([&mine, &random] {
      const int error = &mine == random.data() ? EXDEV : EDOM;
      errno = error;
      usleep(1000);
      EXPECT_EQ(errno, error);
      return getrandom(&mine, sizeof(mine), 0) != sizeof(mine);
    });
  }
  errno = ERANGE;
  world.Run();
  EXPECT_EQ(errno, ERANGE);
  EXPECT_NE(random[0], random[1]);
}

TEST(PosixCallsTest, ClocksAreTheRuns) {
  PosixWorld world;
  world.Client([] {
    timespec before{};
    timespec after{};
    clock_gettime(CLOCK_MONOTONIC, &before);
    EXPECT_EQ(before.tv_sec, 0);
    const time_t start = time(nullptr);
    const timespec until{7, 0};
    EXPECT_EQ(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr),
              0);
    sleep(3);
    clock_gettime(CLOCK_MONOTONIC, &after);
    EXPECT_EQ(after.tv_sec, 10);
    EXPECT_EQ(time(nullptr), start + 10);
    return 0;
  });
  world.Run();
}

TEST(LibcTest, OutsideOfAProcessCallsReachLibc) {
  int pair[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  EXPECT_LT(pair[0], 1000);
  ASSERT_EQ(write(pair[0], "hello", 5), 5);
  std::array<char, 8> buffer{};
  ASSERT_EQ(read(pair[1], buffer.data(), buffer.size()), 5);
  EXPECT_STREQ(buffer.data(), "hello");
  pollfd readable{pair[1], POLLIN, 0};
  EXPECT_EQ(poll(&readable, 1, 0), 0);
  EXPECT_EQ(fcntl(pair[0], F_SETFL, O_NONBLOCK), 0);
  EXPECT_EQ(recv(pair[0], buffer.data(), 1, 0), -1);
  EXPECT_EQ(errno, EAGAIN);
  EXPECT_EQ(close(pair[0]), 0);
  EXPECT_EQ(close(pair[1]), 0);
  timespec now{};
  EXPECT_EQ(clock_gettime(CLOCK_REALTIME, &now), 0);
  EXPECT_GT(now.tv_sec, 1'577'836'800);
  EXPECT_EQ(usleep(1), 0);
  EXPECT_EQ(read(1003, buffer.data(), 1), -1);
  EXPECT_EQ(errno, EBADF);
}

TEST(LibcTest, InAProcessLowDescriptorsAreLibcs) {
  int pipes[2];
  ASSERT_EQ(pipe(pipes), 0);
  PosixWorld world;
  const ProcessId id = world.Client([&] {
    std::array<char, 8> buffer{};
    EXPECT_EQ(write(pipes[1], "real", 4), 4);
    EXPECT_EQ(read(pipes[0], buffer.data(), buffer.size()), 4);
    EXPECT_EQ(close(pipes[0]), 0);
    EXPECT_EQ(close(pipes[1]), 0);
    EXPECT_EQ(close(-1), -1);
    EXPECT_EQ(close(1000), -1);
    EXPECT_EQ(errno, EBADF);
    return 0;
  });
  world.Run();
  EXPECT_TRUE(world.processes.done(id));
}

}  // namespace
}  // namespace orderly
