#include "protocol/ending.h"

#include <errno.h>
#include <fcntl.h>

#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "tests/protocol/sockets.h"

namespace protocol {
namespace {

using std::chrono::milliseconds;

EndingReport End(int fd, Ending ending, const EndingOptions& options = {}) {
  return RunEnding(fd, ending, options, [](std::string_view) {});
}

bool IsOpen(int fd) { return fcntl(fd, F_GETFD) != -1; }

TEST(EndingTest, NamesParseBack) {
  std::string names;
  for (const Ending ending : AllEndings()) {
    const auto parsed = ParseEnding(EndingName(ending));
    ASSERT_TRUE(parsed.ok()) << EndingName(ending);
    EXPECT_EQ(*parsed, ending);
    names += std::string(EndingName(ending)) + "\n";
  }
  EXPECT_EQ(names,
            "close\nshutdown-wr,close\nshutdown-wr,drain,close\n"
            "shutdown-rdwr,close\nlinger0\nlinger5\noutq,close\nsleep,close\n");
}

TEST(EndingTest, UnknownNameListsTheNames) {
  EXPECT_EQ(ParseEnding("drain").status().message(),
            "unknown ending \"drain\": choose one of close | shutdown-wr,close "
            "| shutdown-wr,drain,close | shutdown-rdwr,close | linger0 | "
            "linger5 | outq,close | sleep,close");
}

TEST(EndingTest, EveryEndingClosesTheHandle) {
  const EndingOptions options = {.deadline = milliseconds(20),
                                 .sleep = milliseconds(5)};
  for (const Ending ending : AllEndings()) {
    for (const bool non_blocking : {false, true}) {
      const Connected pair = Loopback();
      if (non_blocking) fcntl(pair.client, F_SETFL, O_NONBLOCK);
      const EndingReport report = End(pair.client, ending, options);
      EXPECT_FALSE(IsOpen(pair.client)) << EndingName(ending);
      EXPECT_EQ(report.error, 0) << EndingName(ending);
      char byte = 0;
      const ssize_t size = recv(pair.server, &byte, 1, 0);
      EXPECT_EQ(size, ending == Ending::kLinger0 ? -1 : 0)
          << EndingName(ending);
      close(pair.server);
    }
  }
}

TEST(EndingTest, DrainHandsOverWhatThePeerSaysUntilItsEnd) {
  const Connected pair = Loopback();
  Write(pair.server, "BYE 1\n");
  shutdown(pair.server, SHUT_WR);
  std::string heard;
  const EndingReport report =
      RunEnding(pair.client, Ending::kShutdownWrDrainClose, {},
                [&](std::string_view bytes) { heard += bytes; });
  EXPECT_EQ(report.ended_by, EndedBy::kEof);
  EXPECT_EQ(report.drained, 6u);
  EXPECT_EQ(heard, "BYE 1\n");
  close(pair.server);
}

TEST(EndingTest, DrainEndsAtItsDeadline) {
  const Connected pair = Loopback();
  const EndingReport report = End(pair.client, Ending::kShutdownWrDrainClose,
                                  {.deadline = milliseconds(20)});
  EXPECT_EQ(report.ended_by, EndedBy::kDeadline);
  EXPECT_GE(report.took, milliseconds(20));
  close(pair.server);
}

TEST(EndingTest, DrainEndsAtItsByteLimit) {
  const Connected pair = Loopback();
  Write(pair.server, std::string(5000, 'x'));
  const EndingReport report =
      End(pair.client, Ending::kShutdownWrDrainClose, {.drain_limit = 4999});
  EXPECT_EQ(report.ended_by, EndedBy::kByteLimit);
  EXPECT_EQ(report.drained, 4999u);
  close(pair.server);
}

TEST(EndingTest, DrainTellsAReset) {
  const Connected pair = Loopback();
  End(pair.server, Ending::kLinger0);
  const EndingReport report = End(pair.client, Ending::kShutdownWrDrainClose);
  EXPECT_NE(report.error, 0);
  EXPECT_FALSE(IsOpen(pair.client));
}

TEST(EndingTest, OutqWaitsForAPeerThatDoesNotRead) {
  const Connected pair = Loopback();
  fcntl(pair.client, F_SETFL, O_NONBLOCK);
  const std::string much(64 * 1024, 'x');
  while (send(pair.client, much.data(), much.size(), MSG_NOSIGNAL) > 0) {
  }
  const EndingReport report =
      End(pair.client, Ending::kOutqClose, {.deadline = milliseconds(20)});
  EXPECT_EQ(report.ended_by, EndedBy::kDeadline);
  EXPECT_GE(report.took, milliseconds(20));
  close(pair.server);
}

TEST(EndingTest, SecondHandleKeepsTheConnectionOpen) {
  const Connected pair = Loopback();
  const Nanos start = MonotonicNow();
  const EndingReport report =
      End(pair.client, Ending::kClose, {.second_handle = milliseconds(30)});
  const Nanos elapsed = MonotonicNow() - start;
  EXPECT_GE(elapsed, milliseconds(30));
  EXPECT_LE(report.took, elapsed - milliseconds(30));
  EXPECT_EQ(Read(pair.server, 1), "");
  close(pair.server);
}

TEST(EndingTest, ClosedHandleIsAnErrorOfEveryEnding) {
  const Connected pair = Loopback();
  close(pair.client);
  for (const Ending ending : AllEndings()) {
    const EndingReport report =
        End(pair.client, ending, {.sleep = milliseconds(1)});
    EXPECT_EQ(report.ended_by, EndedBy::kError) << EndingName(ending);
    EXPECT_EQ(report.error, EBADF) << EndingName(ending);
  }
  close(pair.server);
}

}  // namespace
}  // namespace protocol
