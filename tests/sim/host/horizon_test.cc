// How long TCP waits before it gives up, and what it does then: probes p08 and
// p17. The RTO is 210 ms here, which is about that of the probes.
#include <algorithm>
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"

namespace orderly {
namespace {

class HorizonTest : public testing::Test {
 protected:
  HorizonTest() : rig_(RigConfig()) {}

  // The peer takes 1000 of 5000 bytes and closes its window.
  Socket& StuckBehindAZeroWindow() {
    rig_.peer_window = 1000;
    Socket& socket = rig_.Accepted();
    SendBytes(socket, 5000);
    EXPECT_EQ(rig_.Sent(), ". 1:501(500) ack 1, P. 501:1001(500) ack 1");
    rig_.Run(milliseconds(10));
    rig_.Send(". 1:1(0) ack 1001 win 0");
    EXPECT_EQ(rig_.Sent(), "-");
    return socket;
  }
  // Lets time pass; the peer answers whatever comes with `answer`. Returns how
  // many it answered.
  int Answering(Duration duration, std::string_view answer) {
    int answers = 0;
    const Instant end = rig_.now() + duration;
    while (rig_.now() < end && rig_.Where() != "GONE") {
      const Instant next = std::min(rig_.host().NextDeadline(), end);
      rig_.Run(next - rig_.now());
      if (rig_.Sent() == "-") continue;
      rig_.Send(answer);
      ++answers;
    }
    return answers;
  }
  double SecondsUntilGone(Instant since, Duration at_most) {
    const Instant end = since + at_most;
    while (rig_.now() < end && rig_.Where() != "GONE")
      rig_.Run(std::min(rig_.host().NextDeadline(), end) - rig_.now());
    return static_cast<double>((rig_.now() - since).count()) / 1e9;
  }
  Rig rig_;
};

TEST_F(HorizonTest, LiveDataIsSentFifteenTimesAndFailsAfter924SecondsAndMore) {
  Socket& socket = rig_.Accepted();  // 17a
  const Instant start = rig_.now();
  SendBytes(socket, 100);
  rig_.Run(milliseconds(934'829));
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
  rig_.Run(milliseconds(1));
  EXPECT_EQ(rig_.Where(), "GONE");
  const std::string p = " P. 1:101(100) ack 1";
  std::string sent;
  for (const char* at :
       {"0.000", "0.210", "0.630", "1.470", "3.150", "6.510", "13.230",
        "26.670", "53.550", "107.310", "214.830", "334.830", "454.830",
        "574.830", "694.830", "814.830"}) {
    sent += (sent.empty() ? "" : ", ") + (at + p);
  }
  EXPECT_EQ(rig_.SentAt(start), sent);
  EXPECT_EQ(Recv(socket), "ETIMEDOUT");
  EXPECT_EQ(Recv(socket), "EOF");
  EXPECT_EQ(SendBytes(socket), "EPIPE SIGPIPE");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=100 NSD=0");  // 8f
}

TEST_F(HorizonTest, OrphanedDataIsGivenUpAfterEightRetransmissions) {  // 8k
  Socket& socket = rig_.Accepted();
  const Instant start = rig_.now();
  SendBytes(socket, 100);
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "P. 1:101(100) ack 1, F. 101:101(0) ack 1");
  EXPECT_NEAR(SecondsUntilGone(start, seconds(900)), 107.31, 0.001);
  const std::string fp = " FP. 1:101(100) ack 1";
  std::string sent;
  for (const char* at : {"0.210", "0.630", "1.470", "3.150", "6.510", "13.230",
                         "26.670", "53.550"}) {
    sent += (sent.empty() ? "" : ", ") + (at + fp);
  }
  EXPECT_EQ(rig_.SentAt(start), sent);
  EXPECT_EQ(rig_.host().counters().abort_on_timeout, 1U);
}

TEST_F(HorizonTest, OrphanBehindAZeroWindowIsGivenUpThoughProbesAreAnswered) {
  Socket& socket = StuckBehindAZeroWindow();  // 8j
  const Instant start = rig_.now();
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-1 orphan");
  EXPECT_EQ(Answering(seconds(900), ". 1:1(0) ack 1001 win 0"), 10);
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_NEAR(static_cast<double>((rig_.now() - start).count()) / 1e9, 334.83,
              0.01);
  rig_.Send(". 1:1(0) ack 1001 win 60000");
  EXPECT_EQ(rig_.Sent(), "R 1001:1001(0)");
}

TEST_F(HorizonTest, OrphanWithOnlyAFinBehindAZeroWindowIsGivenUp) {  // 17c
  Socket& socket = rig_.Accepted();
  rig_.Send(". 1:1(0) ack 1 win 0");
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(Answering(seconds(900), ". 1:1(0) ack 1 win 0"), 10);
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(HorizonTest, OrphanRetriesAndRtoMaxShortenTheWait) {  // 8a, 8b
  for (const uint32_t retries : {0U, 3U}) {
    TcpConfig config = RigConfig();
    config.rto_max = seconds(1);
    config.orphan_retries = retries;
    Rig rig(config);
    rig.peer_window = 1000;
    Socket& socket = rig.Accepted();
    SendBytes(socket, 5000);
    rig.Run(milliseconds(10));
    rig.Send(". 1:1(0) ack 1001 win 0");
    socket.Close(/*wait_linger=*/false);
    rig.Sent();
    int probes = 0;
    for (int i = 0; i < 1000 && rig.Where() != "GONE"; ++i) {
      rig.Run(milliseconds(10));
      if (rig.Sent() == "-") continue;
      ++probes;
      rig.Send(". 1:1(0) ack 1001 win 0");
    }
    EXPECT_EQ(probes, 3) << retries;
    EXPECT_EQ(rig.Where(), "GONE") << retries;
  }
}

TEST_F(HorizonTest, LiveSocketProbesAnAnsweringPeerForEver) {  // 8c, 8d
  Socket& socket = StuckBehindAZeroWindow();
  Shut(socket, Socket::How::kWrite);
  const int probes =
      Answering(std::chrono::hours(5), ". 1:1(0) ack 1001 win 0");
  EXPECT_GT(probes, 100);
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-1");
  EXPECT_EQ(SoError(socket), "0");
  rig_.Send(". 1:1(0) ack 1001 win 60000");
  EXPECT_EQ(Queues(socket), "INQ=0 OUTQ=4001 NSD=0");
}

TEST_F(HorizonTest, LiveSocketGivesUpAfterFifteenUnansweredProbes) {
  Socket& socket = StuckBehindAZeroWindow();
  rig_.Run(std::chrono::hours(1));
  EXPECT_EQ(rig_.TakeSent().size(), 15U);
  EXPECT_EQ(SoError(socket), "ETIMEDOUT");
}

TEST_F(HorizonTest, FinWaitsForTheWindow) {  // 8g
  Socket& socket = rig_.Accepted();
  rig_.Send(". 1:1(0) ack 1 win 0");
  Shut(socket, Socket::How::kWrite);
  EXPECT_EQ(rig_.Sent(), "-");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-1");
  rig_.Run(milliseconds(600));
  EXPECT_EQ(rig_.Sent(), ". 0:0(0) ack 1");
  rig_.Send(". 1:1(0) ack 1 win 1");
  EXPECT_EQ(rig_.Sent(), "F. 1:1(0) ack 1");
}

// --- FIN-WAIT-2

TEST_F(HorizonTest, OrphanedFinWait2LastsSixtySeconds) {  // 17b
  rig_.Accepted().Close(/*wait_linger=*/false);
  rig_.Send(". 1:1(0) ack 2");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2 orphan");
  EXPECT_EQ(SecondsUntilGone(rig_.now(), seconds(900)), 60);
  rig_.Sent();
  rig_.Send("F. 1:1(0) ack 2");
  EXPECT_EQ(rig_.Sent(), "R 2:2(0)");
}

TEST_F(HorizonTest, LiveFinWait2HasNoTimer) {  // 8p
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger2 = seconds(1);
  Shut(socket, Socket::How::kWrite);
  rig_.Send(". 1:1(0) ack 2");
  rig_.Run(std::chrono::hours(24));
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2");
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(SecondsUntilGone(rig_.now(), seconds(900)), 1);
}

TEST_F(HorizonTest, Linger2IsTheLifeOfAnOrphansFinWait2) {  // 8l
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger2 = seconds(3);
  socket.Close(/*wait_linger=*/false);
  rig_.Send(". 1:1(0) ack 2");
  EXPECT_EQ(SecondsUntilGone(rig_.now(), seconds(900)), 3);
}

TEST_F(HorizonTest, NegativeLinger2ResetsWhenTheFinIsAcknowledged) {  // 8m
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger2 = seconds(-1);
  SendBytes(socket, 4);
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "P. 1:5(4) ack 1, F. 5:5(0) ack 1");
  rig_.Send(". 1:1(0) ack 6");
  EXPECT_EQ(rig_.Sent(), "R 6:6(0)");
  EXPECT_EQ(rig_.Where(), "GONE");
  EXPECT_EQ(rig_.host().counters().abort_on_data, 1U);
}

TEST_F(HorizonTest, NegativeLinger2ResetsAtCloseInFinWait2) {  // 8n
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger2 = seconds(-1);
  Shut(socket, Socket::How::kWrite);
  rig_.Send(". 1:1(0) ack 2");
  rig_.Sent();
  socket.Close(/*wait_linger=*/false);
  EXPECT_EQ(rig_.Sent(), "R. 2:2(0) ack 1");
  EXPECT_EQ(rig_.Where(), "GONE");
}

// 8o measured the first 30 s; tcp_keepalive_timer gives the mini-socket what is
// left, not another minute.
TEST_F(HorizonTest, LongLinger2KeepsTheFullSocketForTheFirstPart) {
  Socket& socket = rig_.Accepted();
  socket.connection().options().linger2 = seconds(90);
  socket.Close(/*wait_linger=*/false);
  rig_.Send(". 1:1(0) ack 2");
  const Instant start = rig_.now();
  EXPECT_NE(rig_.host().FindConnection(rig_.tuple()), nullptr);
  rig_.Run(seconds(30));
  EXPECT_EQ(rig_.host().FindConnection(rig_.tuple()), nullptr);
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2 orphan");
  EXPECT_EQ(SecondsUntilGone(start, seconds(900)), 60);
}

// The FIN that acknowledges ours is one that we have seen: the full socket
// stays, and its timer knows only the reset (tcp_keepalive_timer).
TEST_F(HorizonTest, OrphanThatSawAnOldFinIsResetWhenFinWait2IsOver) {
  rig_.Accepted().Close(/*wait_linger=*/false);
  rig_.Send("F. 0:0(0) ack 2");
  EXPECT_EQ(rig_.Where(), "FIN-WAIT-2 orphan");
  rig_.Sent();
  EXPECT_EQ(SecondsUntilGone(rig_.now(), seconds(900)), 60);
  EXPECT_EQ(rig_.Sent(), "R. 2:2(0) ack 1");
}

// --- TCP_USER_TIMEOUT

TEST_F(HorizonTest, UserTimeoutBoundsRetransmission) {  // 8q
  Socket& socket = rig_.Accepted();
  socket.connection().options().user_timeout = milliseconds(1500);
  const Instant start = rig_.now();
  SendBytes(socket, 10);
  rig_.Run(milliseconds(1709));
  EXPECT_EQ(rig_.SentAt(start),
            "0.000 P. 1:11(10) ack 1, 0.210 P. 1:11(10) ack 1, 0.630 P. "
            "1:11(10) ack 1, 1.470 P. 1:11(10) ack 1");
  EXPECT_EQ(Recv(socket), "EAGAIN");
  rig_.Run(milliseconds(1));
  EXPECT_EQ(Recv(socket), "ETIMEDOUT");
  EXPECT_EQ(rig_.Sent(), "-");
}

TEST_F(HorizonTest, UserTimeoutBoundsAnOrphan) {  // 8q
  Socket& socket = rig_.Accepted();
  socket.connection().options().user_timeout = milliseconds(1500);
  SendBytes(socket, 10);
  socket.Close(/*wait_linger=*/false);
  EXPECT_NEAR(SecondsUntilGone(rig_.now(), seconds(900)), 1.71, 0.001);
}

TEST_F(HorizonTest, UserTimeoutBoundsAZeroWindowThatIsAnswered) {  // 8r
  Socket& socket = StuckBehindAZeroWindow();
  socket.connection().options().user_timeout = milliseconds(1500);
  const Instant start = rig_.now();
  EXPECT_EQ(Answering(seconds(20), ". 1:1(0) ack 1001 win 0"), 3);
  EXPECT_NEAR(static_cast<double>((rig_.now() - start).count()) / 1e9, 1.71,
              0.001);
  EXPECT_EQ(SoError(socket), "ETIMEDOUT");
}

TEST_F(HorizonTest, UserTimeoutOfAZeroWindowStartsAgainWhenItOpened) {
  Socket& socket = StuckBehindAZeroWindow();
  socket.connection().options().user_timeout = milliseconds(1500);
  Answering(milliseconds(1000), ". 1:1(0) ack 1001 win 0");
  rig_.Send(". 1:1(0) ack 1001 win 60000");
  rig_.Send(". 1:1(0) ack 5001 win 0");
  SendBytes(socket, 100, 5001);
  rig_.Sent();
  Answering(milliseconds(1600), ". 1:1(0) ack 5001 win 0");
  EXPECT_EQ(SoError(socket), "0");
}

// --- SO_KEEPALIVE, idle 1 s, interval 1 s, 2 probes

class KeepAliveTest : public HorizonTest {
 protected:
  static void KeepAlive(Socket& socket) {
    SocketOptions& options = socket.connection().options();
    options.keep_alive = true;
    socket.SetOptionsChanged();
    options.keep_idle = seconds(1);
    socket.SetOptionsChanged();
    options.keep_interval = seconds(1);
    options.keep_count = 2;
    socket.SetOptionsChanged();
  }
};

TEST_F(KeepAliveTest, ResetsASilentPeer) {  // 8s
  Socket& socket = rig_.Accepted();
  const Instant start = rig_.now();
  KeepAlive(socket);
  rig_.Run(seconds(10));
  EXPECT_EQ(
      rig_.SentAt(start),
      "1.000 . 0:0(0) ack 1, 2.000 . 0:0(0) ack 1, 3.000 R. 1:1(0) ack 1");
  EXPECT_EQ(Recv(socket), "ETIMEDOUT");
  EXPECT_EQ(Recv(socket), "EOF");
}

TEST_F(KeepAliveTest, GoesOnWithAnAnsweringPeer) {
  Socket& socket = rig_.Accepted();
  KeepAlive(socket);
  EXPECT_EQ(Answering(milliseconds(20'500), ". 1:1(0) ack 1"), 20);
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
}

TEST_F(KeepAliveTest, IsSilentWhileDataIsUnacknowledged) {  // 8t
  Socket& socket = rig_.Accepted();
  KeepAlive(socket);
  SendBytes(socket, 2);
  rig_.Sent();
  rig_.Run(seconds(5));
  for (const Segment& segment : rig_.TakeSent())
    EXPECT_EQ(segment.payload.size(), 2U);
  EXPECT_EQ(rig_.Where(), "ESTABLISHED");
}

TEST_F(KeepAliveTest, WorksInFinWait2) {  // 8u
  Socket& socket = rig_.Accepted();
  KeepAlive(socket);
  Shut(socket, Socket::How::kWrite);
  rig_.Send(". 1:1(0) ack 2");
  rig_.Sent();
  rig_.Run(seconds(10));
  EXPECT_EQ(rig_.Sent(), ". 1:1(0) ack 1, . 1:1(0) ack 1, R. 2:2(0) ack 1");
  EXPECT_EQ(Recv(socket), "ETIMEDOUT");
}

// --- SYN

TEST_F(HorizonTest, SynIsSentTenTimesMoreFourOfThemWithoutBackOff) {
  const Instant start = rig_.now();
  Socket& socket = rig_.Connecting();
  rig_.Run(milliseconds(130'999));
  const std::string s = " S 0:0(0)";
  std::string sent;
  for (const char* at : {"0.000", "1.000", "2.000", "3.000", "4.000", "5.000",
                         "7.000", "11.000", "19.000", "35.000", "67.000"}) {
    sent += (sent.empty() ? "" : ", ") + (at + s);
  }
  EXPECT_EQ(rig_.SentAt(start), sent);
  EXPECT_EQ(SoError(socket), "0");
  rig_.Run(milliseconds(1));
  EXPECT_EQ(SoError(socket), "ETIMEDOUT");
}

}  // namespace
}  // namespace orderly
