// A server session against a peer whose bytes are all in the socket before it
// starts.

#include "protocol/server_session.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "protocol/codec.h"
#include "tests/protocol/memory_journal.h"
#include "tests/protocol/sockets.h"

namespace protocol {
namespace {

using std::chrono::milliseconds;

constexpr GoodbyeKind kKinds[] = {GoodbyeKind::kEof, GoodbyeKind::kCloseOk};

// "d1" record 1 durable, "G" goodbye heard, "F" the last message heard, "S"
// final message sent, "!" rupture, then the verdict.
class Witness final : public ServerObserver {
 public:
  const std::string& text() const { return text_; }

  void RecordDurable(uint64_t id) override {
    text_ += "d" + std::to_string(id) + " ";
  }
  void GoodbyeHeard() override { text_ += "G "; }
  void FinalMessageHeard() override { text_ += "F "; }
  void FinalMessageSent() override { text_ += "S "; }
  void Ruptured() override { text_ += "! "; }
  void Concluded(Verdict verdict) override {
    text_ += std::string(VerdictName(verdict)) + " ";
  }

 private:
  std::string text_;
};

struct Served {
  ServerReport report;
  std::string answers;
  std::string witness;
  std::string journal;
};

enum class Then { kEndStream, kReset, kStaySilent };

Served Serve(std::string_view bytes, Then then, ServerOptions options,
             char journal_fails_at = '\0',
             milliseconds idle_timeout = milliseconds(50)) {
  const Connected pair = Loopback();
  Write(pair.client, bytes);
  switch (then) {
    case Then::kEndStream:
      shutdown(pair.client, SHUT_WR);
      break;
    case Then::kReset:
      RunEnding(pair.client, Ending::kLinger0, {}, [](std::string_view) {});
      break;
    case Then::kStaySilent:
      break;
  }
  MemoryJournal journal(journal_fails_at);
  Witness witness;
  options.stream.idle_timeout = idle_timeout;
  options.ending_options.deadline = milliseconds(50);
  Served served;
  served.report = RunServerSession(pair.server, options, journal, witness);
  served.witness = witness.text();
  served.journal = journal.text();
  if (then != Then::kReset) {
    served.answers = ReadToEnd(pair.client);
    close(pair.client);
  }
  return served;
}

std::string Records(int count) {
  std::string bytes;
  for (int id = 1; id <= count; ++id) {
    std::string payload(100, '\0');
    FillPattern(static_cast<uint64_t>(id), payload);
    AppendMessage({.kind = MessageKind::kRecord,
                   .number = static_cast<uint64_t>(id),
                   .payload = payload},
                  bytes);
  }
  return bytes;
}

TEST(ServerSessionTest, CloseCommitsBeforeItsAnswer) {
  for (const bool non_blocking : {false, true}) {
    const Served served = Serve(Records(2) + "PING\nCLOSE\n", Then::kEndStream,
                                {.stream = {.non_blocking = non_blocking}});
    EXPECT_EQ(served.answers, "ACK 1\nACK 2\nCLOSE_OK\n");
    EXPECT_EQ(served.witness, "d1 d2 G F committed S ");
    EXPECT_EQ(served.journal, "rr|C|");
    EXPECT_EQ(served.report.verdict, Verdict::kCommitted);
    EXPECT_FALSE(served.report.stream.rupture);
    EXPECT_EQ(served.report.stream.ending.ended_by, EndedBy::kEof);
  }
}

TEST(ServerSessionTest, EofCommitsOnlyUnderEof) {
  const Served naive =
      Serve(Records(1), Then::kEndStream, {.goodbye = GoodbyeKind::kEof});
  EXPECT_EQ(naive.answers, "ACK 1\nBYE 1\n");
  EXPECT_EQ(naive.witness, "d1 G F committed S ");
  EXPECT_EQ(naive.journal, "r|C|");
  const Served careful = Serve(Records(1), Then::kEndStream, {});
  EXPECT_EQ(careful.answers, "ACK 1\n");
  EXPECT_EQ(careful.witness, "d1 ! rolled back ");
  EXPECT_EQ(careful.journal, "r|R|");
  EXPECT_EQ(careful.report.stream.reason,
            "the stream ended before the last message");
}

TEST(ServerSessionTest, EndInsideAMessageRollsBack) {
  for (const GoodbyeKind kind : kKinds) {
    for (const std::string tail : {"CLOS", "RECORD 2 5\nabcd", "CLOSE"}) {
      const Served served =
          Serve(Records(1) + tail, Then::kEndStream, {.goodbye = kind});
      EXPECT_EQ(served.journal, "r|R|") << tail;
      EXPECT_EQ(served.report.verdict, Verdict::kRolledBack);
      EXPECT_EQ(served.report.stream.reason,
                "the stream ended inside a message");
    }
  }
}

TEST(ServerSessionTest, ResetOrSilenceRollsBack) {
  for (const GoodbyeKind kind : kKinds) {
    for (const Then then : {Then::kReset, Then::kStaySilent}) {
      const Served served = Serve("PING\n", then, {.goodbye = kind});
      EXPECT_EQ(served.witness, "! rolled back ");
      EXPECT_EQ(served.journal, "R|");
      EXPECT_NE(served.report.stream.last_error, 0);
    }
  }
}

TEST(ServerSessionTest, WhatCameBeforeAResetCounts) {
  const Served served = Serve(Records(1) + "CLOSE\n", Then::kReset, {});
  EXPECT_EQ(served.journal, "r|C|");
  EXPECT_EQ(served.report.verdict, Verdict::kCommitted);
}

TEST(ServerSessionTest, NonsenseRollsBackAndIsLocated) {
  struct Case {
    std::string tail;
    std::string_view reason;
  };
  const Case cases[] = {
      {"RECORD 1 0\n", "a record is not the next one due"},
      {"RECORD 3 0\n", "a record is not the next one due"},
      {"ACK 1\n", "the client sent an ACK"},
      {"BYE 1\n", "the peer broke the protocol of closing"},
      {"CLOSE_OK\n", "the peer broke the protocol of closing"},
      {"close\n", "the peer sent a malformed message"},
  };
  for (const Case& c : cases) {
    const Served served = Serve(Records(1) + c.tail, Then::kStaySilent, {});
    EXPECT_EQ(served.report.stream.reason, c.reason) << c.tail;
    EXPECT_EQ(served.report.verdict, Verdict::kRolledBack) << c.tail;
    EXPECT_EQ(served.journal.back(), '|');
    EXPECT_EQ(served.journal[served.journal.size() - 2], 'R');
    if (served.report.stream.malformed) {
      EXPECT_EQ(served.report.stream.malformed->offset, Records(1).size());
    }
  }
}

TEST(ServerSessionTest, GoesFirstAndWaitsForBothAnswers) {
  const ServerOptions options = {.goes_first_after_records = 1};
  const std::string records = Records(1);
  // The client's answers are there before the server's CLOSE leaves: read in
  // pieces, as if they came later.
  ServerOptions slow = options;
  slow.stream.read_chunk = records.size();
  const Served finishing =
      Serve(records + "CLOSE_OK\nCLOSE\n", Then::kEndStream, slow);
  EXPECT_EQ(finishing.answers, "ACK 1\nCLOSE\nCLOSE_OK\n");
  EXPECT_EQ(finishing.witness, "d1 G F committed S ");
  EXPECT_EQ(finishing.report.state, GoodbyeState::kDone);
  const Served crossing =
      Serve(records + "CLOSE\nCLOSE_OK\n", Then::kEndStream, slow);
  EXPECT_EQ(crossing.answers, "ACK 1\nCLOSE\nCLOSE_OK\n");
  EXPECT_EQ(crossing.report.verdict, Verdict::kCommitted);
  EXPECT_EQ(crossing.report.state, GoodbyeState::kDone);
  const Served cut_off = Serve(records + "CLOSE\n", Then::kEndStream, slow);
  EXPECT_EQ(cut_off.report.state, GoodbyeState::kCutOff);
  EXPECT_EQ(cut_off.report.verdict, Verdict::kCommitted);
  EXPECT_FALSE(cut_off.report.heard_final_message);
  EXPECT_TRUE(cut_off.report.stream.rupture);
}

TEST(ServerSessionTest, RecordAfterTheAnswerToCloseIsAViolation) {
  const std::string records = Records(2);
  ServerOptions options = {.goes_first_after_records = 1};
  options.stream.read_chunk = records.size() / 2;
  const std::string second = records.substr(records.size() / 2);
  const Served served =
      Serve(records.substr(0, records.size() / 2) + "CLOSE_OK\n" + second,
            Then::kEndStream, options);
  EXPECT_EQ(served.report.stream.reason, "a record came after the goodbye");
  EXPECT_EQ(served.journal, "r|R|");
}

TEST(ServerSessionTest, NothingIsAcknowledgedThatIsNotDurable) {
  for (const char fails_at : {'r', '|'}) {
    const Served served =
        Serve(Records(1) + "CLOSE\n", Then::kEndStream, {}, fails_at);
    EXPECT_EQ(served.answers, "") << fails_at;
    EXPECT_EQ(served.witness, "! rolled back ") << fails_at;
    EXPECT_TRUE(served.report.journal_failed);
  }
}

TEST(ServerSessionTest, FailedCommitIsUnknownAndUnanswered) {
  const Served served =
      Serve(Records(1) + "CLOSE\n", Then::kEndStream, {}, 'C');
  EXPECT_EQ(served.answers, "ACK 1\n");
  EXPECT_EQ(served.witness, "d1 G F unknown ! ");
  EXPECT_TRUE(served.report.journal_failed);
}

TEST(ServerSessionTest, BeatsUntilItsFinalMessage) {
  const Served served =
      Serve("", Then::kStaySilent, {.heartbeat = milliseconds(10)}, '\0',
            milliseconds(300));
  EXPECT_EQ(served.answers.substr(0, 10), "PING\nPING\n");
  EXPECT_EQ(served.answers.size() % 5, 0u);
}

// As in a process that is being killed: every call fails, at once.
TEST(ServerSessionTest, EndsWhenEveryCallFails) {
  const Connected pair = Loopback();
  close(pair.server);
  for (const GoodbyeKind goodbye : kKinds) {
    MemoryJournal journal;
    const ServerReport report =
        RunServerSession(pair.server, {.goodbye = goodbye}, journal);
    EXPECT_EQ(report.verdict, Verdict::kRolledBack);
    EXPECT_EQ(report.stream.last_error, EBADF);
    EXPECT_EQ(journal.text(), "R|");
  }
  close(pair.client);
}

}  // namespace
}  // namespace protocol
