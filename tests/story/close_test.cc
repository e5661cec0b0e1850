// Connections that end as they should.
#include "gtest/gtest.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"
#include "sim/peer.h"
#include "sim/tcp/tcp_state.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

using CloseTest = StoryTest;

// Both close before either FIN arrives; each waits in CLOSING for the ACK of
// its own. RFC 9293, figure 13; probe p09 9h.
TEST_F(CloseTest, SideWhoseLastAckIsHeldWaitsInClosing) {
  auto [client, server] = Connect();
  HeldSegments last_ack = sim_.Hold(server >> client, IsPureAck());
  client.Close();
  server.Close();  // Before the client's FIN arrives: the FINs cross.
  Run();
  EXPECT_EQ(client.state(), TcpState::kClosing);
  last_ack.Release();
  Run();
  EXPECT_EQ(LadderText(), R"(
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

// One closes, the other reads to the end and closes: only the first waits in
// TIME-WAIT. RFC 9293, figure 12; probe p09 9i.
TEST_F(CloseTest, OneAfterTheOther) {
  auto [client, server] = Connect();
  client.Send("bye");
  client.Close();
  Run();
  EXPECT_EQ(Reads(server, 2), "bye, EOF");
  server.Close();
  Run();
  EXPECT_EQ(client.state(), TcpState::kTimeWait);
  EXPECT_EQ(server.state(), TcpState::kClosed);
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:4(3) ack 1->
FIN-WAIT-1  --[2] F. 4:4(0) ack 1->
                                   [1]
            <-[3] .  1:1(0) ack 4--
                                   [2]  CLOSE-WAIT
            [3]
TIME-WAIT   <-[4] F. 1:1(0) ack 5--     LAST-ACK
            --[5] .  5:5(0) ack 2->     CLOSED
)");
}

// SHUT_WR ends one direction only: the reply is still received. RFC 9293, 3.6;
// probe p03 3l.
TEST_F(CloseTest, HalfCloseWithAReply) {
  auto [client, server] = Connect();
  client.Send("question");
  client.Shutdown(Socket::How::kWrite);
  Run(kQuiet);
  EXPECT_EQ(client.state(), TcpState::kFinWait2);
  EXPECT_EQ(Reads(server, 2), "question, EOF");
  server.Send("answer");
  server.Close();
  Run();
  EXPECT_EQ(Reads(client, 2), "answer, EOF");
  client.Close();
  EXPECT_EQ(LadderText(), R"(
client                                    server
            --[1] P. 1:9(8) ack 1--->
FIN-WAIT-1  --[2] F. 9:9(0) ack 1--->
                                     [1]
            <-[3] .  1:1(0) ack 9----
                                     [2]  CLOSE-WAIT
            [3]
FIN-WAIT-2  <-[4] .  1:1(0) ack 10---
            <-[5] P. 1:7(6) ack 10---
            <-[6] F. 7:7(0) ack 10---     LAST-ACK
            [5]
            --[7] .  10:10(0) ack 7->
TIME-WAIT   [6]
            --[8] .  10:10(0) ack 8->
                                     [7]
                                     [8]  CLOSED
)");
}

// The FIN arrives first and waits: EOF comes only after the hole is filled, and
// nothing is lost. Probe p09 9k.
TEST_F(CloseTest, FinOvertakesData) {
  auto [client, server] = Connect();
  HeldSegments data = sim_.Hold(client >> server, HasData());
  client.Send("last words");
  client.Close();
  Run();
  EXPECT_EQ(server.state(), TcpState::kEstablished);
  EXPECT_EQ(Reads(server), "EAGAIN");
  data.Release();
  Run(kOneWay);
  EXPECT_EQ(Reads(server, 2), "last words, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                    server
            --[1] P. 1:11(10) ack 1-> held
FIN-WAIT-1  --[2] F. 11:11(0) ack 1->
            <-[3] .  1:1(0) ack 1----
                                     [1]  CLOSE-WAIT
            <-[4] .  1:1(0) ack 12---
)");
}

// Lost data is sent again after close(), together with the FIN: the kernel goes
// on for an application that has gone. Probes p05 5i, p15 15k.
TEST_F(CloseTest, LostTailIsSentAgain) {
  auto [client, server] = Connect();
  HeldSegments lost = sim_.Hold(client >> server, Any());
  client.Send("last words");
  client.Close();
  lost.Drop();
  Run(std::chrono::milliseconds(400));
  EXPECT_EQ(Reads(server, 2), "last words, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                     server
            --[1] P.  1:11(10) ack 1-> held
FIN-WAIT-1  --[2] F.  11:11(0) ack 1-> held
                                      [1]  lost
                                      [2]  lost
            --[3] FP. 1:11(10) ack 1->     CLOSE-WAIT
FIN-WAIT-2  <-[4] .   1:1(0) ack 12---
)");
}

}  // namespace
}  // namespace orderly
