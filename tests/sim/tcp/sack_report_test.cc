#include "sim/tcp/sack_report.h"

#include <string>

#include "gtest/gtest.h"

namespace orderly {
namespace {

SackBlock Bytes(uint32_t first, uint32_t end) {
  return {SeqNum(first), SeqNum(end)};
}

std::string Told(SackReport& report, uint8_t most = SackBlocks::kMost) {
  TcpOptions options;
  report.Write(options, most);
  std::string text;
  for (uint8_t i = 0; i < options.sack.size(); ++i) {
    text += (i == 0 ? "" : " ") +
            std::to_string(options.sack[i].first.value()) + ":" +
            std::to_string(options.sack[i].end.value());
  }
  return text;
}

TEST(SackReportTest, TheLatestComesFirst) {  // RFC 2018, 4
  SackReport report;
  report.AddEarly(Bytes(10, 20));
  report.AddEarly(Bytes(30, 40));
  report.AddEarly(Bytes(50, 60));
  EXPECT_EQ(Told(report), "50:60 30:40 10:20");
  report.AddEarly(Bytes(40, 45));
  EXPECT_EQ(Told(report), "30:45 50:60 10:20");
}

TEST(SackReportTest, BlocksThatTouchBecomeOne) {
  SackReport report;
  report.AddEarly(Bytes(10, 20));
  report.AddEarly(Bytes(30, 40));
  report.AddEarly(Bytes(20, 30));
  EXPECT_EQ(Told(report), "10:40");
}

TEST(SackReportTest, TheOldestIsForgotten) {
  SackReport report;
  for (uint32_t i = 1; i <= 5; ++i) report.AddEarly(Bytes(10 * i, 10 * i + 5));
  EXPECT_EQ(Told(report), "50:55 40:45 30:35 20:25");
  EXPECT_EQ(Told(report, 3), "50:55 40:45 30:35");
}

TEST(SackReportTest, WhatIsInOrderIsNotTold) {
  SackReport report;
  report.AddEarly(Bytes(10, 20));
  report.AddEarly(Bytes(30, 40));
  report.DropBefore(SeqNum(20));
  EXPECT_EQ(Told(report), "30:40");
}

TEST(SackReportTest, ADuplicateIsToldOnceAndFirst) {  // RFC 2883
  SackReport report;
  report.AddEarly(Bytes(30, 40));
  report.SetDuplicate(Bytes(1, 5));
  report.ExtendDuplicate(Bytes(5, 8));
  EXPECT_EQ(report.count(), 2);
  EXPECT_EQ(Told(report), "1:8 30:40");
  EXPECT_EQ(Told(report), "30:40");
}

}  // namespace
}  // namespace orderly
