// A client session against a peer whose answers are all in the socket before
// it starts, read in pieces as if they came one after another.

#include "protocol/client_session.h"

#include <errno.h>

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/protocol/sockets.h"

namespace protocol {
namespace {

using std::chrono::milliseconds;

// "a1" record 1 acknowledged, "G" goodbye sent, "F" final message heard, "!"
// rupture, then the verdict.
class Witness final : public ClientObserver {
 public:
  const std::string& text() const { return text_; }

  void RecordAcknowledged(uint64_t id) override {
    text_ += "a" + std::to_string(id) + " ";
  }
  void GoodbyeSent() override { text_ += "G "; }
  void FinalMessageHeard() override { text_ += "F "; }
  void Ruptured() override { text_ += "! "; }
  void Concluded(Verdict verdict) override {
    text_ += std::string(VerdictName(verdict)) + " ";
  }

 private:
  std::string text_;
};

struct Ran {
  ClientReport report;
  std::string said;
  std::string witness;
};

enum class Then { kEndStream, kReset, kStaySilent };

Ran RunClient(std::string_view answers, Then then, ClientOptions options,
              std::vector<uint32_t> sizes = {2},
              milliseconds idle_timeout = milliseconds(50)) {
  const Connected pair = Loopback();
  Write(pair.server, answers);
  switch (then) {
    case Then::kEndStream:
      shutdown(pair.server, SHUT_WR);
      break;
    case Then::kReset:
      RunEnding(pair.server, Ending::kLinger0, {}, [](std::string_view) {});
      AwaitReset(pair.client);
      break;
    case Then::kStaySilent:
      break;
  }
  options.record_sizes = sizes;
  options.fill_payload = [](uint64_t, std::span<char> out) {
    for (char& c : out) c = '*';
  };
  options.stream.read_chunk = 6;  // "ACK 1\n", "CLOSE\n"
  options.stream.idle_timeout = idle_timeout;
  options.ending_options.deadline = milliseconds(50);
  Witness witness;
  Ran ran;
  ran.report = RunClientSession(pair.client, options, witness);
  ran.witness = witness.text();
  if (then != Then::kReset) {
    ran.said = ReadToEnd(pair.server);
    close(pair.server);
  }
  return ran;
}

TEST(ClientSessionTest, SaysCloseAfterItsLastAck) {
  for (const bool non_blocking : {false, true}) {
    const Ran ran = RunClient("ACK 1\nCLOSE_OK\n", Then::kEndStream,
                              {.stream = {.non_blocking = non_blocking}});
    EXPECT_EQ(ran.said, "RECORD 1 2\n**CLOSE\n");
    EXPECT_EQ(ran.witness, "a1 G F committed ");
    EXPECT_FALSE(ran.report.stream.rupture);
    EXPECT_EQ(ran.report.stream.ending.ended_by, EndedBy::kEof);
  }
}

TEST(ClientSessionTest, AnswersACloseThatCrossesItsOwn) {
  const Ran ran = RunClient("ACK 1\nCLOSE\nCLOSE_OK\n", Then::kEndStream, {});
  EXPECT_EQ(ran.said, "RECORD 1 2\n**CLOSE\nCLOSE_OK\n");
  EXPECT_EQ(ran.witness, "a1 G F committed ");
}

TEST(ClientSessionTest, FinishesWhenTheServerGoesFirst) {
  const Ran ran =
      RunClient("CLOSE\nACK 1\nCLOSE_OK\n", Then::kEndStream, {}, {2, 2, 2});
  EXPECT_EQ(ran.said, "RECORD 1 2\n**CLOSE_OK\nCLOSE\n");
  EXPECT_EQ(ran.report.records_sent, 1u);
  EXPECT_EQ(ran.witness, "a1 G F committed ");
}

TEST(ClientSessionTest, EndBeforeCloseIsRolledBackAfterItUnknown) {
  const Ran before = RunClient("", Then::kEndStream, {});
  EXPECT_EQ(before.witness, "! rolled back ");
  EXPECT_EQ(before.said, "RECORD 1 2\n**");
  const Ran after = RunClient("ACK 1\n", Then::kEndStream, {});
  EXPECT_EQ(after.witness, "a1 G ! unknown ");
  EXPECT_EQ(after.said, "RECORD 1 2\n**CLOSE\n");
}

TEST(ClientSessionTest, SilenceEndsInBoundedTime) {
  const Ran before = RunClient("", Then::kStaySilent, {});
  EXPECT_EQ(before.witness, "! rolled back ");
  const Ran after = RunClient("ACK 1\n", Then::kStaySilent, {});
  EXPECT_EQ(after.witness, "a1 G ! unknown ");
  EXPECT_EQ(after.report.stream.reason,
            "the peer was silent for the idle timeout");
}

TEST(ClientSessionTest, ReadsOnAfterAWriteError) {
  const Ran ran = RunClient("PING\nPING\n", Then::kReset, {});
  EXPECT_EQ(ran.report.stream.bytes_read, 10u);
  EXPECT_EQ(ran.report.stream.bytes_written, 0u);
  EXPECT_EQ(ran.witness, "! rolled back ");
}

TEST(ClientSessionTest, NonsenseIsARupture) {
  struct Case {
    std::string_view answers;
    std::string_view witness;
    std::string_view reason;
  };
  const Case cases[] = {
      {"ACK 2\n", "! rolled back ", "an ACK is not the next one due"},
      {"ACK 1\nACK 1\n", "a1 G ! unknown ", "an ACK is not the next one due"},
      {"CLOSE_OK\n", "! rolled back ",
       "the peer broke the protocol of closing"},
      {"ACK 1\nBYE 1\n", "a1 G ! unknown ",
       "the peer broke the protocol of closing"},
      {"RECORD 1 0\n", "! rolled back ", "the server sent a record"},
      {"HELLO\n", "! rolled back ", "the peer sent a malformed message"},
  };
  for (const Case& c : cases) {
    const Ran ran = RunClient(c.answers, Then::kStaySilent, {});
    EXPECT_EQ(ran.witness, c.witness) << c.answers;
    EXPECT_EQ(ran.report.stream.reason, c.reason) << c.answers;
  }
}

TEST(ClientSessionTest, EofHearsByeWhileItDrains) {
  const ClientOptions options = {.goodbye = GoodbyeKind::kEof};
  const Ran ran = RunClient("ACK 1\nPING\nBYE 1\n", Then::kEndStream, options);
  EXPECT_EQ(ran.said, "RECORD 1 2\n**");
  EXPECT_EQ(ran.witness, "a1 G F committed ");
  const Ran unconfirmed = RunClient("ACK 1\n", Then::kEndStream, options);
  EXPECT_EQ(unconfirmed.witness, "a1 G ! unknown ");
  const Ran miscounted = RunClient("ACK 1\nBYE 2\n", Then::kEndStream, options);
  EXPECT_EQ(miscounted.witness, "a1 G ! unknown ");
}

// Under eof a plain close would be the goodbye.
TEST(ClientSessionTest, EofBreaksOffByReset) {
  const Connected pair = Loopback();
  Write(pair.server, "HELLO\n");
  const std::vector<uint32_t> sizes = {2};
  const ClientReport report = RunClientSession(
      pair.client, {.goodbye = GoodbyeKind::kEof, .record_sizes = sizes});
  EXPECT_EQ(report.verdict, Verdict::kRolledBack);
  char bytes[100];
  EXPECT_EQ(recv(pair.server, bytes, sizeof(bytes), 0), 13);
  EXPECT_EQ(recv(pair.server, bytes, sizeof(bytes), 0), -1);
  EXPECT_EQ(errno, ECONNRESET);
  close(pair.server);
}

TEST(ClientSessionTest, HeartbeatsGoOnUntilCloseOkUnlessToldOtherwise) {
  for (const bool until_confirmed : {false, true}) {
    const Ran ran = RunClient("ACK 1\n", Then::kStaySilent,
                              {.heartbeat = milliseconds(10),
                               .heartbeats_until_confirmed = until_confirmed},
                              {2}, milliseconds(300));
    EXPECT_EQ(ran.said.find("CLOSE\nPING\n") != std::string::npos,
              until_confirmed)
        << ran.said;
  }
}

TEST(ClientSessionTest, LeavesTheFirstWordToTheServer) {
  const Ran ran = RunClient("ACK 1\nCLOSE\nCLOSE_OK\n", Then::kEndStream,
                            {.goodbye_delay = milliseconds(1000)});
  EXPECT_EQ(ran.said, "RECORD 1 2\n**CLOSE_OK\nCLOSE\n");
  EXPECT_EQ(ran.witness, "a1 G F committed ");
}

// As in a process that is being killed: every call fails, at once.
TEST(ClientSessionTest, EndsWhenEveryCallFails) {
  const Connected pair = Loopback();
  close(pair.client);
  const std::vector<uint32_t> sizes = {2};
  for (const GoodbyeKind goodbye : {GoodbyeKind::kEof, GoodbyeKind::kCloseOk}) {
    for (const bool non_blocking : {false, true}) {
      const ClientReport report = RunClientSession(
          pair.client, {.goodbye = goodbye,
                        .stream = {.non_blocking = non_blocking},
                        .record_sizes = sizes});
      EXPECT_EQ(report.verdict, Verdict::kRolledBack);
      EXPECT_EQ(report.stream.last_error, EBADF);
    }
  }
  close(pair.server);
}

}  // namespace
}  // namespace protocol
