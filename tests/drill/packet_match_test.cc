// A scripted packet and a live segment, side by side.
#include "drill/packet_match.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "drill/packet_text.h"
#include "drill/parser.h"

namespace orderly::drill {
namespace {

TcpPacket Packet(const std::string& line) {
  const absl::StatusOr<Script> script = ParseScript("0 " + line);
  EXPECT_TRUE(script.ok()) << script.status();
  return std::get<TcpPacket>(script->events[0].action);
}

TEST(PacketMatchTest, NumbersAreRelativeButWithSyn) {
  Numbering numbering;
  numbering.script_isn = 100;
  numbering.host_isn = SeqNum(0xfffffff0);
  numbering.peer_isn = 7;
  EXPECT_EQ(numbering.HostToWire(100, /*syn=*/true), SeqNum(0xfffffff0));
  EXPECT_EQ(numbering.HostToWire(17, /*syn=*/false), SeqNum(1));
  EXPECT_EQ(numbering.HostToScript(SeqNum(1), /*syn=*/false), 17U);
  EXPECT_EQ(numbering.HostToScript(SeqNum(1), /*syn=*/true), 117U);
  EXPECT_EQ(numbering.PeerToWire(7, /*syn=*/true), SeqNum(7));
  EXPECT_EQ(numbering.PeerToWire(1, /*syn=*/false), SeqNum(8));
  EXPECT_EQ(numbering.PeerToScript(SeqNum(8), /*syn=*/false), 1U);
}

TEST(PacketMatchTest, WritesASegmentAsAScriptWould) {
  Numbering numbering;
  numbering.host_isn = SeqNum(1000);
  numbering.peer_isn = 5000;
  Segment segment;
  segment.flags = kPsh | kAck;
  segment.seq = SeqNum(1001);
  segment.ack = SeqNum(5003);
  segment.window = 64240;
  segment.payload = Payload::Copy("hello");
  EXPECT_EQ(PacketText(AsWritten(segment, numbering)),
            "> P. 1:6(5) ack 3 win 64240");
  segment.flags = kRst;
  EXPECT_EQ(PacketText(AsWritten(segment, numbering)), "> R 1:6(5) win 64240");
  Segment syn;
  syn.flags = kSyn;
  syn.seq = SeqNum(1000);
  syn.options.mss = 1460;
  syn.options.window_scale = 7;
  EXPECT_EQ(PacketText(AsWritten(syn, numbering)),
            "> S 0:0(0) win 0 <mss 1460,nop,wscale 7>");
}

TEST(PacketMatchTest, NamesTheFirstDifference) {
  const TcpPacket expected = Packet("> F. 1:1(0) ack 2");
  EXPECT_EQ(Difference(expected, Packet("> F. 1:1(0) ack 2 win 9")), "");
  EXPECT_EQ(Difference(expected, Packet("> . 1:1(0) ack 2")), "flags");
  EXPECT_EQ(Difference(expected, Packet("> F. 2:2(0) ack 2")),
            "sequence number");
  EXPECT_EQ(Difference(expected, Packet("> F. 1:2(1) ack 2")), "payload");
  EXPECT_EQ(Difference(expected, Packet("> F. 1:1(0) ack 3")), "ack");
  EXPECT_EQ(Difference(expected, Packet("> F. 1:1(0) ack 2 <nop>")), "options");
  EXPECT_EQ(Difference(Packet("> R 1:1(0) win 0"), Packet("> R 1:1(0) win 1")),
            "window");
}

TEST(PacketMatchTest, OptionsAreComparedInOrderUnlessEllipsis) {
  const TcpPacket got = Packet("> S 0:0(0) <mss 1460,nop,wscale 7>");
  EXPECT_EQ(Difference(Packet("> S 0:0(0) <...>"), got), "");
  EXPECT_EQ(Difference(Packet("> S 0:0(0) <mss 1460,nop,wscale 7>"), got), "");
  EXPECT_EQ(Difference(Packet("> S 0:0(0) <mss 1460,wscale 7,nop>"), got),
            "options");
  EXPECT_EQ(Difference(Packet("> S 0:0(0) <mss 1460,nop,wscale 8>"), got),
            "options");
  EXPECT_EQ(Difference(Packet("> S 0:0(0)"), got), "options");
}

TEST(PacketMatchTest, AlignsTheTwoPackets) {
  EXPECT_EQ(Aligned(Packet("> P. 1:1001(1000) ack 1 <...>"),
                    Packet("> . 1:11(10) ack 12345 <...>")),
            "expected > P. 1:1001(1000) ack 1     <...>\n"
            "got      > .  1:11(10)     ack 12345 <...>");
  EXPECT_EQ(Aligned(Packet("> R. 1:1(0) ack 2 win 0"),
                    Packet("> . 1:1(0) ack 2 win 64240")),
            "expected > R. 1:1(0) ack 2 win 0\n"
            "got      > .  1:1(0) ack 2 win 64240");
}

TEST(PacketMatchTest, ShowsOnlyWhatTheScriptWrites) {
  const TcpPacket got = Packet("> . 1:1(0) ack 2 win 9 <nop>");
  EXPECT_EQ(PacketText(InTheStyleOf(Packet("> . 1:1(0) ack 2 <...>"), got)),
            "> . 1:1(0) ack 2 <...>");
}

TEST(PacketMatchTest, SegmentsOfOneBurstContinueEachOther) {
  const TcpPacket first = Packet("> . 1:1001(1000) ack 1 win 9");
  EXPECT_TRUE(Continues(first, Packet("> P. 1001:1501(500) ack 1 win 9")));
  EXPECT_TRUE(Continues(first, Packet("> FP. 1001:1501(500) ack 1 win 9")));
  EXPECT_FALSE(Continues(first, Packet("> . 1002:1502(500) ack 1 win 9")));
  EXPECT_FALSE(Continues(first, Packet("> . 1001:1501(500) ack 2 win 9")));
  EXPECT_FALSE(Continues(first, Packet("> F. 1001:1001(0) ack 1 win 9")));
}

}  // namespace
}  // namespace orderly::drill
