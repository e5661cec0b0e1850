// Connections that nobody accepts.
#include "gtest/gtest.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"
#include "sim/peer.h"
#include "sim/tcp/tcp_state.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

using ListenTest = StoryTest;

// No listener: the SYN is answered with a reset. RFC 9293, 3.5.2.
TEST_F(ListenTest, ConnectionRefused) {
  Host& near = sim_.HostNamed("client");
  Peer listener = Peer::Listening(sim_, sim_.HostNamed("server"), 7, 8);
  listener.Close();
  Peer client = Peer::Connecting(sim_, near, listener);
  Run();
  EXPECT_EQ(client.state(), TcpState::kClosed);
  EXPECT_EQ(Reads(client, 2), "ECONNREFUSED, EOF");
  EXPECT_EQ(WholeLadder(), R"(
client                                  server
SYN-SENT    --[1] S  0:0(0)------->
CLOSED      <-[2] R. 0:0(0) ack 1--
)");
}

// A listener closes: a child that nobody accepted is reset, and the data that
// TCP had acknowledged for it is lost. Probe p10 10a.
TEST_F(ListenTest, ClosedWithAnUnacceptedChild) {
  Host& near = sim_.HostNamed("client");
  Peer listener = Peer::Listening(sim_, sim_.HostNamed("server"), 7, 8);
  Peer client = Peer::Connecting(sim_, near, listener);
  Run(2 * kRtt);
  client.Send("order");
  Run(kQuiet);
  EXPECT_EQ(client.unacknowledged(), 0U);  // "The peer has it."
  listener.Close();
  Run();
  EXPECT_EQ(Reads(client, 2), "ECONNRESET, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1->
            <-[2] .  1:1(0) ack 6--
CLOSED      <-[3] R. 1:1(0) ack 6--     CLOSED
)");
}

// A half-open child vanishes without a word; its last ACK draws a reset. Probe
// p10 10b.
TEST_F(ListenTest, ClosedWithAHalfOpenChild) {
  Host& near = sim_.HostNamed("client");
  Peer listener = Peer::Listening(sim_, sim_.HostNamed("server"), 7, 8);
  Peer client = Peer::Connecting(sim_, near, listener);
  HeldSegments last_ack = sim_.Hold(client >> listener, IsPureAck());
  Run();
  EXPECT_EQ(client.state(), TcpState::kEstablished);
  listener.Close();
  last_ack.Release();
  Run();
  EXPECT_EQ(Reads(client), "ECONNRESET");
  EXPECT_EQ(WholeLadder(), R"(
client                                  server
SYN-SENT    --[1] S  0:0(0)------->     SYN-RECEIVED
ESTABLISHED <-[2] S. 0:0(0) ack 1--
            --[3] .  1:1(0) ack 1-> held
                                        CLOSED
                                   [3]
CLOSED      <-[4] R  1:1(0)--------
)");
}

// Connect, send, close: all before accept(), and nothing is lost. Probes p10
// 10g, 10o.
TEST_F(ListenTest, AcceptedAfterTheClientHasGone) {
  Host& near = sim_.HostNamed("client");
  Peer listener = Peer::Listening(sim_, sim_.HostNamed("server"), 7, 8);
  Peer client = Peer::Connecting(sim_, near, listener);
  Run(2 * kRtt);
  client.Send("order");
  client.Close();
  Run(kQuiet);
  Peer server = listener.Accept();
  EXPECT_EQ(Reads(server, 2), "order, EOF");
  server.Close();
  Run();
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1->
FIN-WAIT-1  --[2] F. 6:6(0) ack 1->
                                   [1]
            <-[3] .  1:1(0) ack 6--
                                   [2]  CLOSE-WAIT
            [3]
FIN-WAIT-2  <-[4] .  1:1(0) ack 7--
TIME-WAIT   <-[5] F. 1:1(0) ack 7--     LAST-ACK
            --[6] .  7:7(0) ack 2->     CLOSED
)");
}

}  // namespace
}  // namespace orderly
