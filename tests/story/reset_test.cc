// Resets, and who hears of them.
#include <cerrno>

#include "gtest/gtest.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"
#include "sim/peer.h"
#include "sim/tcp/tcp_state.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

using ResetTest = StoryTest;

// Linux keeps what was readable: data, then the error once, then EOF for ever.
// Probe p01 1a.
TEST_F(ResetTest, DataThenErrorThenEof) {
  auto [client, server] = Connect();
  client.Send("hello");
  Run(kQuiet);
  client.SetLinger(Duration(0));
  client.Close();
  Run();
  EXPECT_EQ(Reads(server, 4), "hello, ECONNRESET, EOF, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1->
            <-[2] .  1:1(0) ack 6--
CLOSED      --[3] R. 6:6(0) ack 1->     CLOSED
)");
}

// After a FIN a reader never hears of a reset; a writer does. Probes p01 1f,
// p14 14e.
TEST_F(ResetTest, AfterFin) {
  auto [client, server] = Connect();
  client.Send("hello");
  client.Shutdown(Socket::How::kWrite);
  Run(kQuiet);
  EXPECT_EQ(server.state(), TcpState::kCloseWait);
  client.SetLinger(Duration(0));
  client.Close();
  Run();
  EXPECT_EQ(Reads(server, 3), "hello, EOF, EOF");
  const IoResult sent = server.Send("x");
  EXPECT_EQ(Told(sent), "EPIPE");
  EXPECT_TRUE(sent.sigpipe);
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1->
FIN-WAIT-1  --[2] F. 6:6(0) ack 1->
                                   [1]
            <-[3] .  1:1(0) ack 6--
                                   [2]  CLOSE-WAIT
            [3]
FIN-WAIT-2  <-[4] .  1:1(0) ack 7--
CLOSED      --[5] R. 7:7(0) ack 1->     CLOSED
)");
}

// SO_ERROR eats the error: what follows looks like a clean close. Probe p01 1b.
TEST_F(ResetTest, ErrorConsumedBySoError) {
  auto [client, server] = Connect();
  client.Send("hello");
  Run(kQuiet);
  client.SetLinger(Duration(0));
  client.Close();
  Run();
  EXPECT_EQ(server.TakeError(), ECONNRESET);
  EXPECT_EQ(server.TakeError(), 0);
  EXPECT_EQ(Reads(server, 2), "hello, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1->
            <-[2] .  1:1(0) ack 6--
CLOSED      --[3] R. 6:6(0) ack 1->     CLOSED
)");
}

// A failed send eats it as well. Probe p01 1c.
TEST_F(ResetTest, ErrorConsumedBySend) {
  auto [client, server] = Connect();
  client.Send("hello");
  Run(kQuiet);
  client.SetLinger(Duration(0));
  client.Close();
  Run();
  EXPECT_EQ(Told(server.Send("x")), "ECONNRESET");
  EXPECT_EQ(Reads(server, 2), "hello, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1->
            <-[2] .  1:1(0) ack 6--
CLOSED      --[3] R. 6:6(0) ack 1->     CLOSED
)");
}

// The reset overtakes lost data: its number is not exact, so it is asked to
// prove itself, and the closed host does. RFC 5961, 3.2; probe p16 16h.
TEST_F(ResetTest, AheadOfLostData) {
  auto [client, server] = Connect();
  HeldSegments data = sim_.Hold(client >> server, HasData());
  client.Send("hello");
  client.SetLinger(Duration(0));
  client.Close();
  data.Drop();
  Run();
  EXPECT_EQ(server.state(), TcpState::kEstablished);
  Run();
  EXPECT_EQ(Reads(server, 2), "ECONNRESET, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1-> held
CLOSED      --[2] R. 6:6(0) ack 1->
                                   [1]  lost
                                   [2]
            <-[3] .  1:1(0) ack 1--
            --[4] R  1:1(0)------->     CLOSED
)");
}

// Data that arrives between the reset and its proof is accepted. Probe p09 9m.
TEST_F(ResetTest, AheadOfLateData) {
  auto [client, server] = Connect();
  HeldSegments data = sim_.Hold(client >> server, HasData());
  client.Send("hello");
  client.SetLinger(Duration(0));
  client.Close();
  Run(kOneWay);
  data.Release();
  Run(2 * kRtt);
  EXPECT_EQ(Reads(server, 3), "hello, ECONNRESET, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
            --[1] P. 1:6(5) ack 1-> held
CLOSED      --[2] R. 6:6(0) ack 1->
            <-[3] .  1:1(0) ack 1--
                                   [1]  released
            [3]
            --[4] R  1:1(0)------->
                                   [1]
            <-[5] .  1:1(0) ack 6--
                                   [4]
            [5]
            --[6] R  6:6(0)------->     CLOSED
)");
}

}  // namespace
}  // namespace orderly
