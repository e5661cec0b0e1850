// Measured cases of processes, threads and handles: probes p05, p06, p07, p14,
// p16; and what arrives for each way to close, as a client sees it.
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/sim/posix/world.h"

namespace orderly {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// "3 bytes", "EOF", "ECONNRESET".
std::string Read(int fd) {
  char buffer[64];
  const ssize_t got = recv(fd, buffer, sizeof(buffer), 0);
  if (got < 0) return strerrorname_np(errno);
  return got == 0 ? "EOF" : std::to_string(got) + " bytes";
}

// What one reads to the end.
struct Heard {
  size_t bytes = 0;
  std::string end;
};
Heard ReadAll(int fd) {
  Heard heard;
  char buffer[4096];
  ssize_t got = 0;
  while ((got = read(fd, buffer, sizeof(buffer))) > 0)
    heard.bytes += static_cast<size_t>(got);
  heard.end = got == 0 ? "EOF" : strerrorname_np(errno);
  return heard;
}

Instant Now() { return CurrentSimulation()->now(); }

// A server that reads to the end at once, and a client that does as it is told.
class HandlesTest : public testing::Test {
 protected:
  void Play(std::function<void(int)> client) {
    world_.Server([this] {
      const int fd = AcceptOn(kPort);
      heard_ = ReadAll(fd);
      end_at_ = Now();
      return close(fd);
    });
    world_.Client([client = std::move(client)] {
      client(ConnectTo(kServerAddress, kPort));
      return 0;
    });
    world_.Run();
  }
  PosixWorld world_;
  Heard heard_;
  Instant end_at_;
};

TEST_F(HandlesTest, ShutRdwrWakesABlockedReaderAndSendsAFin) {  // 6e
  Instant woken;
  Play([&](int fd) {
    StartThread("shutter", [fd] {
      sleep(1);
      return shutdown(fd, SHUT_RDWR);
    });
    EXPECT_EQ(Read(fd), "EOF");
    woken = Now();
    sleep(5);
  });
  EXPECT_EQ(woken, Instant() + seconds(1) + milliseconds(20));
  EXPECT_EQ(end_at_, woken + milliseconds(10));
}

TEST_F(HandlesTest, ShutRdWakesABlockedReaderSilently) {  // 6f
  Instant woken;
  Play([&](int fd) {
    StartThread("shutter", [fd] {
      sleep(1);
      return shutdown(fd, SHUT_RD);
    });
    EXPECT_EQ(Read(fd), "EOF");
    woken = Now();
    EXPECT_EQ(CurrentSimulation()->segments_sent(), 3U);  // the handshake
    sleep(5);
  });
  EXPECT_EQ(woken, Instant() + seconds(1) + milliseconds(20));
  EXPECT_EQ(end_at_, woken + seconds(5) + milliseconds(10));
}

TEST_F(HandlesTest, UnreadDataResetsAtTheLastCloseOnly) {  // 6j
  PosixWorld world;
  std::string end;
  world.Server([&] {
    const int fd = AcceptOn(kPort);
    EXPECT_EQ(write(fd, "abc", 3), 3);
    end = Read(fd);
    EXPECT_EQ(Now(), Instant() + seconds(2) + milliseconds(20 + 10));
    return 0;
  });
  world.Client([] {
    const int fd = ConnectTo(kServerAddress, kPort);
    const int second = dup(fd);
    sleep(1);
    EXPECT_EQ(close(fd), 0);
    sleep(1);
    return close(second);
  });
  world.Run();
  EXPECT_EQ(end, "ECONNRESET");
}

// The peer does not read, so that send() blocks. 6h, 14g, 14h.
class BlockedSendTest : public testing::Test {
 protected:
  // What send() of a million bytes says, and what the next two say; `meanwhile`
  // runs in another thread, or in the peer.
  std::vector<std::string> Play(std::function<void(int)> in_thread,
                                std::function<void(int)> in_server) {
    std::vector<std::string> said;
    world_.Server([in_server = std::move(in_server)] {
      const int fd = AcceptOn(kPort);
      in_server(fd);
      return 0;
    });
    world_.Client([&said, in_thread = std::move(in_thread)] {
      const int fd = ConnectTo(kServerAddress, kPort);
      StartThread("other", [fd, in_thread] {
        sleep(1);
        in_thread(fd);
        return 0;
      });
      const std::string bytes(1'000'000, 'x');
      for (int i = 0; i < 3; ++i) {
        const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        said.push_back(sent < 0                         ? strerrorname_np(errno)
                       : sent == 0 || sent == 1'000'000 ? std::to_string(sent)
                                                        : "some");
      }
      sleep(20);
      return 0;
    });
    world_.Run();
    return said;
  }
  PosixWorld world_;
};

TEST_F(BlockedSendTest, AResetGivesTheCountFirstThenTheError) {  // 14g
  const auto said =
      Play([](int) {},
           [](int fd) {
             const linger zero{1, 0};
             setsockopt(fd, SOL_SOCKET, SO_LINGER, &zero, sizeof(zero));
             sleep(2);
             close(fd);
           });
  EXPECT_EQ(said, (std::vector<std::string>{"some", "ECONNRESET", "EPIPE"}));
}

TEST_F(BlockedSendTest, ShutWrOfAnotherThreadWakesIt) {  // 14h
  Heard heard;
  const auto said = Play([](int fd) { EXPECT_EQ(shutdown(fd, SHUT_WR), 0); },
                         [&heard](int fd) {
                           sleep(3);
                           heard = ReadAll(fd);  // what was queued, and a FIN
                         });
  EXPECT_EQ(said, (std::vector<std::string>{"some", "EPIPE", "EPIPE"}));
  EXPECT_GT(heard.bytes, 100'000U);
  EXPECT_EQ(heard.end, "EOF");
}

TEST_F(BlockedSendTest, CloseOfAnotherThreadDoesNotWakeIt) {  // 6h
  Heard heard;
  Instant closed_at;
  const auto said = Play([](int fd) { EXPECT_EQ(close(fd), 0); },
                         [&](int fd) {
                           sleep(3);
                           closed_at = Now();
                           heard = ReadAll(fd);
                         });
  // It goes on when the peer reads, and the FIN follows.
  EXPECT_EQ(said, (std::vector<std::string>{"1000000", "EBADF", "EBADF"}));
  EXPECT_EQ(heard.bytes, 1'000'000U);
  EXPECT_EQ(heard.end, "EOF");
}

TEST(AcceptTest, CloseOfAnotherThreadDoesNotWakeABlockedAccept) {  // 16c
  PosixWorld world;
  Instant accepted_at;
  world.Server([&] {
    const int listener = ListenOn(kPort);
    StartThread("closer", [listener] {
      sleep(1);
      return close(listener);
    });
    EXPECT_GE(accept(listener, nullptr, nullptr), 0);
    accepted_at = Now();
    return 0;
  });
  world.Client([] {
    sleep(2);
    return ConnectTo(kServerAddress, kPort) < 0;
  });
  world.Run();
  EXPECT_EQ(accepted_at, Instant() + seconds(2) + milliseconds(30));
}

TEST_F(HandlesTest, ExitWithLinger0Resets) {  // 5q
  Play([](int fd) {
    const linger zero{1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &zero, sizeof(zero));
    EXPECT_EQ(write(fd, "abc", 3), 3);
    exit(0);
  });
  EXPECT_EQ(heard_.end, "ECONNRESET");
}

TEST_F(HandlesTest, ACrashSendsTheSameFinAsAnExit) {  // 7a, 7c
  Play([](int fd) {
    EXPECT_EQ(write(fd, "half a rec", 10), 10);
    raise(SIGSEGV);
  });
  EXPECT_EQ(heard_.bytes, 10U);
  EXPECT_EQ(heard_.end, "EOF");
}

TEST_F(HandlesTest, WhatAKilledProcessWroteIsDelivered) {  // 7f
  Play([](int fd) {
    const std::string bytes(20'000, 'x');
    EXPECT_EQ(write(fd, bytes.data(), bytes.size()), 20'000);
    raise(SIGKILL);
  });
  EXPECT_EQ(heard_.bytes, 20'000U);
  EXPECT_EQ(heard_.end, "EOF");
}

TEST_F(HandlesTest, LingerIsToldAsItWasSet) {  // 15l
  Play([](int fd) {
    linger seven{1, 7};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &seven, sizeof(seven));
    seven = {};
    socklen_t size = sizeof(seven);
    EXPECT_EQ(getsockopt(fd, SOL_SOCKET, SO_LINGER, &seven, &size), 0);
    EXPECT_EQ(seven.l_onoff, 1);
    EXPECT_EQ(seven.l_linger, 7);
  });
}

// --- What a client gets that reads when the server is done: the table of
// README's first question. To the byte where time has no part in it; where it
// has, what the client's kernel had taken before the reset.
struct Ending {
  std::string_view name;
  size_t unread;  // bytes of the client's that the server does not read
  size_t size;    // what the server sends
  bool linger0;
  bool shut_write;
  bool all;  // everything arrives
  std::string_view end;
};

void PrintTo(const Ending& ending, std::ostream* out) { *out << ending.name; }

constexpr size_t kSixMega = 6 << 20;
constexpr Ending kEndings[] = {
    {"CloseOf600Bytes", 0, 600, false, false, true, "EOF"},
    {"CloseOf600BytesWith5Unread", 5, 600, false, false, true, "ECONNRESET"},
    {"CloseOf6MegabytesWith5Unread", 5, kSixMega, false, false, false,
     "ECONNRESET"},
    {"CloseOf6Megabytes", 0, kSixMega, false, false, true, "EOF"},
    {"Linger0Of6Megabytes", 0, kSixMega, true, false, false, "ECONNRESET"},
    {"ShutWrAndCloseOf6MegabytesWith5Unread", 5, kSixMega, false, true, false,
     "ECONNRESET"},
};

class SixRowTest : public testing::TestWithParam<Ending> {};

TEST_P(SixRowTest, ClientGetsWhatItGetsOnLinux) {
  const Ending& ending = GetParam();
  ByteChoices perfect({});
  Simulation::Options options;
  options.tcp.send_buffer = 8 << 20;
  PosixWorld world(perfect, options, {});
  size_t accepted = 0;
  world.Server([&] {
    const int fd = AcceptOn(kPort);
    sleep(1);
    const std::string bytes(ending.size, 'x');
    accepted = static_cast<size_t>(write(fd, bytes.data(), bytes.size()));
    sleep(1);
    const linger zero{1, 0};
    if (ending.linger0)
      setsockopt(fd, SOL_SOCKET, SO_LINGER, &zero, sizeof(zero));
    if (ending.shut_write) shutdown(fd, SHUT_WR);
    EXPECT_EQ(close(fd), 0);
    return 0;
  });
  Heard heard;
  int had = 0;  // when the client began to read
  world.Client([&] {
    const int fd = ConnectTo(kServerAddress, kPort);
    if (ending.unread > 0) {
      EXPECT_EQ(write(fd, "abcde", 5), 5);
    }
    sleep(4);
    EXPECT_EQ(ioctl(fd, FIONREAD, &had), 0);
    heard = ReadAll(fd);
    return close(fd);
  });
  world.Run();
  EXPECT_EQ(accepted, ending.size);
  EXPECT_EQ(heard.end, ending.end);
  if (ending.all) {
    EXPECT_EQ(heard.bytes, ending.size);
  } else {
    EXPECT_EQ(heard.bytes, static_cast<size_t>(had));
    EXPECT_GT(heard.bytes, 0U);
    EXPECT_LT(heard.bytes, ending.size / 10);
  }
}

INSTANTIATE_TEST_SUITE_P(Linux618, SixRowTest, testing::ValuesIn(kEndings),
                         [](const testing::TestParamInfo<Ending>& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace orderly
