#include "sim/wire/segment.h"

#include <string>

#include "gtest/gtest.h"
#include "sim/wire/notation.h"
#include "sim/wire/payload.h"
#include "sim/wire/tcp_options.h"

namespace orderly {
namespace {

Segment DataSegment(uint8_t flags, uint32_t seq, std::string_view bytes) {
  Segment segment;
  segment.flags = flags;
  segment.seq = SeqNum(seq);
  segment.ack = SeqNum(501);
  segment.window = 1000;
  segment.payload = Payload::Copy(bytes);
  return segment;
}

TEST(SegmentTest, SynAndFinTakeANumberEach) {
  EXPECT_EQ(DataSegment(kAck, 7, "").length(), 0U);
  EXPECT_EQ(DataSegment(kSyn, 7, "").length(), 1U);
  EXPECT_EQ(DataSegment(kFin | kAck, 7, "ab").length(), 3U);
  EXPECT_EQ(DataSegment(kFin | kAck, 0xffffffff, "ab").end(), SeqNum(2));
}

TEST(SegmentTest, IsAValue) {
  const Segment segment = DataSegment(kAck, 7, "abc");
  Segment copy = segment;
  EXPECT_EQ(copy, segment);
  copy.payload.RemovePrefix(1);
  EXPECT_NE(copy, segment);
  EXPECT_EQ(segment.payload.view(), "abc");
  EXPECT_EQ(copy.payload.view(), "bc");
}

TEST(NotationTest, FlagsAreInPacketdrillsOrder) {
  EXPECT_EQ(FlagLetters(0), "-");
  EXPECT_EQ(FlagLetters(kSyn), "S");
  EXPECT_EQ(FlagLetters(kSyn | kAck), "S.");
  EXPECT_EQ(FlagLetters(kFin | kPsh | kAck), "FP.");
  EXPECT_EQ(FlagLetters(kRst | kAck), "R.");
  EXPECT_EQ(FlagLetters(kFin | kSyn | kRst | kPsh | kAck | kUrg | kEce | kCwr),
            "FSRP.UEW");
}

TEST(NotationTest, NumbersAreRelative) {
  const Segment segment = DataSegment(kPsh | kAck, 101, "0123456789");
  EXPECT_EQ(SegmentText(segment, SeqNum(100), SeqNum(500)),
            "P. 1:11(10) ack 1 win 1000");
  EXPECT_EQ(ShortSegmentText(segment, SeqNum(100), SeqNum(500)),
            "P. 1:11(10) ack 1");
}

TEST(NotationTest, WithoutAckThereIsNone) {
  EXPECT_EQ(ShortSegmentText(DataSegment(kRst, 101, ""), SeqNum(100), SeqNum()),
            "R 1:1(0)");
}

TEST(NotationTest, OptionsAreInAngleBrackets) {
  Segment syn = DataSegment(kSyn, 100, "");
  syn.options.mss = 1460;
  syn.options.sack_permitted = true;
  syn.options.window_scale = 0;
  EXPECT_EQ(SegmentText(syn, SeqNum(100), SeqNum()),
            "S 0:0(0) win 1000 <mss 1460,sackOK,wscale 0>");
}

TEST(NotationTest, SackBlocksAreRelativeToTheirStream) {
  Segment ack = DataSegment(kAck, 101, "");
  ack.options.timestamps = true;
  ack.options.timestamp = 7;
  ack.options.echoed = 5;
  ack.options.sack.push_back({SeqNum(1501), SeqNum(2501)});
  ack.options.sack.push_back({SeqNum(601), SeqNum(701)});
  EXPECT_EQ(SegmentText(ack, SeqNum(100), SeqNum(500)),
            ". 1:1(0) ack 1 win 1000 <TS val 7 ecr 5,sack 1001:2001 101:201>");
}

TEST(OptionsTest, AreLaidOutAsLinuxWritesThem) {  // tcp_options_write
  struct Row {
    TcpOptions options;
    std::string text;
    uint32_t bytes;
  };
  TcpOptions syn;
  syn.mss = 1460;
  const Row mss{syn, "mss 1460", 4};
  syn.window_scale = 7;
  const Row scale{syn, "mss 1460,nop,wscale 7", 8};
  syn.sack_permitted = true;
  const Row sack{syn, "mss 1460,nop,nop,sackOK,nop,wscale 7", 12};
  syn.timestamps = true;
  const Row all{syn, "mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7", 20};
  TcpOptions ack;
  ack.timestamps = true;
  ack.timestamp = 3;
  ack.echoed = 2;
  const Row stamped{ack, "nop,nop,TS val 3 ecr 2", 12};
  ack.sack.push_back({SeqNum(11), SeqNum(21)});
  const Row stamped_sack{ack, "nop,nop,TS val 3 ecr 2,nop,nop,sack 11:21", 24};
  ack.timestamps = false;
  const Row only_sack{ack, "nop,nop,sack 11:21", 12};
  for (const Row& row :
       {mss, scale, sack, all, stamped, stamped_sack, only_sack}) {
    EXPECT_EQ(OptionsText(row.options, SeqNum()), row.text);
    EXPECT_EQ(HeaderBytesOf(row.options), row.bytes) << row.text;
  }
  EXPECT_EQ(OptionsText(TcpOptions(), SeqNum()), "");
}

TEST(PayloadTest, SharesItsBlock) {
  const Payload whole = Payload::Copy("abcdef");
  Payload part = whole;
  EXPECT_EQ(part.data(), whole.data());
  part.RemovePrefix(2);
  part.Truncate(3);
  EXPECT_EQ(part.view(), "cde");
  EXPECT_EQ(whole.view(), "abcdef");
}

TEST(PayloadTest, OutlivesWhatItWasCopiedFrom) {
  Payload kept;
  {
    const Payload whole = Payload::Copy(std::string(Block::kBytes, 'x'));
    kept = whole;
  }
  EXPECT_EQ(kept.size(), Block::kBytes);
  EXPECT_EQ(kept.view().back(), 'x');
  Payload moved = std::move(kept);
  EXPECT_EQ(moved.size(), Block::kBytes);
  EXPECT_TRUE(Payload().empty());
  EXPECT_EQ(Payload::Copy(""), Payload());
}

}  // namespace
}  // namespace orderly
