#include "report/ladder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "report/ends.h"
#include "sim/choice/byte_choices.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"
#include "sim/peer.h"
#include "sim/simulation.h"
#include "sim/tcp/tcp_state.h"

namespace orderly {
namespace {

using std::chrono::milliseconds;

constexpr Duration kRtt = milliseconds(20);

size_t LongestLine(const std::string& text) {
  std::istringstream lines(text);
  size_t longest = 0;
  for (std::string line; std::getline(lines, line);)
    longest = std::max(longest, line.size());
  return longest;
}

// The first event of a kind, from `from` on.
size_t IndexOf(const Trace& trace, TraceKind kind, size_t from) {
  while (trace.events()[from].kind != kind) ++from;
  return from;
}

class LadderTest : public testing::Test {
 protected:
  // A call as a process would leave it in the trace.
  void Call(const Peer& peer, const std::string& text, int64_t result,
            int error) {
    TraceEvent event;
    event.at = sim_.now();
    event.kind = TraceKind::kCall;
    event.host = peer.host().id();
    event.tuple = peer.tuple();
    event.text = text;
    event.result = result;
    event.error = error;
    event.unread = peer.unread();
    event.unacknowledged = peer.unacknowledged();
    sim_.trace().Keep(event);
  }

  ByteChoices perfect_network_{{}};
  Simulation sim_{perfect_network_};
};

// The example of ARCHITECTURE.md.
TEST_F(LadderTest, SimultaneousClose) {
  auto [client, server] = sim_.ConnectedPair("client", "server");
  HeldSegments last_ack = sim_.Hold(server >> client, IsPureAck());
  client.Close();
  server.Close();  // Before the client's FIN arrives: the FINs cross.
  sim_.RunFor(kRtt);
  EXPECT_EQ(client.state(), TcpState::kClosing);
  last_ack.Release();
  sim_.RunFor(kRtt);
  EXPECT_EQ(Ladder(sim_.trace()), R"(
client                                  server
FIN-WAIT-1  --[1] F. 1:1(0) ack 1->
            <-[2] F. 1:1(0) ack 1--     FIN-WAIT-1
                                   [1]  CLOSING
       held <-[3] .  2:2(0) ack 2--
CLOSING     [2]
            --[4] .  2:2(0) ack 2->     TIME-WAIT
TIME-WAIT   [3]
)");
}

// Calls, unread bytes, a reset: the example of the failure report.
class CommitTest : public LadderTest {
 protected:
  CommitTest() {
    auto [client, server] = sim_.ConnectedPair("client", "server");
    client.Send("COMMIT 7");
    Call(client, "send(3, \"COMMIT 7\", 8)", 8, 0);
    sim_.RunFor(kRtt / 2);
    server.Receive();
    Call(server, "recv(4, \"COMMIT 7\", 512)", 8, 0);
    client.Send("PING");
    Call(client, "send(3, \"PING\", 4)", 4, 0);
    sim_.RunFor(kRtt / 2);
    server.Send("COMMIT_OK 7");
    HeldSegments answer = sim_.Hold(server >> client, HasData());
    server.Send("!");
    server.Close();
    Call(server, "close(4) = 0", 0, 0);
    close_ = sim_.trace().events().size() - 1;
    sim_.RunFor(kRtt);
    client.Receive();
    Call(client, "recv(3, \"COMMIT_OK 7\", 512)", 11, 0);
    Call(client, "recv(3, 512)", client.Receive().value, ECONNRESET);
    answer.Drop();
  }

  size_t close_ = 0;  // the server's, in the trace
};

TEST_F(CommitTest, TimedWithCallsAndMark) {
  const std::string text =
      TimedLadder(sim_.trace(), {"client", "server"}, {.mark_event = close_});
  EXPECT_EQ("\n" + text, R"(
   ms             client app rq/sq |client TCP             server TCP| rq/sq server app
40.00 send(3, "COMMIT .. = 8   0/8 |------ 1 PSH COMMIT 7 (8) ------>| 8/0
50.00                              |<--------- 2 ACK ack 9 ----------| 0/0   recv(4, "COMMIT 7.. = 8
50.00 send(3, "PING", 4) = 4  0/12 |                                 |
60.00                          0/4 |  2 arrives                      |
60.00                          0/4 |-------- 3 PSH PING (4) -------->|
60.00                              |<--- 4 PSH COMMIT_OK 7 (11) -----| 0/11
60.00                              |                     FIN-WAIT-1  | 0/13  close(4) = 0 << here
60.00                              |<.... 5 FIN PSH ! (1)  HELD .....|
70.00                              |              3 arrives: CLOSED  | -
70.00                              |<============ 6 RST =============| 0/13
70.00                         11/4 |  4 arrives                      |
70.00                         11/4 |--------- 7 ACK ack 12 --------->|
80.00                         11/4 |  6 arrives                      |
80.00                              |                      7 arrives  | 0/0
80.00                              |<============ 8 RST =============| 0/0
80.00 recv(3, "COMMIT.. = 11   0/4 |                                 |
80.00 recv.. = -1 ECONNRESET   0/4 |                                 |
80.00                              |  5 is lost                      |
)");
  EXPECT_LE(LongestLine(text), 100U);
}

TEST_F(CommitTest, CallsInTheShortForm) {
  EXPECT_EQ(Ladder(sim_.trace()), R"(
client                                      server
send(3, "COMMIT 7", 8) = 8
            --[1] P.  1:9(8) ack 1---->
                                            recv(4, "COMMIT 7", 512) = 8
            <-[2] .   1:1(0) ack 9-----
send(3, "PING", 4) = 4
            [2]
            --[3] P.  9:13(4) ack 1--->
            <-[4] P.  1:12(11) ack 9---
                                            close(4) = 0
       held <-[5] FP. 12:13(1) ack 9---     FIN-WAIT-1
                                       [3]  CLOSED
            <-[6] R   1:1(0)-----------
            [4]
            --[7] .   13:13(0) ack 12->
            [6]
                                       [7]
            <-[8] R   12:12(0)---------
recv(3, "COMMIT_OK 7", 512) = 11
recv(3, 512) = -1 ECONNRESET
lost        [5]
)");
}

TEST_F(CommitTest, BothEnds) {
  EXPECT_EQ("\n" + EndsText(EndsAt(sim_.trace(), close_), {"client", "server"},
                            "t=60.00 (server close)"),
            R"(
AT t=60.00 (server close)            state            unread unacknowledged  pending
   client                            ESTABLISHED           0              4  -
   server                            FIN-WAIT-1            0             13  -
)");
}

// Why TCP reset is told where the trace tells it.
TEST_F(LadderTest, TimedUnreadAtClose) {
  auto [client, server] = sim_.ConnectedPair("client", "server");
  client.Send("hello");
  sim_.RunFor(kRtt);
  const size_t before = sim_.trace().events().size() - 1;
  server.Close();
  sim_.RunFor(kRtt);
  EXPECT_EQ("\n" + TimedLadder(sim_.trace(), {"client", "server"}), R"(
   ms client app rq/sq |client TCP             server TCP| rq/sq server app
40.00              0/5 |-------- 1 PSH hello (5) ------->| 5/0
50.00              0/0 |<--------- 2 ACK ack 6 ----------| 5/0
60.00                  |                         CLOSED  | -
60.00                - |<=== 3 RST (5 B were unread) ====|
70.00                  |  CLOSED                         |
)");
  EXPECT_EQ(EndsAt(sim_.trace(), before)[1],
            (End{.state = TcpState::kEstablished, .unread = 5}));
  const auto ends = EndsAt(sim_.trace(), sim_.trace().events().size() - 1);
  EXPECT_EQ(ends[0].error, ECONNRESET);
  EXPECT_EQ(ends[0].state, TcpState::kClosed);
}

TEST_F(LadderTest, LostTwiceReleased) {
  auto [client, server] = sim_.ConnectedPair("client", "server");
  HeldSegments held = sim_.Hold(server >> client, HasData());
  server.Send("a");
  server.Send("b");
  held.DuplicateFirst();
  client.Send("c");
  sim_.RunFor(kRtt / 2);
  held.DropFirst();
  held.Drop();
  sim_.network().Cut(client >> server, true);
  client.Send("d");
  sim_.RunFor(kRtt / 2);
  EXPECT_EQ(Ladder(sim_.trace()), R"(
client                                  server
       held <-[1] P. 1:2(1) ack 1--
released    [1]
            --[2] P. 1:2(1) ack 1->
            [1]
            --[3] .  2:2(0) ack 2->
                                   [2]
            <-[4] .  2:2(0) ack 2--
lost        [1]
                                   [3]
            <-[5] P. 2:3(1) ack 2--
            [4]
            --[6] P. 2:3(1) ack 2-> lost
)");
}

TEST_F(LadderTest, Handshake) {
  sim_.ConnectedPair("left", "right");
  EXPECT_EQ(
      Ladder(sim_.trace(), {.names = {"left", "right"}, .handshake = true}),
      R"(
left                                    right
SYN-SENT    --[1] S  0:0(0)------->     SYN-RECEIVED
ESTABLISHED <-[2] S. 0:0(0) ack 1--
            --[3] .  1:1(0) ack 1->     ESTABLISHED
)");
}

// A connection that was never established is shown from its SYN.
TEST_F(LadderTest, NeverEstablished) {
  Host& client = sim_.HostNamed("client");
  Peer listener = Peer::Listening(sim_, sim_.HostNamed("server"), 7, 1);
  listener.Close();
  Peer peer = Peer::Connecting(sim_, client, listener);
  sim_.RunFor(kRtt);
  EXPECT_EQ(Ladder(sim_.trace()), R"(
client                                  server
SYN-SENT    --[1] S  0:0(0)------->
CLOSED      <-[2] R. 0:0(0) ack 1--
)");
  EXPECT_EQ(EndsAt(sim_.trace(), sim_.trace().events().size() - 1)[0].error,
            ECONNREFUSED);
}

TEST_F(LadderTest, LongOnesAreCut) {
  auto [client, server] = sim_.ConnectedPair("client", "server");
  const size_t first = sim_.trace().events().size();
  for (int i = 0; i < 20; ++i) {
    client.Send("a long line of words that nobody reads");
    sim_.RunFor(kRtt);
  }
  const size_t rows = 5;
  const std::string text = Ladder(sim_.trace(), {.max_rows = rows - 1});
  EXPECT_EQ(text, R"(
client                                        server
            --[1] P. 1:39(38) ack 1----->
            <-[2] .  1:1(0) ack 39-------
... 31 rows omitted
            <-[34] .  1:1(0) ack 647-----
            --[35] P. 647:723(76) ack 1->
)");
  const size_t mark = IndexOf(sim_.trace(), TraceKind::kDelivered, first + 20);
  const std::string timed = TimedLadder(sim_.trace(), {"client", "server"},
                                        {.mark_event = mark, .max_rows = rows});
  EXPECT_EQ("\n" + timed, R"(
    ms client app rq/sq |client TCP             server TCP| rq/sq server app
... 8 rows omitted
120.00             0/38 |-- 9 PSH a long line of.. (38) ->| 190/0
130.00              0/0 |<------- 10 ACK ack 191 ---------| 190/0
140.00             0/38 |-- 11 PSH a long line o.. (38) ->| 228/0 << here
150.00              0/0 |<------- 12 ACK ack 229 ---------| 228/0
160.00             0/38 |-- 13 PSH a long line o.. (38) ->| 266/0
... 22 rows omitted
)");
  EXPECT_LE(LongestLine(timed), 100U);
}

TEST_F(LadderTest, NoEvents) {
  EXPECT_EQ(Ladder(sim_.trace()), R"(
client                           server
)");
  EXPECT_EQ("\n" + TimedLadder(sim_.trace(), {"a", "b"}), R"(
ms      a app rq/sq |a TCP                       b TCP| rq/sq b app
)");
}

}  // namespace
}  // namespace orderly
