// TIME-WAIT.
#include "gtest/gtest.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"
#include "sim/peer.h"
#include "sim/tcp/tcp_state.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

using TimeWaitTest = StoryTest;

// TIME-WAIT is there for a lost last ACK: it answers the FIN that comes again,
// and waits a minute from then. RFC 9293, 3.6.1; probe p09 9c.
TEST_F(TimeWaitTest, AnswersWhenTheLastAckIsLost) {
  auto [client, server] = Connect();
  client.Close();
  Run(kQuiet);
  HeldSegments last_ack = sim_.Hold(client >> server, IsPureAck());
  server.Close();
  Run();
  EXPECT_EQ(client.state(), TcpState::kTimeWait);
  EXPECT_EQ(server.state(), TcpState::kLastAck);
  last_ack.Drop();
  Run(std::chrono::milliseconds(400));
  EXPECT_EQ(server.state(), TcpState::kClosed);
  EXPECT_EQ(client.state(), TcpState::kTimeWait);
  EXPECT_EQ(LadderText(), R"(
client                                  server
FIN-WAIT-1  --[1] F. 1:1(0) ack 1->     CLOSE-WAIT
FIN-WAIT-2  <-[2] .  1:1(0) ack 2--
TIME-WAIT   <-[3] F. 1:1(0) ack 2--     LAST-ACK
            --[4] .  2:2(0) ack 2-> lost
            <-[5] F. 1:1(0) ack 2--
            --[6] .  2:2(0) ack 2->     CLOSED
)");
}

// It lasts one minute (TCP_TIMEWAIT_LEN). Linux measured: 62 s (p17 17b), with
// the slack of its timer wheel, which we do not have.
TEST_F(TimeWaitTest, LastsAMinute) {
  auto [client, server] = Connect();
  client.Close();
  Run(kQuiet);
  const Instant closed = sim_.now();
  server.Close();
  const Instant minute = closed + kOneWay + std::chrono::seconds(60);
  sim_.RunUntil(minute - Duration(1));
  EXPECT_EQ(client.state(), TcpState::kTimeWait);
  sim_.RunUntil(minute);
  EXPECT_EQ(client.state(), TcpState::kClosed);
  EXPECT_EQ(LadderText(), R"(
client                                  server
FIN-WAIT-1  --[1] F. 1:1(0) ack 1->     CLOSE-WAIT
FIN-WAIT-2  <-[2] .  1:1(0) ack 2--
TIME-WAIT   <-[3] F. 1:1(0) ack 2--     LAST-ACK
            --[4] .  2:2(0) ack 2->     CLOSED
CLOSED
)");
}

// An exact reset ends it (RFC 1337's hazard). Probe p09 9a.
TEST_F(TimeWaitTest, ResetEndsIt) {
  auto [client, server] = Connect();
  client.Close();
  Run(kQuiet);
  server.Close();
  Run();
  EXPECT_EQ(client.state(), TcpState::kTimeWait);
  Forge(server, client, {.flags = kRst, .seq = 2, .ack = 0});
  Run();
  EXPECT_EQ(client.state(), TcpState::kClosed);
  EXPECT_EQ(LadderText(), R"(
client                                  server
FIN-WAIT-1  --[1] F. 1:1(0) ack 1->     CLOSE-WAIT
FIN-WAIT-2  <-[2] .  1:1(0) ack 2--
TIME-WAIT   <-[3] F. 1:1(0) ack 2--     LAST-ACK
            --[4] .  2:2(0) ack 2->     CLOSED
CLOSED      <-[5] R  2:2(0)--------
)");
}

// With tcp_rfc1337 it does not. Probe p09 9b.
TEST_F(TimeWaitTest, ResetDoesNotEndItWithRfc1337) {
  TcpConfig config;
  config.rfc1337 = true;
  Client(config);
  auto [client, server] = Connect();
  client.Close();
  Run(kQuiet);
  server.Close();
  Run();
  Forge(server, client, {.flags = kRst, .seq = 2, .ack = 0});
  Run();
  EXPECT_EQ(client.state(), TcpState::kTimeWait);
  EXPECT_EQ(LadderText(), R"(
client                                  server
FIN-WAIT-1  --[1] F. 1:1(0) ack 1->     CLOSE-WAIT
FIN-WAIT-2  <-[2] .  1:1(0) ack 2--
TIME-WAIT   <-[3] F. 1:1(0) ack 2--     LAST-ACK
            --[4] .  2:2(0) ack 2->     CLOSED
            <-[5] R  2:2(0)--------
)");
}

}  // namespace
}  // namespace orderly
