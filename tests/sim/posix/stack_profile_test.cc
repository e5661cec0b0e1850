// Whose TCP a host has: every line of StackDifferences() is seen here on all
// sides, and there is nothing else in which two stacks differ.
#include "sim/tcp/stack_profile.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/rig.h"
#include "gtest/gtest.h"
#include "tests/sim/posix/world.h"

namespace orderly {
namespace {

// --- One host and a peer by hand.

std::string UnreadAtReset(const TcpConfig& config) {
  Rig rig(config);
  Socket& socket = rig.Accepted();
  rig.Send("P. 1:6(5) ack 1");
  rig.Send("R 6:6(0)");
  std::string got = Recv(socket);
  for (int i = 0; i < 2; ++i) got += ", " + Recv(socket);
  return got;
}

std::string InWindowReset(const TcpConfig& config) {
  std::string seen;
  for (const char* segment : {"R 11:11(0)", "S 11:11(0)"}) {
    Rig rig(config);
    rig.Accepted();
    rig.Send(segment);
    absl::StrAppend(&seen, rig.Sent(), " ", rig.Where(), "; ");
  }
  // RFC 5961, 5.2: an acknowledgement from long ago.
  Rig rig(config);
  Socket& socket = rig.Accepted();
  rig.Send("P. 1:6(5) ack 4294867297");
  return absl::StrCat(seen, Recv(socket));
}

std::string ResetOneEarly(const TcpConfig& config) {
  Rig rig(config);
  rig.Accepted();
  rig.Send("F. 1:1(0) ack 1");
  rig.Run(milliseconds(60));
  rig.Send("R 1:1(0)");
  return rig.Where();
}

std::string OutOfWindowTwice(const TcpConfig& config) {
  Rig rig(config);
  rig.Accepted();
  rig.Send(". 200001:200001(0) ack 1");
  rig.Send(". 200001:200001(0) ack 1");
  return absl::StrCat(rig.TakeSent().size());
}

std::string FinAtZeroWindow(const TcpConfig& config) {
  Rig rig(config);
  Socket& socket = rig.Accepted();
  uint32_t next = 1;
  while (socket.connection().tcb().rcv_wnd > 0 && next < 200'000) {
    rig.Send(absl::StrCat("P. ", next, ":", next + 1000, "(1000) ack 1"));
    rig.Run(milliseconds(300));
    next = 1 + socket.connection().unread();
  }
  rig.Send(absl::StrCat("F. ", next, ":", next, "(0) ack 1"));
  return rig.Where();
}

std::string CloseWithUnread(const TcpConfig& config) {
  Rig rig(config);
  Socket& socket = rig.Accepted();
  rig.Send("P. 1:6(5) ack 1");
  rig.Run(milliseconds(300));
  rig.Sent();
  socket.Close(/*wait_linger=*/false);
  return absl::StrCat(rig.Sent(), " ", rig.Where());
}

std::string DataAfterShutRead(const TcpConfig& config) {
  Rig rig(config);
  Socket& socket = rig.Accepted();
  Shut(socket, Socket::How::kRead);
  rig.Send("P. 1:6(5) ack 1");
  rig.Run(milliseconds(300));
  return absl::StrCat(rig.Sent(), " ", rig.Where(), " ", Recv(socket));
}

std::string UnreadAtShutRead(const TcpConfig& config) {
  Rig rig(config);
  Socket& socket = rig.Accepted();
  rig.Send("P. 1:6(5) ack 1");
  rig.Run(milliseconds(300));
  rig.Sent();
  Shut(socket, Socket::How::kRead);
  return absl::StrCat(rig.Sent(), " ", rig.Where(), " ", Recv(socket));
}

// In seconds, from close() to the end.
std::string LifeOf(Rig& rig, Duration most) {
  const Instant start = rig.now();
  while (rig.Where() != "GONE" && rig.now() - start < most) rig.Run(seconds(1));
  return absl::StrCat((rig.now() - start).count() / 1'000'000'000, " s");
}

std::string SilentPeerOfAnOrphan(const TcpConfig& config) {
  Rig rig(config);
  Socket& socket = rig.Accepted();
  SendBytes(socket, 100);
  socket.Close(/*wait_linger=*/false);
  return LifeOf(rig, seconds(2000));
}

std::string TimeWaitLife(const TcpConfig& config) {
  Rig rig(config);
  Socket& socket = rig.Accepted();
  Shut(socket, Socket::How::kWrite);
  rig.Send("F. 1:1(0) ack 2");
  const std::string state = rig.Where();
  return absl::StrCat(state, " ", LifeOf(rig, seconds(2000)));
}

std::string TimeWaitReset(const TcpConfig& config) {
  Rig rig(config);
  Socket& socket = rig.Accepted();
  Shut(socket, Socket::How::kWrite);
  rig.Send("F. 1:1(0) ack 2");
  rig.Send("R 12:12(0)");
  return rig.Where();
}

// --- Processes.

struct Ended {
  std::string result;  // of close()
  Duration took{0};
  bool open = false;  // the descriptor, afterwards
  int fins = 0;       // of the client, at once
  int resets = 0;
};

// A client writes, and closes with SO_LINGER {1, 5}; what it wrote is lost.
std::string LingeringClose(const TcpConfig& config, bool non_blocking) {
  ByteChoices perfect({});
  Simulation::Options options;
  options.tcp = config;
  PosixWorld world(perfect, options, {});
  world.Server([] {
    (void)AcceptOn(kPort);
    return static_cast<int>(sleep(20));
  });
  Ended ended;
  world.Client([&] {
    const int fd = ConnectTo(kServerAddress, kPort);
    const linger five{1, 5};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &five, sizeof(five));
    if (non_blocking) fcntl(fd, F_SETFL, O_NONBLOCK);
    CurrentSimulation()->network().Cut({0, 1}, true);
    EXPECT_EQ(write(fd, "bye", 3), 3);
    const Instant before = CurrentSimulation()->now();
    ended.result = close(fd) == 0 ? "0" : ErrorName(errno);
    ended.took = CurrentSimulation()->now() - before;
    ended.open = fcntl(fd, F_GETFD) >= 0;
    ended.fins = world.Sent(kFin);
    ended.resets = world.Sent(kRst);
    return 0;
  });
  world.RunFor(seconds(8));
  return absl::StrCat(ended.result, " after ", ended.took.count() / 1000000000,
                      " s", ended.fins > 0 ? ", FIN" : "",
                      ended.resets > 0 ? ", RST" : "",
                      ended.open ? ", open" : "");
}

std::string LingerRunsOut(const TcpConfig& config) {
  return LingeringClose(config, /*non_blocking=*/false);
}

std::string LingerNonBlocking(const TcpConfig& config) {
  return LingeringClose(config, /*non_blocking=*/true);
}

// One thread reads, the other closes after a second.
std::string CloseUnderAReader(const TcpConfig& config) {
  ByteChoices perfect({});
  Simulation::Options options;
  options.tcp = config;
  PosixWorld world(perfect, options, {});
  std::string end;
  world.Server([] {
    const int fd = AcceptOn(kPort);
    sleep(3);
    EXPECT_EQ(write(fd, "x", 1), 1);
    return 0;
  });
  world.Client([&] {
    const int fd = ConnectTo(kServerAddress, kPort);
    StartThread("closer", [fd] {
      sleep(1);
      return close(fd);
    });
    char byte = 0;
    const ssize_t got = recv(fd, &byte, 1, 0);
    const Instant now = CurrentSimulation()->now();
    absl::StrAppend(&end, got < 0 ? ErrorName(errno) : absl::StrCat(got),
                    " after ", (now - Instant()).count() / 1000000000, " s");
    return 0;
  });
  world.Run();
  return end;
}

// By stack: linux, rfc9293, windows, bsd.
struct Case {
  std::string_view situation;
  std::string_view name;
  std::string (*observe)(const TcpConfig& config);
  std::array<std::string_view, kAllStacks.size()> seen;
};

void PrintTo(const Case& it, std::ostream* out) { *out << it.name; }

constexpr std::string_view kChallenge =
    ". 1:1(0) ack 1 ESTABLISHED; . 1:1(0) ack 1 ESTABLISHED; EAGAIN";
constexpr Case kCases[] = {
    {"RST meets unread data",
     "ResetMeetsUnreadData",
     UnreadAtReset,
     {"abcde, ECONNRESET, EOF", "ECONNRESET, EOF, EOF", "ECONNRESET, EOF, EOF",
      "abcde, ECONNRESET, EOF"}},
    {"RST or SYN in the window, not exact",
     "ResetInTheWindow",
     InWindowReset,
     {kChallenge, "- GONE; R. 16:16(0) ack 12 GONE; abcde", kChallenge,
      kChallenge}},
    {"RST or SYN in the window, not exact",
     "ResetInTheWindowOfTimeWait",
     TimeWaitReset,
     {"TIME-WAIT orphan", "GONE", "TIME-WAIT orphan", "TIME-WAIT orphan"}},
    {"RST one before exact, after a FIN",
     "ResetOneEarly",
     ResetOneEarly,
     {"GONE", "CLOSE-WAIT", "GONE", "GONE"}},
    {"other segments out of the window",
     "OutOfWindowTwice",
     OutOfWindowTwice,
     {"1", "2", "1", "1"}},
    {"FIN without data at a zero window",
     "FinAtAZeroWindow",
     FinAtZeroWindow,
     {"CLOSE-WAIT", "ESTABLISHED", "CLOSE-WAIT", "CLOSE-WAIT"}},
    {"close() with unread data",
     "CloseWithUnreadData",
     CloseWithUnread,
     {"R. 1:1(0) ack 6 GONE", "R. 1:1(0) ack 6 GONE", "R. 1:1(0) ack 6 GONE",
      "F. 1:1(0) ack 6 FIN-WAIT-1 orphan"}},
    {"data after SHUT_RD",
     "DataAfterShutRead",
     DataAfterShutRead,
     {". 1:1(0) ack 6 ESTABLISHED abcde", ". 1:1(0) ack 6 ESTABLISHED abcde",
      "R 1:1(0) GONE ECONNRESET", ". 1:1(0) ack 6 ESTABLISHED EOF"}},
    {"data after SHUT_RD",
     "UnreadDataAtShutRead",
     UnreadAtShutRead,
     {"- ESTABLISHED abcde", "- ESTABLISHED abcde",
      "R. 1:1(0) ack 6 GONE ECONNABORTED", "- ESTABLISHED EOF"}},
    {"SO_LINGER's time is over in close()",
     "LingerRunsOut",
     LingerRunsOut,
     {"0 after 5 s, FIN", "0 after 5 s, FIN", "0 after 5 s, FIN, RST",
      "EAGAIN after 5 s, FIN, RST"}},
    {"close(), SO_LINGER, O_NONBLOCK",
     "LingerNonBlocking",
     LingerNonBlocking,
     {"0 after 5 s, FIN", "0 after 5 s, FIN", "EAGAIN after 0 s, open",
      "EAGAIN after 0 s, FIN"}},
    {"close() while another thread reads",
     "CloseUnderAReader",
     CloseUnderAReader,
     {"1 after 3 s", "1 after 3 s", "EINTR after 1 s", "1 after 3 s"}},
    {"a closed socket that nobody answers",
     "SilentPeerOfAnOrphan",
     SilentPeerOfAnOrphan,
     {"108 s", "935 s", "108 s", "108 s"}},
    {"TIME-WAIT",
     "TimeWait",
     TimeWaitLife,
     {"TIME-WAIT orphan 60 s", "TIME-WAIT orphan 240 s",
      "TIME-WAIT orphan 60 s", "TIME-WAIT orphan 60 s"}},
};

class StackTest : public testing::TestWithParam<Case> {};

TEST_P(StackTest, DoesWhatItsSourceSays) {
  for (size_t i = 0; i < kAllStacks.size(); ++i) {
    EXPECT_EQ(GetParam().observe(StackConfig(kAllStacks[i])),
              GetParam().seen[i])
        << StackName(kAllStacks[i]);
  }
}

INSTANTIATE_TEST_SUITE_P(All, StackTest, testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<Case>& info) {
                           return std::string(info.param.name);
                         });

// --- The table.

TEST(StackTableTest, EveryDifferenceIsTestedOnAllSides) {
  for (const StackDifference& difference : StackDifferences()) {
    // Stacks whose answers are alike are seen to do alike, the others not.
    bool tested = false;
    for (const Case& it : kCases) {
      if (it.situation != difference.situation) continue;
      tested = true;
      for (size_t i = 0; i < kAllStacks.size(); ++i) {
        const bool alike = difference.answer(StackConfig(kAllStacks[i])) ==
                           difference.answer(TcpConfig());
        EXPECT_EQ(it.seen[i] == it.seen[0], alike)
            << it.name << " " << StackName(kAllStacks[i]);
      }
    }
    EXPECT_TRUE(tested) << difference.situation;
  }
}

TEST(StackTableTest, AStackIsLinuxButForItsDifferences) {
  EXPECT_EQ(StackConfig(Stack::kLinux), TcpConfig());
  for (const Stack stack : kAllStacks) {
    TcpConfig config;
    for (const StackDifference& difference : StackDifferences())
      difference.take(StackConfig(stack), config);
    EXPECT_EQ(config, StackConfig(stack)) << StackName(stack);
  }
}

TEST(StackTableTest, EveryDifferenceIsSomebodys) {
  for (const StackDifference& difference : StackDifferences()) {
    EXPECT_TRUE(std::any_of(kAllStacks.begin(), kAllStacks.end(),
                            [&difference](Stack stack) {
                              return difference.answer(StackConfig(stack)) !=
                                     difference.answer(TcpConfig());
                            }))
        << difference.situation;
    EXPECT_FALSE(difference.source.empty());
  }
}

TEST(StackTableTest, WhatLinuxIsToldStays) {
  TcpConfig config;
  config.invalid_ratelimit = Duration(0);
  const TcpConfig before = config;
  TakeStack(Stack::kLinux, config);
  EXPECT_EQ(config, before);
  TakeStack(Stack::kWindows, config);
  EXPECT_EQ(config.invalid_ratelimit, Duration(0));
  EXPECT_FALSE(config.keep_unread_on_reset);
}

TEST(StackTableTest, NamesAreReadAndTheNearestIsNamed) {
  for (const Stack stack : kAllStacks) {
    const absl::StatusOr<Stack> parsed = ParseStack(StackName(stack));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, stack);
  }
  EXPECT_EQ(ParseStack("freebsd").status().message(),
            "'freebsd': there is no such stack; there are linux, rfc9293, "
            "windows and bsd, and the nearest is bsd");
  EXPECT_EQ(ParseStack("Lunix").status().message(),
            "'Lunix': there is no such stack; there are linux, rfc9293, "
            "windows and bsd, and the nearest is linux");
}

}  // namespace
}  // namespace orderly
