// Calls that fail though nothing is wrong, where Linux lets them: one story a
// fault. The tape says which: the first question of a site is the first wait
// (or send) of that process.
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sim/base/instant.h"
#include "sim/choice/choices.h"
#include "sim/choice/replay_choices.h"
#include "sim/choice/site.h"
#include "sim/choice/tape.h"
#include "sim/process/process.h"
#include "sim/simulation.h"
#include "tests/sim/posix/world.h"

namespace orderly {
namespace {

using ::std::chrono::milliseconds;
using ::std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

ProcessOptions MayFail() {
  ProcessOptions options;
  options.syscall_faults = Odds::OneIn(2);
  return options;
}

Simulation::Options Kept() {
  Simulation::Options options;
  options.keep_trace = true;
  return options;
}

// The client is process 1 and the server process 2.
class FaultyWorld {
 public:
  explicit FaultyWorld(std::string_view tape)
      : tape_(Tape::FromText(tape).value()),
        choices_(tape_),
        world_(choices_, Kept(), MayFail()) {}

  // Runs both until nothing is left to happen, and expects that the tape was
  // used up and that both returned 0.
  void Run(Processes::Body client, Processes::Body server) {
    const ProcessId one = world_.Client(std::move(client));
    const ProcessId two = world_.Server(std::move(server));
    world_.Run();
    EXPECT_EQ(choices_.Stale(), std::nullopt);
    EXPECT_EQ(world_.processes.status(one), 0);
    EXPECT_EQ(world_.processes.status(two), 0);
    EXPECT_EQ(world_.processes.WhoWaits(), "");
  }
  uint32_t asked(Site site, uint32_t process) const {
    return choices_.asked(site, process);
  }
  Instant now() const { return world_.sim.now(); }

 private:
  Tape tape_;
  ReplayChoices choices_;
  PosixWorld world_;
};

// Accepts, says "hello" after a second, and reads to the end.
int Greeter() {
  const int fd = AcceptOn(kPort);
  sleep(1);
  EXPECT_EQ(send(fd, "hello", 5, 0), 5);
  char byte = 0;
  while (recv(fd, &byte, 1, 0) > 0) {
  }
  return close(fd);
}

int Dial() { return ConnectTo(kServerAddress, kPort); }

// Until the server listens.
int DialLater() {
  usleep(1000);
  return Dial();
}

TEST(SyscallFaultsTest, ASignalEndsARecvThatWaits) {
  FaultyWorld world("interrupt.1.2=2/4");
  world.Run(
      [&] {
        const int fd = DialLater();
        const Instant before = world.now();
        char bytes[8];
        EXPECT_EQ(recv(fd, bytes, 8, 0), -1);
        EXPECT_EQ(errno, EINTR);
        EXPECT_EQ(world.now() - before, milliseconds(3));
        EXPECT_EQ(recv(fd, bytes, 8, 0), 5);
        // What is there is returned, whatever comes.
        return close(fd);
      },
      Greeter);
  // The sleep, connect(), and the two waits; no question of a call that does
  // not wait.
  EXPECT_EQ(world.asked(Site::kInterrupt, 1), 4);
}

TEST(SyscallFaultsTest, ARecvThatHasSomeReturnsThatInstead) {
  FaultyWorld world("interrupt.1.3=1/4");
  world.Run(
      [] {
        const int fd = DialLater();
        char bytes[8];
        EXPECT_EQ(recv(fd, bytes, 8, MSG_WAITALL), 5);
        return close(fd);
      },
      Greeter);
}

TEST(SyscallFaultsTest, ASignalEndsAPollAndNothingIsReady) {
  FaultyWorld world("interrupt.1.2=3/4");
  world.Run(
      [&] {
        const int fd = DialLater();
        const Instant before = world.now();
        pollfd one = {.fd = fd, .events = POLLIN, .revents = POLLIN};
        EXPECT_EQ(poll(&one, 1, 60'000), -1);
        EXPECT_EQ(errno, EINTR);
        EXPECT_EQ(one.revents, 0);
        EXPECT_EQ(world.now() - before, milliseconds(40));
        EXPECT_EQ(poll(&one, 1, 60'000), 1);
        return close(fd);
      },
      Greeter);
}

TEST(SyscallFaultsTest, ASignalThatComesAfterTheTimeEndsNothing) {
  FaultyWorld world("interrupt.1.2=3/4");
  world.Run(
      [] {
        const int fd = DialLater();
        pollfd one = {.fd = fd, .events = POLLIN, .revents = 0};
        EXPECT_EQ(poll(&one, 1, 20), 0);
        return close(fd);
      },
      Greeter);
}

TEST(SyscallFaultsTest, SelectLeavesItsSetsAlone) {
  FaultyWorld world("interrupt.1.2=1/4");
  world.Run(
      [] {
        const int fd = DialLater();
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(fd, &readable);
        const timespec length = {.tv_sec = 5, .tv_nsec = 0};
        EXPECT_EQ(
            pselect(fd + 1, &readable, nullptr, nullptr, &length, nullptr), -1);
        EXPECT_EQ(errno, EINTR);
        EXPECT_TRUE(FD_ISSET(fd, &readable));
        return close(fd);
      },
      Greeter);
}

TEST(SyscallFaultsTest, ASleepThatIsCutShortSaysWhatIsLeft) {
  FaultyWorld world("interrupt.1.0=3/4+interrupt.1.1=2/4");
  world.Run(
      [] {
        const timespec length = {.tv_sec = 2, .tv_nsec = 0};
        timespec left{};
        EXPECT_EQ(nanosleep(&length, &left), -1);
        EXPECT_EQ(errno, EINTR);
        EXPECT_EQ(left.tv_sec, 1);
        EXPECT_EQ(left.tv_nsec, 960'000'000);
        EXPECT_EQ(sleep(9), 8U);
        return 0;
      },
      [] { return 0; });
}

TEST(SyscallFaultsTest, ASignalEndsAccept) {
  FaultyWorld world("interrupt.2.0=1/4");
  world.Run([] { return close(DialLater()); },
            [] {
              const int listener = ListenOn(kPort);
              EXPECT_EQ(accept(listener, nullptr, nullptr), -1);
              EXPECT_EQ(errno, EINTR);
              const int fd = accept(listener, nullptr, nullptr);
              EXPECT_GE(fd, 0);
              return close(fd) + close(listener);
            });
}

TEST(SyscallFaultsTest, AConnectThatASignalEndsGoesOnConnecting) {
  FaultyWorld world("interrupt.1.1=1/4");
  world.Run(
      [] {
        usleep(1000);
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in name = NameOf(kServerAddress, kPort);
        const auto* generic = reinterpret_cast<const sockaddr*>(&name);
        EXPECT_EQ(connect(fd, generic, sizeof(name)), -1);
        EXPECT_EQ(errno, EINTR);
        pollfd one = {.fd = fd, .events = POLLOUT, .revents = 0};
        EXPECT_EQ(poll(&one, 1, 1000), 1);
        // The second call says how the first one ended (SS_CONNECTING).
        EXPECT_EQ(connect(fd, generic, sizeof(name)), 0);
        EXPECT_EQ(connect(fd, generic, sizeof(name)), -1);
        EXPECT_EQ(errno, EISCONN);
        return close(fd);
      },
      Greeter);
}

TEST(SyscallFaultsTest, AConnectWithoutMemoryMayBeTriedAgain) {
  FaultyWorld world("no-memory.1.0=1/2");
  world.Run(
      [] {
        usleep(1000);
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in name = NameOf(kServerAddress, kPort);
        const auto* generic = reinterpret_cast<const sockaddr*>(&name);
        EXPECT_EQ(connect(fd, generic, sizeof(name)), -1);
        EXPECT_EQ(errno, ENOBUFS);
        EXPECT_EQ(connect(fd, generic, sizeof(name)), 0);
        return close(fd);
      },
      Greeter);
}

TEST(SyscallFaultsTest, PollMayBeWrongAndARecvThatDoesNotBlockSaysSo) {
  FaultyWorld world("spurious.1.0=2/4");
  world.Run(
      [&] {
        const int fd = DialLater();
        const Instant before = world.now();
        pollfd one = {.fd = fd, .events = POLLIN | POLLPRI, .revents = 0};
        EXPECT_EQ(poll(&one, 1, 60'000), 1);
        EXPECT_EQ(one.revents, POLLIN);
        EXPECT_EQ(world.now() - before, milliseconds(3));
        char bytes[8];
        EXPECT_EQ(recv(fd, bytes, 8, MSG_DONTWAIT), -1);
        EXPECT_EQ(errno, EAGAIN);
        // One that blocks waits for what comes.
        EXPECT_EQ(recv(fd, bytes, 8, 0), 5);
        EXPECT_GT(world.now() - before, milliseconds(900));
        return close(fd);
      },
      Greeter);
}

TEST(SyscallFaultsTest, PollIsWrongOnlyAboutWhatItWasAsked) {
  FaultyWorld world("-");
  world.Run(
      [&] {
        const int fd = DialLater();
        pollfd one = {.fd = fd, .events = POLLPRI, .revents = 0};
        EXPECT_EQ(poll(&one, 1, 20), 0);
        return close(fd);
      },
      Greeter);
  EXPECT_EQ(world.asked(Site::kSpurious, 1), 0);
}

TEST(SyscallFaultsTest, ASendWithoutMemoryFailsOrWaits) {
  // The first question is connect()'s.
  FaultyWorld world("no-memory.1.1=1/2+no-memory.1.3=1/2+no-memory.1.4=1/2");
  world.Run(
      [&] {
        const int fd = DialLater();
        pollfd one = {.fd = fd, .events = POLLOUT, .revents = 0};
        EXPECT_EQ(poll(&one, 1, 0), 1);
        EXPECT_EQ(send(fd, "x", 1, MSG_DONTWAIT), -1);
        EXPECT_EQ(errno, EAGAIN);
        EXPECT_EQ(send(fd, "x", 1, MSG_DONTWAIT), 1);
        Instant before = world.now();
        EXPECT_EQ(send(fd, "xyz", 3, 0), 3);
        EXPECT_EQ(world.now() - before, milliseconds(100));
        const timeval limit = {.tv_sec = 0, .tv_usec = 50'000};
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
        before = world.now();
        EXPECT_EQ(send(fd, "x", 1, 0), -1);
        EXPECT_EQ(errno, EAGAIN);
        EXPECT_EQ(world.now() - before, milliseconds(50));
        return close(fd);
      },
      Greeter);
}

// What a send meets that is broken is its own error.
TEST(SyscallFaultsTest, ABrokenConnectionComesBeforeMemory) {
  FaultyWorld world("-");
  world.Run(
      [] {
        const int fd = DialLater();
        EXPECT_EQ(shutdown(fd, SHUT_WR), 0);
        EXPECT_EQ(send(fd, "x", 1, MSG_NOSIGNAL), -1);
        EXPECT_EQ(errno, EPIPE);
        return close(fd);
      },
      Greeter);
  EXPECT_EQ(world.asked(Site::kNoMemory, 1), 1);  // connect()'s
}

TEST(SyscallFaultsTest, CloseIsNotInterrupted) {
  FaultyWorld world("-");
  world.Run(
      [] {
        const int fd = DialLater();
        const linger wait = {.l_onoff = 1, .l_linger = 5};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &wait, sizeof(wait));
        EXPECT_EQ(send(fd, "x", 1, 0), 1);
        return close(fd);
      },
      Greeter);
  EXPECT_EQ(world.asked(Site::kInterrupt, 1), 2);  // the sleep's, connect()'s
}

// No fault is drawn any more: after so many, and when all is healed.
TEST(SyscallFaultsTest, FaultsComeToAnEnd) {
  for (const bool heals : {false, true}) {
    const Tape tape = Tape::FromText("interrupt.1.0=1/4").value();
    ReplayChoices choices(tape);
    ProcessOptions options = MayFail();
    if (!heals) options.most_syscall_faults = 1;
    PosixWorld world(choices, Kept(), options);
    const ProcessId client = world.Client([&] {
      EXPECT_EQ(usleep(1000), -1);
      if (heals) world.processes.Heal();
      EXPECT_EQ(usleep(1000), 0);
      EXPECT_EQ(usleep(1000), 0);
      return 0;
    });
    world.Run();
    EXPECT_EQ(choices.asked(Site::kInterrupt, 1), 1);
    EXPECT_THAT(world.Calls(client),
                ElementsAre(HasSubstr("sleep(1 ms) = -1 EINTR"),
                            HasSubstr("sleep(1 ms)"), HasSubstr("sleep(1 ms)"),
                            HasSubstr("exit(0)")));
  }
}

}  // namespace
}  // namespace orderly
