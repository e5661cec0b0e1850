// What a script says, and what is said of one that cannot be read.
#include "drill/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "sim/wire/segment.h"

namespace orderly::drill {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Script Parsed(std::string_view text) {
  absl::StatusOr<Script> script = ParseScript(text);
  EXPECT_TRUE(script.ok()) << script.status();
  return script.ok() ? *std::move(script) : Script();
}

TcpPacket PacketOf(const std::string& line) {
  const Script script = Parsed("0 " + line);
  return script.events.empty() ? TcpPacket()
                               : std::get<TcpPacket>(script.events[0].action);
}

SystemCall CallOf(const std::string& line) {
  const Script script = Parsed("0 " + line);
  return script.events.empty() ? SystemCall()
                               : std::get<SystemCall>(script.events[0].action);
}

TEST(ParserTest, ReadsEveryFormOfTime) {
  const Script script = Parsed(
      "0 > . 1:1(0) ack 1\n"
      "+.25 > . 1:1(0) ack 1\n"
      "* > . 1:1(0) ack 1\n"
      "1~2.5 > . 1:1(0) ack 1\n"
      "+1~+2 > . 1:1(0) ack 1\n");
  ASSERT_EQ(script.events.size(), 5U);
  EXPECT_EQ(script.events[0].time.kind, Time::Kind::kAbsolute);
  EXPECT_EQ(script.events[1].time.kind, Time::Kind::kRelative);
  EXPECT_EQ(script.events[1].time.at, milliseconds(250));
  EXPECT_EQ(script.events[2].time.kind, Time::Kind::kAny);
  EXPECT_EQ(script.events[3].time.kind, Time::Kind::kAbsoluteRange);
  EXPECT_EQ(script.events[3].time.end, milliseconds(2500));
  EXPECT_EQ(script.events[4].time.kind, Time::Kind::kRelativeRange);
  EXPECT_EQ(script.events[4].time.end, seconds(2));
  EXPECT_EQ(script.events[2].place, (Place{3, 1}));
}

TEST(ParserTest, ReadsPackets) {
  const TcpPacket packet = PacketOf(
      "< [ect0] FP. 1:11(10) ack 2 win 3 urg 4 "
      "<mss 1000,nop,wscale 7,sackOK,TS val 5 ecr 6,sack 7:8 9:10,eol>");
  EXPECT_TRUE(packet.inbound);
  EXPECT_EQ(packet.ip.ecn, Ecn::kEct0);
  EXPECT_EQ(packet.flags, kFin | kPsh | kAck);
  EXPECT_EQ(packet.sequence, 1U);
  EXPECT_EQ(packet.payload, 10U);
  EXPECT_EQ(packet.ack, 2U);
  EXPECT_EQ(packet.window, 3);
  EXPECT_EQ(packet.urgent, 4);
  ASSERT_EQ(packet.options.size(), 7U);
  EXPECT_EQ(packet.options[0].kind, TcpOption::Kind::kMss);
  EXPECT_EQ(packet.options[2].value, 7U);
  EXPECT_EQ(packet.options[4].echo, 6U);
  EXPECT_EQ(packet.options[5].blocks[1], (SackBlock{9, 10}));
}

TEST(ParserTest, ReadsFlags) {
  EXPECT_EQ(PacketOf("> - 1:1(0)").flags, 0);
  EXPECT_EQ(PacketOf("> . 1:1(0) ack 1").flags, kAck);
  EXPECT_EQ(PacketOf("> SEW 0:0(0) <...>").flags, kSyn | kEce | kCwr);
  EXPECT_TRUE(PacketOf("> SEW 0:0(0) <...>").any_options);
  EXPECT_TRUE(PacketOf("> P.5 1:2(1) ack 1").ae);
  EXPECT_TRUE(PacketOf("> P5. 1:2(1) ack 1").ae);
  EXPECT_TRUE(PacketOf("> SA. 0:0(0) ack 1").ae);
  EXPECT_TRUE(PacketOf("> P5 1:2(1)").ae);
}

TEST(ParserTest, ReadsWhatOtherStacksScriptsHave) {
  EXPECT_TRUE(PacketOf("> S. ...(0) ack 1 <...>").any_sequence);
  EXPECT_TRUE(PacketOf("> R. 0:0(0)! ack 2").absolute);
  EXPECT_EQ(PacketOf("< 81 > 8080 . 1:1(0) ack 1 win 9").ports->source, 81);
  const Script script = Parsed(
      "# a comment\n"
      "0 < udp (20)\n"
      "+0 < icmp unreachable frag_needed mtu 1200 [1:1461(1460)]\n"
      "+0 < [1:1461(1460)] icmp unreachable frag_needed mtu 1200\n");
  EXPECT_EQ(std::get<OtherPacket>(script.events[0].action).protocol, "udp");
  for (const size_t i : {1U, 2U}) {
    const auto& icmp = std::get<IcmpPacket>(script.events[i].action);
    EXPECT_EQ(icmp.type, "unreachable");
    EXPECT_EQ(icmp.code, "frag_needed");
    EXPECT_EQ(icmp.mtu, 1200U);
    EXPECT_EQ(icmp.payload, 1460U);
  }
}

TEST(ParserTest, ReadsCalls) {
  const SystemCall call = CallOf(
      "...0.5 recvmsg(3, {msg_name(...)=..., msg_iov(1)=[{\"ab\" \"c\", 3}], "
      "msg_flags=MSG_PEEK|0x2}, 0) = -1 EAGAIN (Resource unavailable)");
  EXPECT_EQ(call.end, milliseconds(500));
  EXPECT_EQ(call.name, "recvmsg");
  ASSERT_EQ(call.arguments.size(), 3U);
  const Expression& message = call.arguments[1];
  EXPECT_EQ(message.kind, Expression::Kind::kGroup);
  EXPECT_EQ(message.items[1].text, "msg_iov");
  EXPECT_EQ(message.items[1].items[0].items[0].items[0].text, "abc");
  EXPECT_EQ(message.items[2].items[0].kind, Expression::Kind::kOr);
  EXPECT_EQ(call.result.number, -1);
  EXPECT_EQ(call.error, "EAGAIN");
}

TEST(ParserTest, ReadsOptionsCommandsAndCode) {
  const Script script = Parsed(
      "--tolerance_usecs=10000\n"
      "--define=PROTO=IPPROTO_TCP\n"
      "`first`\n"
      "0 socket(..., SOCK_STREAM, PROTO) = 3 // a comment\n"
      "+0 `second` /* another */\n"
      "+0 %{ assert tcpi_state == 7 }%\n"
      "`last`\n");
  ASSERT_EQ(script.options.size(), 2U);
  EXPECT_EQ(script.options[0].name, "tolerance_usecs");
  EXPECT_EQ(script.options[0].value, "10000");
  EXPECT_EQ(script.before[0].text, "first");
  EXPECT_EQ(std::get<SystemCall>(script.events[0].action).arguments[2].text,
            "IPPROTO_TCP");
  EXPECT_EQ(std::get<Command>(script.events[1].action).text, "second");
  EXPECT_EQ(std::get<Code>(script.events[2].action).text,
            " assert tcpi_state == 7 ");
  EXPECT_EQ(script.after[0].text, "last");
}

TEST(ParserTest, LeavesOutWhatIsNotDefined) {
  const Script script = Parsed(
      "--define=HERE=1\n"
      "0 `true`\n"
      "#ifdef HERE\n"
      "+0 `here`\n"
      "#endif\n"
      "#ifdef ELSEWHERE\n"
      "+0 `elsewhere`\n"
      "#endif\n"
      "+0 `end`\n");
  ASSERT_EQ(script.events.size(), 3U);
  EXPECT_EQ(std::get<Command>(script.events[1].action).text, "here");
  EXPECT_FALSE(script.events[1].open_before);
  EXPECT_TRUE(script.events[2].open_before);
}

struct Rejected {
  std::string_view text;
  std::string_view error;
};

TEST(ParserTest, SaysWhereAndWhatWasExpected) {
  constexpr Rejected kTable[] = {
      {"", "1:1: expected an event, got the end"},
      {"1 close(3) = 0", "1:1: expected 0, the time of the first event"},
      {"close(3) = 0", "1:1: expected the time of an event, got 'close'"},
      {"0 close(3) = 0\n+x close(3) = 0",
       "2:2: expected a time in seconds, got 'x'"},
      {"0 close(3)", "1:11: expected '=', got the end"},
      {"0 close(3 = 0", "1:11: expected ',' or ')', got '='"},
      {"0 close(]) = 0", "1:9: expected an expression, got ']'"},
      {"0 close(3) = -1 EBADF", "1:22: expected '(', got the end"},
      {"0 > Q. 1:1(0)", "1:5: expected TCP flags, got 'Q'"},
      {"0 > . 1:2(0)", "1:9: expected an end that is start plus size"},
      {"0 > . 1:1(0", "1:12: expected ')', got the end"},
      {"0 > . 1-1(0)", "1:8: expected ':', got '-1'"},
      {"0 < . 1:1(0) ack 1",
       "1:19: expected 'win' in an inbound packet, got the end"},
      {"0 < . 1:1(0) ack 1 win 65536",
       "1:24: expected a window from 0 to 65535, got '65536'"},
      {"0 > S 0:0(0) <mss>", "1:18: expected an MSS from 0 to 65535, got '>'"},
      {"0 > S 0:0(0) <nop nop>", "1:19: expected ',' or '>', got 'nop'"},
      {"0 < S 0:0(0) win 1 <...>",
       "1:21: expected the options of an inbound packet, got '...'"},
      {"0 < [ect01] . 1:1(0) win 1",
       "1:11: expected ect0 or ect1 in an inbound packet, got ']'"},
      {"* close(3) = 0",
       "1:1: expected an outbound packet after '*' or a range"},
      {"0 `true`\n+2~+1 > . 1:1(0)",
       "2:5: expected an end that is not before the start"},
      {"0 `true", "1:3: expected a second `, got the end"},
      {"0 %{ assert 1", "1:3: expected }% for this %{, got the end"},
      {"/* 0", "1:1: expected */ for this /*, got the end"},
      {"#ifdef A\n0 `true`",
       "1:1: expected #endif for this #ifdef, got the end"},
      {"0 `true`\n#endif", "2:1: expected #ifdef before this #endif"},
      {"0 `true`\n`a`\n+0 `b`",
       "3:1: expected nothing after the last command, got '+'"},
  };
  for (const Rejected& row : kTable) {
    const absl::StatusOr<Script> script = ParseScript(row.text);
    ASSERT_FALSE(script.ok()) << row.text;
    EXPECT_EQ(std::string(script.status().message()), row.error) << row.text;
  }
}

TEST(ParserTest, BoundsNesting) {
  const std::string deep = "0 f(" + std::string(1000, '[');
  EXPECT_EQ(std::string(ParseScript(deep).status().message()),
            "1:45: expected fewer levels of nesting, got '['");
}

}  // namespace
}  // namespace orderly::drill
