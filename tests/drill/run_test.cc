// Whole scripts, written for this test, with what is said of each.
#include <gtest/gtest.h>

#include <string>

#include "drill/runner.h"

namespace orderly::drill {
namespace {

// A connection that a client opened: descriptor 4.
constexpr char kAccepted[] = R"(
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 30000 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1460>
+.01 < . 1:1(0) ack 1 win 30000
+0 accept(3, ..., ...) = 4
)";

// One that the host opened: descriptor 3, non-blocking.
constexpr char kConnected[] = R"(
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_GETFL) = 0x2 (flags O_RDWR)
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
+0 > S 0:0(0) <...>
+.01 < S. 0:0(0) ack 1 win 30000 <mss 1000>
+0 > . 1:1(0) ack 1
)";

std::string Verdict(const std::string& script, bool lenient = false) {
  RunOptions options;
  options.lenient = lenient;
  return VerdictLine(RunText(script, options).verdict, "x.pkt");
}

TEST(RunTest, PassesAnOrderlyCloseOfBothKinds) {
  EXPECT_EQ(Verdict(std::string(kAccepted) + R"(
+0 close(4) = 0
+0 > F. 1:1(0) ack 1
+.01 < F. 1:1(0) ack 2 win 30000
+0 > . 2:2(0) ack 2
+.1 `test $(ss -Htan state time-wait | wc -l) = 1`
)"),
            "PASS x.pkt");
  EXPECT_EQ(Verdict(std::string(kConnected) + R"(
+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0
+0 %{ assert tcpi_state == TCP_ESTABLISHED, tcpi_state }%
+.01 < F. 1:1(0) ack 1 win 30000
* > . 1:1(0) ack 2
+0 read(3, ..., 1000) = 0
+0 close(3) = 0
+0~+.01 > F. 1:1(0) ack 2
+.01 < . 2:2(0) ack 2 win 30000
)"),
            "PASS x.pkt");
}

TEST(RunTest, MapsTheNumbersOfBothSides) {
  EXPECT_EQ(Verdict(R"(
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 1000:1000(0) win 30000 <mss 1000>
+0 > S. 77:77(0) ack 1001 <...>
+0 < . 1:1(0) ack 1 win 30000
+0 accept(3, ..., ...) = 4
+0 < P. 1:11(10) ack 1 win 30000
+0 > . 1:1(0) ack 11
+0 read(4, ..., 100) = 10
+0 < R. 11:11(0) ack 1 win 30000
+0 read(4, ..., 100) = -1 ECONNRESET (Connection reset by peer)
)"),
            "PASS x.pkt");
}

TEST(RunTest, PutsSegmentsOfABurstTogether) {
  const std::string script = std::string(kAccepted) + R"(
+0 write(4, ..., 2500) = 2500
+0 > P. 1:2501(2500) ack 1
)";
  EXPECT_EQ(Verdict(script), "PASS x.pkt");
  EXPECT_EQ(Verdict("--strict_segments\n" + script),
            "FAIL x.pkt:13: expected > P. 1:2501(2500) ack 1\n"
            "               got      > .  1:1001(1000) ack 1");
}

TEST(RunTest, ShowsThePacketsBelowEachOther) {
  EXPECT_EQ(Verdict(std::string(kAccepted) + R"(
+0 close(4) = 0
+0 > R. 1:1(0) ack 1 win 0
)"),
            "FAIL x.pkt:12: expected > R. 1:1(0) ack 1 win 0\n"
            "               got      > F. 1:1(0) ack 1 win 65535");
}

TEST(RunTest, WaitsTwoSecondsForAPacket) {
  EXPECT_EQ(Verdict(std::string(kAccepted) + "+.5 > . 1:1(0) ack 2\n"),
            "FAIL x.pkt:10: expected > . 1:1(0) ack 2\n"
            "               got      nothing until 2.510000 s");
}

TEST(RunTest, HoldsTimesWithinTheTolerance) {
  const auto retransmitted = [](const std::string& time) {
    return std::string(kAccepted) + "+0 write(4, ..., 10) = 10\n" +
           "+0 > P. 1:11(10) ack 1\n" + time + " > P. 1:11(10) ack 1\n";
  };
  EXPECT_EQ(Verdict(retransmitted("+.21")), "PASS x.pkt");
  EXPECT_EQ(Verdict(retransmitted("+.18~+.22")), "PASS x.pkt");
  EXPECT_EQ(Verdict(retransmitted("+.3")),
            "FAIL x.pkt:12: expected > P. 1:11(10) ack 1 at 0.310000 s\n"
            "               got      > P. 1:11(10) ack 1 at 0.220000 s");
  EXPECT_EQ(Verdict("--tolerance_usecs=100000" + retransmitted("+.3")),
            "PASS x.pkt");
}

// tcp_tso_should_defer waits no longer than a millisecond for more room.
TEST(RunTest, AnEventTakesTime) {
  EXPECT_EQ(Verdict(R"(
`sysctl -q net.ipv4.tcp_sack=0`
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 32792 <mss 1000,wscale 7>
+0 > S. 0:0(0) ack 1 <...>
+.001 < . 1:1(0) ack 1 win 257
+0 accept(3, ..., ...) = 4
+.01 write(4, ..., 20000) = 20000
+0 > P. 1:10001(10000) ack 1
+.001 < . 1:1(0) ack 1001 win 257
+0 > P. 10001:12001(2000) ack 1
)"),
            "PASS x.pkt");
}

TEST(RunTest, HoldsWhatNobodyReadsAgainstTheScript) {
  const std::string script = std::string(kAccepted) + R"(
+0 < P. 1:11(10) ack 1 win 30000
+0 > . 1:1(0) ack 11
+0 close(4) = 0
)";
  EXPECT_EQ(Verdict(script),
            "FAIL x.pkt:13: expected no segment that is not read\n"
            "               got      > R. 1:1(0) ack 11 win 65535 at "
            "0.010000 s");
  EXPECT_EQ(Verdict(script, /*lenient=*/true), "PASS x.pkt");
  // Where #ifdef leaves the answer open the script does not say what it is.
  EXPECT_EQ(Verdict(script + "#ifdef ELSEWHERE\n+0 > . 1:1(0) ack 1\n#endif\n"),
            "PASS x.pkt");
}

TEST(RunTest, ComparesResultsAndErrors) {
  EXPECT_EQ(Verdict(std::string(kConnected) + "+0 read(3, ..., 9) = 9\n"),
            "FAIL x.pkt:9: expected read(3, ..., 9) = 9, got -1 EAGAIN");
  EXPECT_EQ(Verdict(std::string(kConnected) +
                    "+0 write(3, ..., 9) = -1 EPIPE (Broken pipe)\n"),
            "FAIL x.pkt:9: expected write(3, ..., 9) = -1 EPIPE, got 9");
  EXPECT_EQ(Verdict(std::string(kConnected) + R"(
+0 < R. 1:1(0) ack 1 win 0
+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [EPIPE], [4]) = 0
)"),
            "FAIL x.pkt:11: expected [EPIPE], got [ECONNRESET] in "
            "getsockopt(3, SOL_SOCKET, SO_ERROR, [EPIPE], [4])");
  EXPECT_EQ(Verdict("0 close(5) = -1 EBADF (Bad file descriptor)\n"),
            "PASS x.pkt");
}

TEST(RunTest, ComparesProbesAndAssertions) {
  EXPECT_EQ(Verdict(std::string(kConnected) +
                    "+0 `test $(ss -Htan state close-wait | wc -l) = 1`\n"),
            "FAIL x.pkt:9: expected 1 in CLOSE-WAIT, got 0");
  EXPECT_EQ(Verdict(std::string(kConnected) +
                    "+0 %{ assert tcpi_state == TCP_CLOSE }%\n"),
            "FAIL x.pkt:9: expected tcpi_state == TCP_CLOSE (tcpi_state is 1, "
            "TCP_CLOSE is 7)");
}

TEST(RunTest, CallsBlockAsLongAsTheScriptSays) {
  const auto accepts = [](const std::string& until) {
    return R"(
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0...)" + until +
           R"( accept(3, ..., ...) = 4
+.1 < S 0:0(0) win 30000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 30000
+0...+0 write(4, ..., 10) = 10
)";
  };
  // "...+0" is not packetdrill's grammar: a time of return has no sign.
  EXPECT_EQ(Verdict(accepts("0.2")),
            "FAIL x.pkt:9:6: expected a time in seconds, got '+'");
  const std::string tail = "+0 close(4) = 0\n+0 > F. 1:1(0) ack 1\n";
  const auto closed = [&](const std::string& until) {
    std::string script = accepts(until);
    script.resize(script.rfind("+0..."));
    return Verdict(script + tail);
  };
  EXPECT_EQ(closed("0.2"), "PASS x.pkt");
  EXPECT_EQ(closed("0.3"),
            "FAIL x.pkt:5: expected accept(3, ..., ...) to return at "
            "0.300000 s, got 0.200000 s");
  EXPECT_EQ(Verdict(std::string(kAccepted) + "+0...1 read(4, ..., 10) = 10\n"),
            "FAIL x.pkt:10: expected read(4, ..., 10) to return at 1.010000 s, "
            "got a call that still blocks");
  EXPECT_EQ(Verdict(std::string(kAccepted) + "+0 read(4, ..., 10) = 10\n"),
            "FAIL x.pkt:10: expected read(4, ..., 10) = 10, got a call that "
            "blocks");
}

TEST(RunTest, KnowsVectorsMessagesAndQueues) {
  EXPECT_EQ(Verdict(std::string(kAccepted) + R"(
+0 writev(4, [{"abc", 3}, {..., 7}], 2) = 10
+0 > P. 1:11(10) ack 1
+0 ioctl(4, SIOCOUTQ, [10]) = 0
+0 ioctl(4, 0x5411, [10]) = 0
+0 sendmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 5}], msg_flags=0}, 0) = 5
+0 < P. 1:21(20) ack 11 win 30000
+0 > P. 11:16(5) ack 21
+0 ioctl(4, SIOCINQ, [20]) = 0
+0 recv(4, ..., 4, MSG_PEEK) = 4
+0 recvmsg(4, {msg_name(...)=..., msg_iov(2)=[{..., 5}, {..., 5}],
               msg_flags=0}, 0) = 10
+0 readv(4, [{..., 2}, {..., 100}], 2) = 10
+0 recv(4, ..., 4, MSG_DONTWAIT) = -1 EAGAIN (Resource unavailable)
)"),
            "PASS x.pkt");
}

TEST(RunTest, PollsAndWaitsForEvents) {
  EXPECT_EQ(Verdict(std::string(kAccepted) + R"(
+0 epoll_create(1) = 5
+0 epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN|EPOLLET, fd=4}) = 0
+0 epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 0
+0 poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, 0) = 1
+0...0.11 epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 1000) = 1
+.1 < P. 1:21(20) ack 1 win 30000
+0 > . 1:1(0) ack 21
+0 poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLIN|POLLOUT}], 1, 0) = 1
+0 epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 0
+0 epoll_ctl(5, EPOLL_CTL_MOD, 4, {events=EPOLLIN, fd=4}) = 0
+0 epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 1
+0 epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 1
+0 read(4, ..., 100) = 20
+0 epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 0
+0 close(5) = 0
)"),
            "PASS x.pkt");
}

TEST(RunTest, SkipsWithTheReason) {
  const std::pair<std::string, std::string> kTable[] = {
      {"+0 > S 0:0(0) <FO abcd>", "Fast Open"},
      {"+0 setsockopt(3, SOL_SOCKET, SO_ZEROCOPY, [1], 4) = 0", "zerocopy"},
      {"+0 > P.5 1:2(1) ack 1", "AccECN"},
      {"+0 psp_tx_assoc(3) = 0", "PSP"},
      {"+0 > udp (5)", "the protocol udp"},
      {"+0 splice(3, 4) = 0", "the call splice()"},
      {"+0 `reboot`", "the command `reboot`"},
      {"+0 %{ import os; x = 1 }%", "Python: x = 1"}};
  for (const auto& [line, reason] : kTable) {
    EXPECT_EQ(Verdict(std::string(kConnected) + line + "\n"),
              "SKIP x.pkt: " + reason);
  }
}

TEST(RunTest, RejectsWhatCannotBeRead) {
  EXPECT_EQ(Verdict("0 close(3) = 0\n+0 close(3 = 0\n"),
            "FAIL x.pkt:2:12: expected ',' or ')', got '='");
}

TEST(RunTest, LooksAtOneConnectionAtATime) {
  const std::string script = std::string(kConnected) + R"(
+0 close(3) = 0
+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
+0 > S 0:0(0) <...>
+.01 < R. 0:0(0) ack 1 win 0
+0 connect(3, ..., ...) = -1 ECONNREFUSED (Connection refused)
)";
  EXPECT_EQ(
      Verdict(script),
      "FAIL x.pkt:13: expected no segment that is not read\n"
      "               got      > F. 1:1(0) ack 1 win 65535 at 0.010000 s");
  EXPECT_EQ(Verdict(script, /*lenient=*/true), "PASS x.pkt");
}

TEST(RunTest, SetsTheStage) {
  const std::string orphan = std::string(kAccepted) + R"(
+0 close(4) = 0
+0 > F. 1:1(0) ack 1
+.01 < . 1:1(0) ack 2 win 30000
+1 `test $(ss -Htan state fin-wait-2 | wc -l) = 1`
+1.5 `test $(ss -Htan state fin-wait-2 | wc -l) = 0`
)";
  EXPECT_EQ(Verdict("`sysctl -q net.ipv4.tcp_fin_timeout=2`\n" + orphan),
            "PASS x.pkt");
  EXPECT_EQ(Verdict("`true`\n" + orphan),
            "FAIL x.pkt:16: expected 0 in FIN-WAIT-2, got 1");
}

TEST(RunTest, DrawsALadder) {
  RunOptions options;
  options.ladder = true;
  const RunResult result =
      RunText(std::string(kConnected) + "+.5 close(3) = 0\n", options);
  EXPECT_NE(result.ladder.find("FIN ack 1"), std::string::npos)
      << result.ladder;
  EXPECT_NE(result.ladder.find("FIN-WAIT-1"), std::string::npos);
}

}  // namespace
}  // namespace orderly::drill
