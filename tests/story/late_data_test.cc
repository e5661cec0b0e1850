// Data that nobody reads, or that comes too late.
#include "gtest/gtest.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"
#include "sim/peer.h"
#include "sim/tcp/tcp_state.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

using LateDataTest = StoryTest;

// One unread byte makes close() a reset, which purges what was sent and not yet
// acknowledged. RFC 9293, 3.6.1 (SHLD-3); RFC 2525, 2.17; probe p02 2b.
TEST_F(LateDataTest, UnreadDataAtClose) {
  auto [client, server] = Connect();
  client.Send("x");
  Run(kQuiet);
  HeldSegments answer = sim_.Hold(server >> client, HasData());
  server.Send("answer");
  EXPECT_EQ(server.unread(), 1U);
  EXPECT_EQ(Told(server.Close()), "0");
  answer.Drop();
  Run();
  // The reset is ahead of what the client has: it asks, and is reset.
  Run();
  EXPECT_EQ(Reads(client, 2), "ECONNRESET, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:2(1) ack 1->
            <-[2] .  1:1(0) ack 2--
       held <-[3] P. 1:7(6) ack 2--
            <-[4] R. 7:7(0) ack 2--     CLOSED
lost        [3]
            [4]
            --[5] .  2:2(0) ack 1->
CLOSED      <-[6] R  1:1(0)--------
)");
}

// Peeked data is unread data. Probe p02 2c.
TEST_F(LateDataTest, PeekedDataAtClose) {
  auto [client, server] = Connect();
  client.Send("hello");
  Run(kQuiet);
  server.Peek();
  EXPECT_EQ(server.received(), "hello");
  server.Close();
  Run();
  EXPECT_EQ(Reads(client, 2), "ECONNRESET, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1->
            <-[2] .  1:1(0) ack 6--
CLOSED      <-[3] R. 1:1(0) ack 6--     CLOSED
)");
}

// Only early data is queued: that is a FIN, and the segment that fills the hole
// then draws the reset. Probe p02 2i.
TEST_F(LateDataTest, EarlyDataAtClose) {
  auto [client, server] = Connect();
  HeldSegments first = sim_.Hold(client >> server, HasData());
  client.Send("1");
  first.Open();
  client.socket()->connection().options().no_delay = true;
  client.Send("2");
  Run();
  EXPECT_EQ(server.unread(), 0U);
  server.Close();
  Run(kQuiet);
  EXPECT_EQ(server.state(), TcpState::kFinWait2);
  first.Release();
  Run();
  EXPECT_EQ(server.state(), TcpState::kClosed);
  EXPECT_EQ(Reads(client, 2), "EOF, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:2(1) ack 1-> held
            --[2] P. 2:3(1) ack 1->
            <-[3] .  1:1(0) ack 1--
CLOSE-WAIT  <-[4] F. 1:1(0) ack 1--     FIN-WAIT-1
            --[5] .  3:3(0) ack 2->     FIN-WAIT-2
                                   [1]  CLOSED
CLOSED      <-[6] R  1:1(0)--------
)");
}

// A heartbeat crosses the closer's last message, which was lost: the orphan
// answers new data with a reset, and the message is never sent again. Probes
// p16 16f, p03 3a.
TEST_F(LateDataTest, ToAnOrphanInFinWait1) {
  auto [client, server] = Connect();
  HeldSegments goodbye = sim_.Hold(server >> client, Any());
  server.Send("CLOSE_OK");
  server.Close();
  goodbye.Drop();
  client.Send("heartbeat");
  Run();
  EXPECT_EQ(server.state(), TcpState::kClosed);
  EXPECT_EQ(Reads(client, 2), "ECONNRESET, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                   server
       held <-[1] P. 1:9(8) ack 1---
       held <-[2] F. 9:9(0) ack 1---     FIN-WAIT-1
lost        [1]
lost        [2]
            --[3] P. 1:10(9) ack 1->     CLOSED
CLOSED      <-[4] R  1:1(0)---------
)");
}

// Without the heartbeat the same loss is repaired. Probe p16 16e.
TEST_F(LateDataTest, NoneToAnOrphanInFinWait1) {
  auto [client, server] = Connect();
  HeldSegments goodbye = sim_.Hold(server >> client, Any());
  server.Send("CLOSE_OK");
  server.Close();
  goodbye.Drop();
  client.Shutdown(Socket::How::kWrite);
  Run(std::chrono::milliseconds(400));
  EXPECT_EQ(Reads(client, 2), "CLOSE_OK, EOF");
  EXPECT_EQ(server.state(), TcpState::kTimeWait);
  EXPECT_EQ(LadderText(), R"(
client                                     server
       held <-[1] P.  1:9(8) ack 1----
       held <-[2] F.  9:9(0) ack 1----     FIN-WAIT-1
lost        [1]
lost        [2]
FIN-WAIT-1  --[3] F.  1:1(0) ack 1--->     CLOSING
FIN-WAIT-2  <-[4] .   10:10(0) ack 2--
TIME-WAIT   <-[5] FP. 1:9(8) ack 2----
            --[6] .   2:2(0) ack 10-->     TIME-WAIT
)");
}

// An orphan's FIN-WAIT-2 is a mini-socket: it takes a FIN and nothing else.
// Probes p03 3d, 3p.
TEST_F(LateDataTest, ToAnOrphanInFinWait2) {
  auto [client, server] = Connect();
  server.Close();
  Run(kQuiet);
  EXPECT_EQ(server.state(), TcpState::kFinWait2);
  EXPECT_EQ(Told(client.Send("late")), "4");
  Run();
  EXPECT_EQ(server.state(), TcpState::kClosed);
  // A FIN was seen, so that the reset is not told to a reader.
  EXPECT_EQ(Reads(client, 2), "EOF, EOF");
  EXPECT_EQ(Told(client.Send("more")), "EPIPE");
  EXPECT_EQ(LadderText(), R"(
client                                  server
CLOSE-WAIT  <-[1] F. 1:1(0) ack 1--     FIN-WAIT-1
            --[2] .  1:1(0) ack 2->     FIN-WAIT-2
            --[3] P. 1:5(4) ack 2->     CLOSED
CLOSED      <-[4] R  2:2(0)--------
)");
}

// SHUT_RDWR is as dangerous as close(): new data is answered with a reset,
// though the descriptor is open. Probe p03 3m.
TEST_F(LateDataTest, AfterShutRdwr) {
  auto [client, server] = Connect();
  server.Shutdown(Socket::How::kBoth);
  Run(kQuiet);
  EXPECT_EQ(Reads(server), "EOF");
  client.Send("late");
  Run();
  EXPECT_EQ(Reads(server, 2), "ECONNRESET, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
CLOSE-WAIT  <-[1] F. 1:1(0) ack 1--     FIN-WAIT-1
            --[2] .  1:1(0) ack 2->     FIN-WAIT-2
            --[3] P. 1:5(4) ack 2->     CLOSED
CLOSED      <-[4] R  2:2(0)--------
)");
}

// What was queued before SHUT_RDWR stays readable; close() with it unread is a
// reset. Probe p15 15a.
TEST_F(LateDataTest, BeforeShutRdwr) {
  auto [client, server] = Connect();
  client.Send("hello");
  Run(kQuiet);
  server.Shutdown(Socket::How::kBoth);
  server.Receive(2);
  EXPECT_EQ(server.received(), "he");
  server.Close();
  Run();
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1->
            <-[2] .  1:1(0) ack 6--
            <-[3] F. 1:1(0) ack 6--     FIN-WAIT-1
            <-[4] R. 2:2(0) ack 6--     CLOSED
CLOSE-WAIT  [3]
CLOSED      [4]
)");
}

// SHUT_RD says nothing on the wire; later data is acknowledged and can be read.
// Probe p03 3n.
TEST_F(LateDataTest, AfterShutRd) {
  auto [client, server] = Connect();
  server.Shutdown(Socket::How::kRead);
  EXPECT_EQ(Reads(server), "EOF");
  client.Send("late");
  Run();
  EXPECT_EQ(Reads(server, 2), "late, EOF");
  EXPECT_EQ(Told(server.Send("!")), "1");
  Run();
  EXPECT_EQ(Reads(client), "!");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:5(4) ack 1->
            <-[2] .  1:1(0) ack 5--
            <-[3] P. 1:2(1) ack 5--
            --[4] .  5:5(0) ack 2->
)");
}

// Draining to EOF before close() leaves nothing that could reset. Probe p16
// 16g.
TEST_F(LateDataTest, DrainedBeforeClose) {
  auto [client, server] = Connect();
  HeldSegments goodbye = sim_.Hold(server >> client, Any());
  server.Send("CLOSE_OK");
  server.Shutdown(Socket::How::kWrite);
  goodbye.Drop();
  client.Send("heartbeat");
  Run(std::chrono::milliseconds(400));
  EXPECT_EQ(Reads(client, 2), "CLOSE_OK, EOF");
  client.Close();
  Run();
  EXPECT_EQ(Reads(server, 2), "heartbeat, EOF");
  server.Close();
  EXPECT_EQ(LadderText(), R"(
client                                      server
       held <-[1] P.  1:9(8) ack 1-----
       held <-[2] F.  9:9(0) ack 1-----     FIN-WAIT-1
lost        [1]
lost        [2]
            --[3] P.  1:10(9) ack 1--->
            <-[4] .   10:10(0) ack 10--
CLOSE-WAIT  <-[5] FP. 1:9(8) ack 10----
            --[6] .   10:10(0) ack 10->     FIN-WAIT-2
LAST-ACK    --[7] F.  10:10(0) ack 10->     TIME-WAIT
CLOSED      <-[8] .   10:10(0) ack 11--
)");
}

}  // namespace
}  // namespace orderly
