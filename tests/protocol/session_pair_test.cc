// A server session against a client session in a forked process, over
// 127.0.0.1.

#include <signal.h>
#include <sys/wait.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "protocol/client_session.h"
#include "protocol/server_session.h"
#include "tests/protocol/memory_journal.h"
#include "tests/protocol/sockets.h"

namespace protocol {
namespace {

using std::chrono::milliseconds;

struct Outcome {
  Verdict client = Verdict::kUnknown;
  bool client_heard_final = false;
  bool client_killed = false;
  ServerReport server;
  std::string journal;
};

// The child's exit status.
int Coded(const ClientReport& report) {
  return static_cast<int>(report.verdict) | (report.heard_final_message << 4);
}

void LimitBuffers(int fd, int bytes) {
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

Outcome RunPair(const ClientOptions& client, const ServerOptions& server,
                ClientObserver& observer, int buffer_bytes = 0) {
  const Connected pair = Loopback();
  if (buffer_bytes > 0) {
    LimitBuffers(pair.client, buffer_bytes);
    LimitBuffers(pair.server, buffer_bytes);
  }
  const pid_t child = fork();
  if (child == 0) {
    close(pair.server);
    _exit(Coded(RunClientSession(pair.client, client, observer)));
  }
  close(pair.client);
  MemoryJournal journal;
  Outcome outcome;
  outcome.server = RunServerSession(pair.server, server, journal);
  outcome.journal = journal.text();
  int status = 0;
  waitpid(child, &status, 0);
  outcome.client_killed = WIFSIGNALED(status);
  if (WIFEXITED(status)) {
    outcome.client = static_cast<Verdict>(WEXITSTATUS(status) & 0xf);
    outcome.client_heard_final = (WEXITSTATUS(status) & 0x10) != 0;
  }
  return outcome;
}

Outcome RunPair(const ClientOptions& client, const ServerOptions& server,
                int buffer_bytes = 0) {
  ClientObserver nobody;
  return RunPair(client, server, nobody, buffer_bytes);
}

class SessionPairTest : public ::testing::TestWithParam<bool> {
 protected:
  ClientOptions Client(GoodbyeKind goodbye) const {
    return {.goodbye = goodbye,
            .stream = {.non_blocking = GetParam()},
            .record_sizes = sizes_};
  }
  ServerOptions Server(GoodbyeKind goodbye) const {
    return {.goodbye = goodbye, .stream = {.non_blocking = GetParam()}};
  }

  std::vector<uint32_t> sizes_ = {10, 0, 5000};
};

INSTANTIATE_TEST_SUITE_P(NonBlocking, SessionPairTest, ::testing::Bool());

TEST_P(SessionPairTest, CloseOkCommitsOnBothSidesUnderEveryClientEnding) {
  for (const Ending ending : AllEndings()) {
    ClientOptions client = Client(GoodbyeKind::kCloseOk);
    client.ending = ending;
    client.ending_options.sleep = milliseconds(5);
    const Outcome outcome = RunPair(client, Server(GoodbyeKind::kCloseOk));
    EXPECT_EQ(outcome.client, Verdict::kCommitted) << EndingName(ending);
    EXPECT_TRUE(outcome.client_heard_final) << EndingName(ending);
    EXPECT_EQ(outcome.server.verdict, Verdict::kCommitted);
    EXPECT_TRUE(outcome.server.heard_final_message);
    EXPECT_EQ(outcome.server.records_durable, 3u);
    EXPECT_EQ(outcome.journal, "r|r|r|C|");
  }
}

TEST_P(SessionPairTest, EofIsConfirmedOnlyByAnEndingThatReads) {
  struct Case {
    Ending ending;
    Verdict client;
    Verdict server;
  };
  const Case cases[] = {
      {Ending::kClose, Verdict::kUnknown, Verdict::kCommitted},
      {Ending::kShutdownWrClose, Verdict::kUnknown, Verdict::kCommitted},
      {Ending::kShutdownWrDrainClose, Verdict::kCommitted, Verdict::kCommitted},
      {Ending::kOutqClose, Verdict::kUnknown, Verdict::kCommitted},
      {Ending::kLinger0, Verdict::kUnknown, Verdict::kRolledBack},
  };
  for (const Case& c : cases) {
    ClientOptions client = Client(GoodbyeKind::kEof);
    client.ending = c.ending;
    const Outcome outcome = RunPair(client, Server(GoodbyeKind::kEof));
    EXPECT_EQ(outcome.client, c.client) << EndingName(c.ending);
    EXPECT_EQ(outcome.server.verdict, c.server) << EndingName(c.ending);
  }
}

TEST_P(SessionPairTest, TinyBuffersAndSlowReadersFinish) {
  sizes_.assign(15, 6000);
  for (const GoodbyeKind goodbye : {GoodbyeKind::kEof, GoodbyeKind::kCloseOk}) {
    ClientOptions client = Client(goodbye);
    client.pipeline_depth = sizes_.size();
    client.stream.read_chunk = 3;
    client.heartbeat = milliseconds(5);
    // The kernel moves bytes between such buffers by its window probes.
    client.ending_options.deadline = std::chrono::seconds(20);
    ServerOptions server = Server(goodbye);
    server.stream.read_chunk = 3000;
    server.stream.read_pause = milliseconds(1);
    server.heartbeat = milliseconds(1);
    const Outcome outcome = RunPair(client, server, /*buffer_bytes=*/8000);
    EXPECT_EQ(outcome.client, Verdict::kCommitted);
    EXPECT_EQ(outcome.server.verdict, Verdict::kCommitted);
    EXPECT_EQ(outcome.server.records_durable, sizes_.size());
    EXPECT_EQ(outcome.journal.find('x'), std::string::npos);
  }
}

TEST_P(SessionPairTest, ServerThatGoesFirstIsAnsweredAndCommits) {
  sizes_.assign(50, 100);
  ClientOptions client = Client(GoodbyeKind::kCloseOk);
  client.pipeline_depth = 4;
  ServerOptions server = Server(GoodbyeKind::kCloseOk);
  server.goes_first_after_records = 5;
  const Outcome outcome = RunPair(client, server);
  EXPECT_EQ(outcome.client, Verdict::kCommitted);
  EXPECT_EQ(outcome.server.verdict, Verdict::kCommitted);
  EXPECT_EQ(outcome.server.state, GoodbyeState::kDone);
  EXPECT_GE(outcome.server.records_durable, 5u);
}

TEST_P(SessionPairTest, GoodbyesAtTheSameTimeFinish) {
  for (const milliseconds delay : {milliseconds(0), milliseconds(1)}) {
    ClientOptions client = Client(GoodbyeKind::kCloseOk);
    ServerOptions server = Server(GoodbyeKind::kCloseOk);
    server.goes_first_after_records = 3;
    server.goes_first_delay = delay;
    client.goodbye_delay = delay;
    const Outcome outcome = RunPair(client, server);
    EXPECT_EQ(outcome.client, Verdict::kCommitted);
    EXPECT_EQ(outcome.server.state, GoodbyeState::kDone);
    EXPECT_TRUE(outcome.server.heard_final_message);
  }
}

// What kill -9 leaves is an end of the stream between two messages.
class KillAtLastAck final : public ClientObserver {
 public:
  explicit KillAtLastAck(uint64_t last) : last_(last) {}
  void RecordAcknowledged(uint64_t id) override {
    if (id == last_) raise(SIGKILL);
  }

 private:
  uint64_t last_;
};

TEST_P(SessionPairTest, KilledClientIsRolledBackUnderCloseOk) {
  KillAtLastAck kill(sizes_.size());
  const Outcome outcome = RunPair(Client(GoodbyeKind::kCloseOk),
                                  Server(GoodbyeKind::kCloseOk), kill);
  EXPECT_TRUE(outcome.client_killed);
  EXPECT_EQ(outcome.server.verdict, Verdict::kRolledBack);
  EXPECT_EQ(outcome.journal, "r|r|r|R|");
}

// The hazard of goodbye `eof`: nobody asked for this commit.
TEST_P(SessionPairTest, KilledClientIsCommittedUnderEof) {
  KillAtLastAck kill(sizes_.size() - 1);
  const Outcome outcome =
      RunPair(Client(GoodbyeKind::kEof), Server(GoodbyeKind::kEof), kill);
  EXPECT_TRUE(outcome.client_killed);
  EXPECT_EQ(outcome.server.verdict, Verdict::kCommitted);
  EXPECT_EQ(outcome.journal, "r|r|C|");
}

TEST_P(SessionPairTest, SecondHandleDelaysTheEndOfTheStream) {
  ClientOptions client = Client(GoodbyeKind::kCloseOk);
  client.ending = Ending::kClose;
  client.ending_options.second_handle = milliseconds(200);
  const Outcome outcome = RunPair(client, Server(GoodbyeKind::kCloseOk));
  EXPECT_EQ(outcome.client, Verdict::kCommitted);
  EXPECT_EQ(outcome.server.stream.ending.ended_by, EndedBy::kEof);
  EXPECT_GE(outcome.server.stream.ending.took, milliseconds(50));
}

}  // namespace
}  // namespace protocol
