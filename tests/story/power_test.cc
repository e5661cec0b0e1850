// Power loss: nobody says anything.
#include "gtest/gtest.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"
#include "sim/peer.h"
#include "sim/tcp/tcp_state.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

using PowerTest = StoryTest;

// The server loses power and comes back without memory: a reader hears nothing
// (7g); what a writer sends is answered with a reset (7h). Probe p07.
TEST_F(PowerTest, LossAndReboot) {
  auto [client, server] = Connect();
  server.Send("half a reco");
  Run(kQuiet);
  server.host().PowerOff();
  Run(std::chrono::hours(2));
  EXPECT_EQ(Reads(client, 2), "half a reco, EAGAIN");
  server.host().PowerOn();
  client.Send("?");
  Run();
  EXPECT_EQ(Reads(client, 2), "ECONNRESET, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                    server
            <-[1] P. 1:12(11) ack 1--
            --[2] .  1:1(0) ack 12-->
                                          CLOSED
            --[3] P. 1:2(1) ack 12-->
CLOSED      <-[4] R  12:12(0)--------
)");
}

// While it is off, a writer gives up after tcp_retries2 (15): the first
// time-out that is 924.6 s after the first retransmission. Linux measured: 938
// s (p17 17a).
TEST_F(PowerTest, WriterTimesOut) {
  auto [client, server] = Connect();
  server.host().PowerOff();
  const Duration rto = client.connection()->rtt().rto();
  const Instant sent = sim_.now();
  client.Send("?");
  while (client.state() != TcpState::kClosed && sim_.Step(Instant::Never())) {
  }
  // RTOs doubled to 120 s, and then of 120 s: 16 transmissions.
  EXPECT_EQ(sim_.now() - sent, 1023 * rto + 6 * std::chrono::seconds(120));
  EXPECT_EQ(Reads(client, 2), "ETIMEDOUT, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                   server
                                         CLOSED
            --[1] P. 1:2(1) ack 1-->
            --[2] P. 1:2(1) ack 1-->
            --[3] P. 1:2(1) ack 1-->
            --[4] P. 1:2(1) ack 1-->
            --[5] P. 1:2(1) ack 1-->
            --[6] P. 1:2(1) ack 1-->
            --[7] P. 1:2(1) ack 1-->
            --[8] P. 1:2(1) ack 1-->
            --[9] P. 1:2(1) ack 1-->
            --[10] P. 1:2(1) ack 1->
            --[11] P. 1:2(1) ack 1->
            --[12] P. 1:2(1) ack 1->
            --[13] P. 1:2(1) ack 1->
            --[14] P. 1:2(1) ack 1->
            --[15] P. 1:2(1) ack 1->
            --[16] P. 1:2(1) ack 1->
CLOSED
)");
}

}  // namespace
}  // namespace orderly
