// Orphans: closed, with something left to deliver.
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"
#include "sim/peer.h"
#include "sim/tcp/tcp_state.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

class OrphanTest : public StoryTest {
 protected:
  // A server with room for two segments.
  std::pair<Peer, Peer> ConnectToSmallServer() {
    TcpConfig small;
    small.receive_buffer = 2920;
    Client({});
    Server(small);
    return Connect();
  }
  // Runs to the instant, exactly, at which nothing is left of the connection.
  Instant EndOf(const Peer& peer, Duration most) {
    const Instant latest = sim_.now() + most;
    while (peer.connection() != nullptr && sim_.Step(latest)) {
    }
    return sim_.now();
  }
  static Duration RtoOf(const Peer& peer) {
    return peer.connection()->rtt().rto();
  }
};

// The window is shut when the client closes: data and FIN wait, and go when the
// reader makes room. Probes p05 5t, p08 8g.
TEST_F(OrphanTest, ZeroWindowAtClose) {
  auto [client, server] = ConnectToSmallServer();
  client.Send(std::string(4000, 'x'));
  client.Close();
  Run(kQuiet);
  EXPECT_EQ(client.state(), TcpState::kFinWait1);  // Though no FIN was sent.
  EXPECT_EQ(client.connection()->tcb().snd_wnd, 0U);
  EXPECT_EQ(server.unread(), 2920U);
  EXPECT_EQ(Told(server.Receive()), "2920");
  Run(kQuiet);
  EXPECT_EQ(Told(server.Receive()), "1080");
  EXPECT_EQ(Reads(server), "EOF");
  EXPECT_EQ(LadderText(), R"(
client                                            server
            --[1] .   1:1461(1460) ack 1---->
FIN-WAIT-1  --[2] P.  1461:2921(1460) ack 1->
                                             [1]
            <-[3] .   1:1(0) ack 1461--------
                                             [2]
            [3]
            <-[4] .   1:1(0) ack 2921--------
            <-[5] .   1:1(0) ack 2921--------
            --[6] FP. 2921:4001(1080) ack 1->     CLOSE-WAIT
FIN-WAIT-2  <-[7] .   1:1(0) ack 4002--------
)");
}

// Silence: an orphan gives up when tcp_orphan_retries (0 means 8) are used up,
// at the first time-out that is 511 * 200 ms after the first retransmission.
// With an RTO of 220 ms that is (2^9 - 1) RTOs after sending, 112.4 s. Linux
// measured: 107 s (p08 8k) with its RTO of 209 ms. No reset; a question later
// draws one.
TEST_F(OrphanTest, GivenUpInSilence) {
  auto [client, server] = Connect();
  const Duration rto = RtoOf(client);
  sim_.network().Cut(client >> server, true);
  client.Send("last words");
  const Instant sent = sim_.now();
  client.Close();
  const Instant end = EndOf(client, std::chrono::seconds(200));
  EXPECT_EQ(end - sent, 511 * rto);
  sim_.network().Cut(client >> server, false);
  EXPECT_EQ(Told(server.Send("?")), "1");
  Run();
  EXPECT_EQ(Reads(server), "ECONNRESET");
  EXPECT_EQ(LadderText(), R"(
client                                      server
            --[1] P.  1:11(10) ack 1--> lost
FIN-WAIT-1  --[2] F.  11:11(0) ack 1--> lost
            --[3] FP. 1:11(10) ack 1--> lost
            --[4] FP. 1:11(10) ack 1--> lost
            --[5] FP. 1:11(10) ack 1--> lost
            --[6] FP. 1:11(10) ack 1--> lost
            --[7] FP. 1:11(10) ack 1--> lost
            --[8] FP. 1:11(10) ack 1--> lost
            --[9] FP. 1:11(10) ack 1--> lost
            --[10] FP. 1:11(10) ack 1-> lost
CLOSED
            <-[11] P.  1:2(1) ack 1----
            --[12] R   1:1(0)--------->     CLOSED
)");
}

// A zero window: answered probes do not save an orphan once the back-off is at
// its limit. That is 10 probes, (2^10 - 1) RTOs and 120 s after the window
// shut; each answer starts the timer anew, so that a round trip a probe is
// added (the second is not answered: tcp_invalid_ratelimit). Linux measured:
// 341 s (p08 8j) with an RTO of 215 ms and no round trip to speak of. Data and
// FIN are discarded, and nobody is told.
TEST_F(OrphanTest, GivenUpAtAZeroWindow) {
  auto [client, server] = ConnectToSmallServer();
  client.Send(std::string(4000, 'x'));
  client.Close();
  while (client.connection()->tcb().snd_wnd > 0) sim_.Step(Instant::Never());
  const Instant shut = sim_.now();
  const Duration rto = RtoOf(client);
  const Instant end = EndOf(client, std::chrono::seconds(1000));
  EXPECT_EQ(end - shut, 1023 * rto + 9 * kRtt + std::chrono::seconds(120));
  EXPECT_EQ(Told(server.Receive()), "2920");  // The window opens:
  Run();
  EXPECT_EQ(Reads(server), "ECONNRESET");
  EXPECT_EQ(LadderText(), R"(
client                                           server
            --[1] .  1:1461(1460) ack 1---->
FIN-WAIT-1  --[2] P. 1461:2921(1460) ack 1->
                                            [1]
            <-[3] .  1:1(0) ack 1461--------
                                            [2]
            [3]
            <-[4] .  1:1(0) ack 2921--------
            --[5] .  2920:2920(0) ack 1---->
            <-[6] .  1:1(0) ack 2921--------
            --[7] .  2920:2920(0) ack 1---->
            --[8] .  2920:2920(0) ack 1---->
            <-[9] .  1:1(0) ack 2921--------
            --[10] .  2920:2920(0) ack 1--->
            <-[11] .  1:1(0) ack 2921-------
            --[12] .  2920:2920(0) ack 1--->
            <-[13] .  1:1(0) ack 2921-------
            --[14] .  2920:2920(0) ack 1--->
            <-[15] .  1:1(0) ack 2921-------
            --[16] .  2920:2920(0) ack 1--->
            <-[17] .  1:1(0) ack 2921-------
            --[18] .  2920:2920(0) ack 1--->
            <-[19] .  1:1(0) ack 2921-------
            --[20] .  2920:2920(0) ack 1--->
            <-[21] .  1:1(0) ack 2921-------
            --[22] .  2920:2920(0) ack 1--->
            <-[23] .  1:1(0) ack 2921-------
CLOSED
            <-[24] .  1:1(0) ack 2921-------
            --[25] R  2921:2921(0)--------->     CLOSED
)");
}

// The same with only the FIN pending: it is never sent. Probe p17 17c: 350 s.
TEST_F(OrphanTest, GivenUpWithOnlyTheFinPending) {
  auto [client, server] = ConnectToSmallServer();
  client.Send(std::string(2920, 'x'));
  Run(kQuiet);
  EXPECT_EQ(client.connection()->tcb().snd_wnd, 0U);
  client.Close();
  EXPECT_EQ(client.unacknowledged(), 1U);
  const Instant closed = sim_.now();
  const Duration rto = RtoOf(client);
  const Instant end = EndOf(client, std::chrono::seconds(1000));
  EXPECT_EQ(end - closed, 1023 * rto + 9 * kRtt + std::chrono::seconds(120));
  EXPECT_EQ(LadderText(), R"(
client                                           server
            --[1] .  1:1461(1460) ack 1---->
            --[2] P. 1461:2921(1460) ack 1->
                                            [1]
            <-[3] .  1:1(0) ack 1461--------
                                            [2]
            [3]
            <-[4] .  1:1(0) ack 2921--------
FIN-WAIT-1
            --[5] .  2920:2920(0) ack 1---->
            <-[6] .  1:1(0) ack 2921--------
            --[7] .  2920:2920(0) ack 1---->
            --[8] .  2920:2920(0) ack 1---->
            <-[9] .  1:1(0) ack 2921--------
            --[10] .  2920:2920(0) ack 1--->
            <-[11] .  1:1(0) ack 2921-------
            --[12] .  2920:2920(0) ack 1--->
            <-[13] .  1:1(0) ack 2921-------
            --[14] .  2920:2920(0) ack 1--->
            <-[15] .  1:1(0) ack 2921-------
            --[16] .  2920:2920(0) ack 1--->
            <-[17] .  1:1(0) ack 2921-------
            --[18] .  2920:2920(0) ack 1--->
            <-[19] .  1:1(0) ack 2921-------
            --[20] .  2920:2920(0) ack 1--->
            <-[21] .  1:1(0) ack 2921-------
            --[22] .  2920:2920(0) ack 1--->
            <-[23] .  1:1(0) ack 2921-------
CLOSED
)");
}

// A live socket at a zero window is patient: with the descriptor open, probes
// go on as long as they are answered. Probes p08 8c, 8d.
TEST_F(OrphanTest, NotGivenUpWhileLive) {
  auto [client, server] = ConnectToSmallServer();
  client.Send(std::string(4000, 'x'));
  client.Shutdown(Socket::How::kWrite);
  Run(std::chrono::hours(1));
  EXPECT_EQ(client.state(), TcpState::kFinWait1);
  EXPECT_EQ(Told(server.Receive()), "2920");
  Run(kQuiet);
  EXPECT_EQ(Told(server.Receive()), "1080");
  EXPECT_EQ(Reads(server), "EOF");
}

}  // namespace
}  // namespace orderly
