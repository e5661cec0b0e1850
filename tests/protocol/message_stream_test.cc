#include "protocol/message_stream.h"

#include <errno.h>

#include <string>
#include <variant>

#include "gtest/gtest.h"
#include "protocol/ending.h"
#include "tests/protocol/sockets.h"

namespace protocol {
namespace {

using std::chrono::milliseconds;

class MessageStreamTest : public ::testing::TestWithParam<bool> {
 protected:
  ~MessageStreamTest() override {
    close(pair_.client);
    if (pair_.server != -1) close(pair_.server);
  }

  StreamOptions Options() const { return {.non_blocking = GetParam()}; }

  void ResetByServer() {
    RunEnding(pair_.server, Ending::kLinger0, {}, [](std::string_view) {});
    pair_.server = -1;
    AwaitReset(pair_.client);
  }

  Connected pair_ = Loopback();
};

INSTANTIATE_TEST_SUITE_P(NonBlocking, MessageStreamTest, ::testing::Bool());

TEST_P(MessageStreamTest, WriteErrorLeavesWhatThePeerSaidReadable) {
  MessageStream stream(pair_.client, Options());
  Write(pair_.server, "CLOSE_OK\n");
  ResetByServer();
  stream.Write({.kind = MessageKind::kPing});
  stream.Flush();
  EXPECT_TRUE(stream.write_failed());
  EXPECT_EQ(stream.pending(), 0u);
  ASSERT_EQ(stream.Receive(kNever), StreamEvent::kBytes);
  EXPECT_EQ(stream.Next(), Decoded(Message{.kind = MessageKind::kCloseOk}));
  // The failed write took the error: recv() shows an end of the stream.
  EXPECT_EQ(stream.Receive(kNever), StreamEvent::kEof);
}

TEST_P(MessageStreamTest, ResetIsARuptureWithItsError) {
  MessageStream stream(pair_.client, Options());
  ResetByServer();
  EXPECT_EQ(stream.Receive(kNever), StreamEvent::kRupture);
  EXPECT_EQ(stream.last_error(), ECONNRESET);
}

TEST_P(MessageStreamTest, SilenceIsARupture) {
  StreamOptions options = Options();
  options.idle_timeout = milliseconds(10);
  MessageStream stream(pair_.client, options);
  EXPECT_EQ(stream.Receive(kNever), StreamEvent::kRupture);
  EXPECT_EQ(stream.last_error(), ETIMEDOUT);
}

TEST_P(MessageStreamTest, ReceiveReturnsAtItsDeadline) {
  MessageStream stream(pair_.client, Options());
  const Nanos deadline = stream.now() + milliseconds(5);
  EXPECT_EQ(stream.Receive(deadline), StreamEvent::kQuiet);
  EXPECT_GE(stream.now(), deadline);
}

TEST_P(MessageStreamTest, WithoutTimersItBlocksUntilThePeerSpeaks) {
  StreamOptions options = Options();
  options.idle_timeout = milliseconds(0);
  MessageStream stream(pair_.client, options);
  Write(pair_.server, "PING\n");
  EXPECT_EQ(stream.Receive(kNever), StreamEvent::kBytes);
  EXPECT_EQ(stream.Next(), Decoded(Message{.kind = MessageKind::kPing}));
}

TEST_P(MessageStreamTest, SlowReaderReadsChunkByChunk) {
  StreamOptions options = Options();
  options.read_chunk = 2;
  options.read_pause = milliseconds(3);
  MessageStream stream(pair_.client, options);
  Write(pair_.server, "PING\n");
  const Nanos start = stream.now();
  int chunks = 0;
  while (!std::holds_alternative<Message>(stream.Next())) {
    if (stream.Receive(kNever) == StreamEvent::kBytes) ++chunks;
  }
  EXPECT_EQ(chunks, 3);
  EXPECT_GE(stream.now() - start, milliseconds(6));
}

TEST_P(MessageStreamTest, FullSocketNeverBlocksAndOutputFollowsLater) {
  MessageStream stream(pair_.client, Options());
  const size_t size = kMaxPayload;
  const size_t records = 12;
  for (uint64_t id = 1; id <= records; ++id) {
    FillPattern(id, stream.WriteRecord(id, size));
  }
  const uint64_t queued = stream.queued();
  stream.Flush();
  EXPECT_GT(stream.pending(), 0u);
  EXPECT_EQ(stream.Receive(stream.now()), StreamEvent::kQuiet);
  Decoder decoder;
  uint64_t received = 0;
  while (received < records) {
    const std::span<char> space = decoder.Space(4096);
    const ssize_t got = recv(pair_.server, space.data(), space.size(), 0);
    ASSERT_GT(got, 0);
    decoder.Filled(static_cast<size_t>(got));
    const Decoded decoded = decoder.Next();
    if (const auto* message = std::get_if<Message>(&decoded)) {
      ++received;
      EXPECT_EQ(message->number, received);
      EXPECT_TRUE(IsPattern(received, message->payload));
    }
    stream.Flush();
  }
  EXPECT_EQ(stream.written(), queued);
  EXPECT_EQ(stream.queued(), queued);
}

}  // namespace
}  // namespace protocol
