// SO_LINGER.
#include <string>

#include "gtest/gtest.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"
#include "sim/peer.h"
#include "sim/tcp/tcp_state.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

using LingerTest = StoryTest;

// Linger 0 is a reset at once; data on the way and in the queue is gone. Probes
// p05 5a, 5b.
TEST_F(LingerTest, ZeroInEstablished) {
  auto [client, server] = Connect();
  HeldSegments data = sim_.Hold(client >> server, HasData());
  client.Send("order 66");
  client.SetLinger(Duration(0));
  EXPECT_EQ(Told(client.Close()), "0");
  data.Drop();
  Run();
  Run();
  EXPECT_EQ(client.state(), TcpState::kClosed);
  EXPECT_EQ(Reads(server, 2), "ECONNRESET, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:9(8) ack 1-> held
CLOSED      --[2] R. 9:9(0) ack 1->
                                   [1]  lost
                                   [2]
            <-[3] .  1:1(0) ack 1--
            --[4] R  1:1(0)------->     CLOSED
)");
}

// In LAST-ACK with everything transmitted linger 0 says nothing at all: the
// peer's question meets a stranger. Probe p05 5f.
TEST_F(LingerTest, ZeroInLastAck) {
  auto [client, server] = Connect();
  server.Shutdown(Socket::How::kWrite);
  Run(kQuiet);
  HeldSegments tail = sim_.Hold(client >> server, Any());
  client.Send("last answer!");
  client.Shutdown(Socket::How::kWrite);
  EXPECT_EQ(client.state(), TcpState::kLastAck);
  EXPECT_EQ(client.unacknowledged(), 13U);
  client.SetLinger(Duration(0));
  EXPECT_EQ(Told(client.Close()), "0");
  tail.Drop();
  Run(std::chrono::seconds(2));  // Nothing is sent again.
  EXPECT_EQ(Reads(server), "EAGAIN");
  EXPECT_EQ(LadderText(), R"(
client                                    server
CLOSE-WAIT  <-[1] F. 1:1(0) ack 1----     FIN-WAIT-1
            --[2] .  1:1(0) ack 2--->     FIN-WAIT-2
            --[3] P. 1:13(12) ack 2-> held
LAST-ACK    --[4] F. 13:13(0) ack 2-> held
CLOSED
                                     [3]  lost
                                     [4]  lost
)");
}

// The same with data that the window held back is a reset. Probe p05 5g.
TEST_F(LingerTest, ZeroInLastAckWithUnsentData) {
  TcpConfig small;
  small.receive_buffer = 2000;
  Client({});
  Server(small);
  auto [client, server] = Connect();
  server.Shutdown(Socket::How::kWrite);
  Run(kQuiet);
  client.Send(std::string(5000, 'x'));
  client.Shutdown(Socket::How::kWrite);
  EXPECT_GT(client.connection()->unsent(), 1U);
  client.SetLinger(Duration(0));
  client.Close();
  Run();
  EXPECT_EQ(LadderText(), R"(
client                                         server
CLOSE-WAIT  <-[1] F. 1:1(0) ack 1---------     FIN-WAIT-1
            --[2] .  1:1(0) ack 2-------->     FIN-WAIT-2
            --[3] .  1:731(730) ack 2---->
LAST-ACK    --[4] P. 731:1461(730) ack 2->
CLOSED      --[5] R. 1461:1461(0) ack 2-->
                                          [3]
            <-[6] .  2:2(0) ack 731-------
                                          [4]
                                          [5]  CLOSED
            [6]
            --[7] R  731:731(0)---------->
)");
}

// close() waits five seconds for an acknowledgement that does not come, says 0,
// and nothing is discarded: the orphan goes on. Probe p05 5i.
TEST_F(LingerTest, FiveRunsOut) {
  auto [client, server] = Connect();
  const Duration five = std::chrono::seconds(5);
  sim_.network().Cut(client >> server, true);
  client.Send("last words");
  client.SetLinger(five);
  EXPECT_EQ(Told(client.Close()), "EAGAIN");  // It would block:
  Run(five);
  EXPECT_TRUE(client.connection()->lingering());
  client.FinishClose(/*timed_out=*/true);
  EXPECT_EQ(client.state(), TcpState::kFinWait1);
  EXPECT_EQ(client.unacknowledged(), 11U);
  sim_.network().Cut(client >> server, false);
  Run(five);
  EXPECT_EQ(Reads(server, 2), "last words, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                     server
            --[1] P.  1:11(10) ack 1-> lost
FIN-WAIT-1  --[2] F.  11:11(0) ack 1-> lost
            --[3] FP. 1:11(10) ack 1-> lost
            --[4] FP. 1:11(10) ack 1-> lost
            --[5] FP. 1:11(10) ack 1-> lost
            --[6] FP. 1:11(10) ack 1-> lost
            --[7] FP. 1:11(10) ack 1->     CLOSE-WAIT
FIN-WAIT-2  <-[8] .   1:1(0) ack 12---
)");
}

// It waits no longer than for the ACK of the FIN, which is the peer's kernel's,
// not its application's. Probe p05 5j.
TEST_F(LingerTest, FiveEndsWithTheAckOfTheFin) {
  auto [client, server] = Connect();
  client.Send("last words");
  client.SetLinger(std::chrono::seconds(5));
  EXPECT_EQ(Told(client.Close()), "EAGAIN");
  Run(kQuiet);
  EXPECT_FALSE(client.connection()->lingering());
  client.FinishClose(/*timed_out=*/false);
  EXPECT_EQ(client.state(), TcpState::kFinWait2);
  EXPECT_EQ(server.unread(), 10U);
  EXPECT_EQ(LadderText(), R"(
client                                    server
            --[1] P. 1:11(10) ack 1->
FIN-WAIT-1  --[2] F. 11:11(0) ack 1->
                                     [1]
            <-[3] .  1:1(0) ack 11---
                                     [2]  CLOSE-WAIT
            [3]
FIN-WAIT-2  <-[4] .  1:1(0) ack 12---
)");
}

}  // namespace
}  // namespace orderly
