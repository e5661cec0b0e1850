// What a .close file may say, and what is said where it says something else.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "schedule/parser.h"

namespace orderly {
namespace {

constexpr char kHead[] =
    "close-schedule 1\nrow close-ok server close client close\n";

std::string ErrorOf(const std::string& text) {
  const absl::StatusOr<Schedule> schedule = ParseSchedule("x.close", text);
  return schedule.ok() ? "accepted" : std::string(schedule.status().message());
}

// Of one line behind the head: it is line 3.
std::string ErrorOfLine(const std::string& line) {
  return ErrorOf(kHead + line + "\n");
}

TEST(ScheduleParserTest, TextOfEveryKindOfLineIsItself) {
  const std::string text =
      "close-schedule 1\n"
      "row eof server shutdown-wr,drain,close client linger5\n"
      "stack client windows\n"
      "stack server bsd\n"
      "records 3\n"
      "heartbeat client 20ms\n"
      "rcvbuf server 4096\n"
      "first-word both\n"
      "power-off client at 25ms\n"
      "power-back-after 300ms\n"
      "partition at 45ms\n"
      "partition-lasts 3000ms\n"
      "\n"
      "run client first at start\n"
      "run server first at poll 2 after send \"ACK 1\" turn 3\n"
      "client send \"CLOSE\"\n"
      "server recv end\n"
      "server recv ECONNRESET\n"
      "server shutdown SHUT_WR\n"
      "net lose s>c \"CLOSE_OK\"\n"
      "net repeat c>s fin 2\n"
      "net delay 60ms s>c ack 3\n"
      "net outage 1200ms c>s data 1 again 2\n"
      "net lose c>s syn again\n"
      "net deliver s>c rst\n"
      "kill server before send \"CLOSE_OK\"\n"
      "pause client 80ms before recv 2 after send \"PING\" 4\n"
      "short-read client half at recv 3\n"
      "short-write server 1-byte at send \"ACK 2\"\n"
      "interrupt client 3ms at poll 2\n"
      "spurious server 40ms at poll\n"
      "no-memory client at send \"CLOSE\"\n"
      "forge rst c>s after start\n"
      "power off client 300ms after net deliver c>s fin 2 again event 3\n"
      "power off server after server recv 2 after send \"ACK 1\"\n"
      "cut network 12000ms after client send \"CLOSE\" event 2\n"
      "choice random.1.0=3/65536\n"
      "\n"
      "expect client rolled back\n"
      "expect server committed\n"
      "expect broken agree by data-after-close\n"
      "expect broken both-finish\n";
  const absl::StatusOr<Schedule> schedule = ParseSchedule("x.close", text);
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  std::string again = ScheduleText(*schedule);
  // "1" and "again 1" are what no number means.
  std::string expected = text;
  expected.replace(expected.find("data 1 again"), 6, "data");
  EXPECT_EQ(again, expected);
  EXPECT_EQ(schedule->steps.front().line, 14);
  EXPECT_EQ(schedule->expectations.back().line, 42);
}

TEST(ScheduleParserTest, CommentsAreForReadersAndStayBehindTheirSteps) {
  const absl::StatusOr<Schedule> schedule = ParseSchedule(
      "x.close", "# seed 7\nclose-schedule 1\n\n" + std::string(kHead + 17) +
                     "heartbeat client 20ms # any value\n"
                     "net lose s>c ack#1\n");
  EXPECT_EQ(schedule.status().message(),
            "x.close:6:14: expected a kind of segment or a text in quotes "
            "(syn, syn-ack, ack, data, fin, rst), found 'ack#1'");
  const absl::StatusOr<Schedule> fits =
      ParseSchedule("x.close", std::string(kHead) +
                                   "heartbeat client 20ms # any value\n"
                                   "net lose s>c ack  ## needed \n"
                                   "expect held all\n");
  ASSERT_TRUE(fits.ok()) << fits.status();
  EXPECT_EQ(fits->settings[0].remark, "any value");
  EXPECT_EQ(fits->steps[0].remark, "needed");
  EXPECT_EQ(ParseSchedule("x.close", ScheduleText(*fits))->steps[0].remark,
            "needed");
}

TEST(ScheduleParserTest, APlainValueIsNoDecision) {
  const absl::StatusOr<Schedule> schedule =
      ParseSchedule("x.close", std::string(kHead) +
                                   "records 1\nnagle off\nsndbuf client "
                                   "default\nhandle-me\n");
  EXPECT_FALSE(schedule.ok());
  const absl::StatusOr<Schedule> plain = ParseSchedule(
      "x.close",
      std::string(kHead) +
          "records 1\nnagle off\nsndbuf client default\nexpect held all\n");
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_TRUE(plain->settings.empty());
}

TEST(ScheduleParserTest, RefusesWhatIsNoScheduleOfThisVersion) {
  EXPECT_EQ(ErrorOf(""),
            "x.close:1:1: expected 'close-schedule 1', the first line of a "
            "schedule, found the end of the file");
  EXPECT_EQ(ErrorOf("o1:close-ok:close:close:-:-:1234\n"),
            "x.close:1:1: expected 'close-schedule 1', the first line of a "
            "schedule, found 'o1:close-ok:close:close:-:-:1234'");
  EXPECT_EQ(ErrorOf("close-schedule 2\n"),
            "x.close:1:16: expected version 1, the only one that this program "
            "reads, found '2'");
  EXPECT_EQ(ErrorOf("close-schedule 1\n"),
            "x.close:1:17: expected a line 'row GOODBYE server ENDING client "
            "ENDING', found the end of the file");
  EXPECT_EQ(ErrorOf(std::string(kHead) + (kHead + 17)),
            "x.close:3:1: expected one row only, found a second");
}

TEST(ScheduleParserTest, SaysWhereWhatWasExpected) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"nett lose s>c ack",
       "x.close:3:1: expected a line of a schedule: row, stack, net, kill, "
       "pause, short-read, short-write, interrupt, spurious, no-memory, run, "
       "forge, power, cut, choice, client, server, expect, or a setting "
       "(records, record-size, "
       "pipeline, heartbeat, reads-every, first-word, rcvbuf, sndbuf, "
       "non-blocking, second-handle, nagle, one-way, power-off, "
       "power-back-after, partition, partition-lasts), found 'nett'"},
      {"net drop s>c ack",
       "x.close:3:5: expected what the network does (lose, repeat, delay, "
       "outage, deliver), found 'drop'"},
      {"net lose s->c ack",
       "x.close:3:10: expected a direction (c>s, s>c), found 's->c'"},
      {"net delay 61ms s>c ack",
       "x.close:3:11: expected a time (15ms, 60ms, 450ms), found '61ms'"},
      {"net lose s>c ack 0",
       "x.close:3:18: expected a whole number from 1 to 1000000, found '0'"},
      {"net lose s>c ack 2 3",
       "x.close:3:20: expected the end of the line, found '3'"},
      {"net lose s>c \"CLOSE_OK",
       "x.close:3:14: expected a text between two '\"', found '\"CLOSE_OK'"},
      {"heartbeat 20ms",
       "x.close:3:11: expected who (client, server), found '20ms'"},
      {"heartbeat client 21ms",
       "x.close:3:18: expected a value of 'heartbeat client' (off, 20ms, 7ms, "
       "33ms, 55ms, 120ms), found '21ms'"},
      {"stack client solaris",
       "x.close:3:14: expected a stack (linux, rfc9293, windows, bsd), found "
       "'solaris'"},
  };
  for (const auto& [line, error] : cases) EXPECT_EQ(ErrorOfLine(line), error);
}

TEST(ScheduleParserTest, SaysWhereAStepOrAnExpectationIsNone) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"kill server at send", "x.close:3:13: expected 'before', found 'at'"},
      {"kill server before",
       "x.close:3:19: expected a call (fsync, socket, bind, listen, accept, "
       "connect, getsockname, getpeername, setsockopt, getsockopt, shutdown, "
       "recv, send, close, close-listener, dup, fcntl, ioctl, poll, select, "
       "clock_gettime, sleep, getrandom), found the end of the line"},
      {"forge syn s>c after start",
       "x.close:3:7: expected what strikes (rst s>c, rst c>s), found 'syn s>c "
       "after start'"},
      {"power off server before send",
       "x.close:3:18: expected 'after', found 'before'"},
      {"cut network 300ms after close",
       "x.close:3:25: expected what it strikes after (start, net, client, "
       "server), found 'close'"},
      {"choice fate.5.4",
       "x.close:3:8: expected one decision, as a token has it: "
       "random.1.0=3/65536, found 'fate.5.4'"},
      {"expect broken everything",
       "x.close:3:15: expected a promise (acked-survives, goodbye-heard, "
       "agree, rupture-rolls-back, stream-intact, both-finish), found "
       "'everything'"},
      {"expect client happy",
       "x.close:3:15: expected how it ends (committed, rolled back, unknown, "
       "killed, nothing), found 'happy'"},
      {"records 3\nrecords 2",
       "x.close:4:1: expected one 'records' only, found a second"},
      {"client se\x01nd",
       "x.close:3:8: expected printable ASCII characters, found 'se?nd'"},
  };
  for (const auto& [line, error] : cases) EXPECT_EQ(ErrorOfLine(line), error);
}

TEST(ScheduleParserTest, AScheduleSaysWhatComesOfTheRun) {
  const std::string without =
      "expected a line 'expect held all' or 'expect broken PROMISE', found the "
      "end of the file";
  EXPECT_EQ(ErrorOf(kHead), "x.close:2:39: " + without);
  // A belief alone is no verdict.
  EXPECT_EQ(ErrorOfLine("expect client unknown"), "x.close:3:22: " + without);
  // As of a file that was cut off: the place is one that there is.
  EXPECT_EQ(ErrorOfLine("client send \"CLOSE\"\n\n# the"),
            "x.close:5:1: " + without);
  EXPECT_EQ(ErrorOfLine("expect held all"), "accepted");
  EXPECT_EQ(ErrorOfLine("expect broken agree"), "accepted");
  EXPECT_EQ(ErrorOf("\xEF\xBB\xBF" + std::string(kHead) + "expect held all"),
            "accepted");
  EXPECT_EQ(ErrorOf(std::string(kHead) + std::string(9'997, '\n') +
                    "expect held all\n"),
            "accepted");
  EXPECT_EQ(ErrorOf(std::string(kHead) + std::string(9'998, '\n') +
                    "expect held all\n"),
            "x.close:10001:1: expected at most 10000 lines, found another one");
}

TEST(ScheduleParserTest, AMistypedAnchorIsNoStory) {
  const std::string calls =
      "expected a call (fsync, socket, bind, listen, accept, connect, "
      "setsockopt, getsockopt, shutdown, recv, send, close, close-listener, "
      "dup, ioctl, poll, select, sleep, exit), found ";
  const std::string errors =
      "EACCES, EADDRINUSE, EADDRNOTAVAIL, EAGAIN, EBADF, ECONNABORTED, "
      "ECONNREFUSED, ECONNRESET, EHOSTUNREACH, EINPROGRESS, EINTR, EINVAL, "
      "EISCONN, EMFILE, ENETUNREACH, ENOBUFS, ENOPROTOOPT, ENOTCONN, EPIPE, "
      "EPROTO, ETIMEDOUT), found ";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"client sned \"CLOSE\"", "x.close:3:8: " + calls + "'sned'"},
      {"server frobnicate", "x.close:3:8: " + calls + "'frobnicate'"},
      {"server close()", "x.close:3:8: " + calls + "'close()'"},
      {"client recv ECONNRST",
       "x.close:3:13: expected what the call returned (end, " + errors +
           "'ECONNRST'"},
      {"server shutdown end",
       "x.close:3:17: expected what the call returned (SHUT_RD, SHUT_WR, "
       "SHUT_RDWR, " +
           errors + "'end'"},
      {"client read \"ACK 1\"",
       "x.close:3:8: expected 'recv', as all is called that reads, found "
       "'read'"},
      {"kill client before write",
       "x.close:3:20: expected 'send', as all is called that writes, found "
       "'write'"},
      {"server close \"CLOSE\"",
       "x.close:3:14: expected the end of the line: only send and recv have a "
       "text, found 'CLOSE'"},
      {"kill server before recv \"CLOSE\"",
       "x.close:3:25: expected a number: before a call, only of a send the "
       "text is known, found 'CLOSE'"},
  };
  for (const auto& [line, error] : cases) EXPECT_EQ(ErrorOfLine(line), error);
  for (const std::string line :
       {"server ioctl SIOCOUTQ", "server listen 8", "client exit 0",
        "server close-listener", "client shutdown ENOTCONN", "server fsync"})
    EXPECT_EQ(ErrorOfLine(line + "\nexpect held all"), "accepted");
}

TEST(ScheduleParserTest, NothingIsSaidTwiceNorOtherwise) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"stack client windows\nstack client linux",
       "x.close:4:1: expected one stack of the client only, found a second"},
      {"heartbeat client off\nheartbeat client 20ms",
       "x.close:4:1: expected one 'heartbeat client' only, found a second"},
      {"records 1\nrecords 3",
       "x.close:4:1: expected one 'records' only, found a second"},
      {"records 3\nchoice scenario.0.0=2/4",
       "x.close:4:1: expected one decision of one place only, found a second"},
      {"choice fate.5.4=1/7\nchoice fate.5.4=2/7",
       "x.close:4:1: expected one decision of one place only, found a second"},
      {"kill server before send\nkill client before send",
       "x.close:4:1: expected one kill only: a run has one, found a second"},
      {"expect held all\nexpect broken agree",
       "x.close:4:1: expected either 'expect held all' or broken promises, "
       "found both, here and in line 3"},
      {"expect client unknown\nexpect client committed",
       "x.close:4:1: expected an expectation of something else, found a second "
       "one of what line 3 expects"},
      {"expect broken agree\nexpect broken agree by linger0",
       "x.close:4:1: expected an expectation of something else, found a second "
       "one of what line 3 expects"},
      {"expect server killed",
       "x.close:3:15: expected what the server's journal says (committed, "
       "rolled back), found 'killed'"},
      {"heartbeat client 20ms extra",
       "x.close:3:23: expected the end of the line, found 'extra'"},
      {"power-off client",
       "x.close:3:11: expected a value of 'power-off' (never, or client|server "
       "at one of 15ms, 5ms, 25ms, 35ms, 45ms, 65ms, 90ms, 150ms, 250ms, "
       "400ms, 700ms, 1200ms), found 'client'"},
  };
  for (const auto& [line, error] : cases) EXPECT_EQ(ErrorOfLine(line), error);
  EXPECT_EQ(ErrorOfLine("expect broken agree\nexpect broken goodbye-heard"),
            "accepted");
}

}  // namespace
}  // namespace orderly
