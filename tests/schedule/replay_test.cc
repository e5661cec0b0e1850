// Schedules as a person writes them: what they do, and that one which no longer
// applies says so.
#include "schedule/replay.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "schedule/parser.h"
#include "schedule/scribe.h"
#include "search/check.h"

namespace orderly {
namespace {

constexpr char kStory[] = R"(close-schedule 1
row close-ok server close client close
heartbeat client 20ms

client send "CLOSE"
server send "CLOSE_OK"
net lose s>c "CLOSE_OK"
server close
client send "PING"
net deliver s>c rst
client recv ECONNRESET

expect client unknown
expect server committed
expect broken goodbye-heard by data-after-close
)";

ScheduleRun RunText(const std::string& text) {
  const absl::StatusOr<Schedule> schedule = ParseSchedule("x.close", text);
  EXPECT_TRUE(schedule.ok()) << schedule.status();
  return RunSchedule(*schedule);
}

std::string StaleOf(const std::string& text) {
  const ScheduleRun run = RunText(text);
  return run.stale.has_value() ? MisfitText("x.close", *run.stale) : "fits";
}

// The story with a piece of it replaced.
std::string With(const std::string& piece, const std::string& other) {
  std::string text = kStory;
  text.replace(text.rfind(piece), piece.size(), other);
  return text;
}

TEST(ScheduleReplayTest, AHandWrittenStoryBreaksItsPromise) {
  const ScheduleRun run = RunText(kStory);
  EXPECT_FALSE(run.stale.has_value()) << MisfitText("x.close", *run.stale);
  ASSERT_TRUE(run.outcome.Violates(Promise::kGoodbyeHeard));
  // The token of the run is the same run.
  const Replay replay = ReplayToken(run.token, /*keep_trace=*/false);
  EXPECT_EQ(replay.stale, std::nullopt);
  EXPECT_EQ(replay.outcome.digest, run.outcome.digest);
}

TEST(ScheduleReplayTest, OddsThatAreSaidAreTaken) {
  EXPECT_EQ(StaleOf(With("heartbeat", "choice scenario.16.0=2/4\nheartbeat")),
            "fits");
}

TEST(ScheduleReplayTest, StepsAreAddressedByMeaning) {
  // Records before it move the numbers of all segments and calls.
  EXPECT_EQ(StaleOf(With("heartbeat", "records 6\npipeline 4\nheartbeat")),
            "fits");
  EXPECT_EQ(StaleOf(With("heartbeat", "record-size 3000\nheartbeat")), "fits");
}

TEST(ScheduleReplayTest, WhatNoLongerAppliesIsStale) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {With("net lose s>c \"CLOSE_OK\"", "net lose s>c \"BYE\""),
       "x.close:7: step 'net lose s>c \"BYE\"' never applied: the server sent "
       "none"},
      {With("server close", "server close\nnet lose s>c \"CLOSE_OK\""),
       "x.close:9: step 'net lose s>c \"CLOSE_OK\"' never applied: that "
       "segment "
       "was sent, but another step had decided its fate, or the network makes "
       "no faults there (it was cut off, had made four, or had healed)"},
      {With("server close", "server shutdown SHUT_WR"),
       "x.close:8: anchor 'server shutdown SHUT_WR' never happened: the server "
       "never called 'shutdown'"},
      {With("client recv ECONNRESET", "client recv end"),
       "x.close:11: anchor 'client recv end' never happened: what there was of "
       "the client's recv: \"ACK 1\", ECONNRESET"},
      {With("net deliver s>c rst", "net deliver s>c rst 7"),
       "x.close:10: anchor 'net deliver s>c rst 7' never happened: the server "
       "sent 3 of them, not 7"},
      {With("net lose s>c \"CLOSE_OK\"", "net lose s>c ack 9"),
       "x.close:7: step 'net lose s>c ack 9' never applied: the server sent 2 "
       "of them, not 9"},
      {With("net lose s>c \"CLOSE_OK\"", "net lose s>c \"CLOSE_OK\" again 2"),
       "x.close:7: step 'net lose s>c \"CLOSE_OK\" again 2' never applied: the "
       "server did not send it again"},
      {With("net lose s>c \"CLOSE_OK\"", "choice fate.5.4=1/9"),
       "x.close:7: step 'choice fate.5.4=1/9' never applied: there are 7 "
       "possible values there now"},
      {With("server close\nclient send \"PING\"",
            "client recv ECONNRESET\nserver close"),
       "x.close:9: anchor 'server close' happened only before 'client recv "
       "ECONNRESET' (line 8), which stands above it"},
      {With("net lose s>c \"CLOSE_OK\"\nserver close",
            "server close\nnet lose s>c \"CLOSE_OK\""),
       "x.close:8: step 'net lose s>c \"CLOSE_OK\"' was decided before 'server "
       "close' (line 7), which stands above it"},
      {With("server close", "kill server before send \"NEVER\""),
       "x.close:8: step 'kill server before send \"NEVER\"' never applied: the "
       "server never called 'send \"NEVER\"'"},
      {With("server close", "kill server before recv 9"),
       "x.close:8: step 'kill server before recv 9' never applied: the server "
       "called 'recv' 3 times, not 9 times"},
      {With("server close", "kill server before send 9 after send \"ACK 1\""),
       "x.close:8: step 'kill server before send 9 after send \"ACK 1\"' never "
       "applied: the server called 'send' once after that, not 9 times"},
      {With("server close", "short-read client half at recv 2"),
       "x.close:8: step 'short-read client half at recv 2' never "
       "applied: that "
       "call was made, but there was nothing to decide"},
      {With("server close", "run client first at start turn 9"),
       "x.close:8: step 'run client first at start turn 9' never applied: it "
       "did not wait there for another so often"},
  };
  for (const auto& [text, stale] : cases) EXPECT_EQ(StaleOf(text), stale);
}

TEST(ScheduleReplayTest, WhatIsExpectedAndNotSoIsStale) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {With("heartbeat", "partition-lasts 3000ms\nheartbeat"),
       "x.close:3: setting 'partition-lasts 3000ms' never applied: no other "
       "line makes it matter"},
      {With("net lose s>c \"CLOSE_OK\"", "choice random.1.0=3/65536"),
       "x.close:7: step 'choice random.1.0=3/65536' never applied: the run "
       "asked 0 decisions of that place"},
      {With("client unknown", "client committed"),
       "x.close:13: expectation 'expect client committed' is not so: the "
       "client ends "
       "with 'unknown'"},
      {With("by data-after-close", "by linger0"),
       "x.close:15: expectation 'expect broken goodbye-heard by linger0' is "
       "not so: "
       "it "
       "is broken by data-after-close"},
      {With("broken goodbye-heard by data-after-close", "broken both-finish"),
       "x.close:15: expectation 'expect broken both-finish' is not so: it "
       "holds now"},
      {With("broken goodbye-heard by data-after-close", "held all"),
       "x.close:15: expectation 'expect held all' is not so: goodbye-heard is "
       "broken "
       "now"},
  };
  for (const auto& [text, stale] : cases) EXPECT_EQ(StaleOf(text), stale);
}

TEST(ScheduleReplayTest, TheRowThatHoldsMakesTheStoryStale) {
  EXPECT_NE(StaleOf(With("server close client",
                         "server shutdown-wr,drain,close client")),
            "fits");
}

TEST(ScheduleReplayTest, CallsAreKilledPausedAndShortened) {
  const std::string head =
      "close-schedule 1\nrow close-ok server shutdown-wr,drain,close client "
      "close\n";
  EXPECT_EQ(StaleOf(head + "server recv \"CLOSE\"\n"
                           "kill server before send \"CLOSE_OK\"\n"
                           "expect server committed\nexpect held all\n"),
            "fits");
  EXPECT_EQ(
      StaleOf(head + "kill server before fsync 2\n"
                     "pause server 80ms before poll after send \"ACK 1\"\n"
                     "short-read server 1-byte at recv\n"
                     "run client first at start\nexpect held all\n"),
      "fits");
}

// Its step is where a reader sees it: before or behind the call that sent the
// segment, and never before what is told above it.
TEST(ScheduleReplayTest, AStepStandsBetweenItsAnchors) {
  EXPECT_EQ(StaleOf(With("server send \"CLOSE_OK\"\nnet lose s>c \"CLOSE_OK\"",
                         "net lose s>c \"CLOSE_OK\"\nserver send "
                         "\"CLOSE_OK\"")),
            "fits");
  const std::string head =
      "close-schedule 1\nrow close-ok server close client close\n";
  EXPECT_EQ(StaleOf(head + "server send \"ACK 1\"\npause client 80ms before "
                           "socket\nexpect held all\n"),
            "x.close:4: step 'pause client 80ms before socket' was decided "
            "before 'server send \"ACK 1\"' (line 3), which stands above it");
  EXPECT_EQ(StaleOf(head + "kill server before send \"CLOSE_OK\"\nclient send "
                           "\"CLOSE\"\nexpect held all\n"),
            "x.close:4: anchor 'client send \"CLOSE\"' happened only before "
            "'kill server before send \"CLOSE_OK\"' (line 3), which stands "
            "above it");
}

// The listener is closed as soon as somebody came.
TEST(ScheduleReplayTest, TheCloseOfAListenerIsNotThatOfASession) {
  const std::string head =
      "close-schedule 1\nrow close-ok server close client close\n";
  EXPECT_EQ(StaleOf(head + "server send \"CLOSE_OK\"\nkill server before "
                           "close\nexpect held all\n"),
            "fits");
  EXPECT_EQ(StaleOf(head + "kill server before close 2\nexpect held all\n"),
            "x.close:3: step 'kill server before close 2' never applied: the "
            "server called 'close' once, not 2 times");
  // It has a name of its own, for both.
  EXPECT_EQ(StaleOf(head + "pause server 5ms before close-listener\n"
                           "server close-listener\nserver recv \"CLOSE\"\n"
                           "server close\nexpect held all\n"),
            "fits");
}

// What strikes is addressed by meaning, too: events before it do not move it.
TEST(ScheduleReplayTest, StrikesFollowWhatTheyName) {
  const std::string row =
      "close-schedule 1\nrow close-ok server close client close\n";
  for (const std::string setting : {"", "records 6\n", "record-size 3000\n"}) {
    EXPECT_EQ(StaleOf(row + setting +
                      "server send \"CLOSE_OK\"\n"
                      "forge rst s>c after server send \"CLOSE_OK\"\n"
                      "client recv ECONNRESET\n"
                      "expect client unknown\nexpect held all\n"),
              "fits");
    EXPECT_EQ(StaleOf(row + setting +
                      "power off server 300ms after net deliver c>s \"CLOSE\"\n"
                      "expect client unknown\nexpect server rolled back\n"
                      "expect held all\n"),
              "fits");
  }
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"cut network 300ms after client send \"BYE\"",
       "the client never called 'send \"BYE\"'"},
      {"cut network 300ms after net deliver s>c fin 2",
       "the server sent 1 of them, not 2"},
      {"power off client after server send \"CLOSE_OK\" event 999",
       "there were 5 events from there, not 999"},
  };
  for (const auto& [step, why] : cases) {
    std::string said = "x.close:3: step '";
    said.append(step).append("' never applied: ").append(why);
    EXPECT_EQ(StaleOf(row + step + "\nexpect held all\n"), said);
  }
}

TEST(ScheduleReplayTest, RemarksStandBehindTheStepsOfTheTape) {
  // A fate, the heartbeat, and the odds of fates.
  const Tape tape = RunText(kStory).token.tape;
  ASSERT_EQ(tape.size(), 3U);
  const std::vector<std::string> remarks = {"needed", "any value", "lost"};
  const absl::StatusOr<Schedule> schedule =
      ScheduleOf({RunText(kStory).token.row, {}, tape}, remarks);
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  const std::string text = ScheduleText(*schedule);
  EXPECT_NE(text.find("net lose s>c \"CLOSE_OK\"                   # needed\n"),
            std::string::npos)
      << text;
  EXPECT_NE(
      text.find("heartbeat client 20ms                     # any value\n"),
      std::string::npos)
      << text;
}

TEST(ScheduleReplayTest, AStaleTokenIsNotWritten) {
  const Tape tape = *Tape::FromText("fate.5.4=1/7");
  const absl::StatusOr<Schedule> schedule =
      ScheduleOf({RunText(kStory).token.row, {}, tape});
  EXPECT_EQ(schedule.status().message(),
            "step 1 'fate.5.4=1/7' was never reached: the run asked 0 "
            "decisions of that place");
}

}  // namespace
}  // namespace orderly
