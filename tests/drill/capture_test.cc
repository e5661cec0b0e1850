// The capture file of a run, read back.
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drill/runner.h"
#include "sim/wire/ip_bytes.h"
#include "sim/wire/ipv6_bytes.h"
#include "sim/wire/segment.h"

namespace orderly::drill {
namespace {

constexpr char kScript[] = R"(
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0.25 < S 0:0(0) win 30000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.01 < P. 1:4(3) ack 1 win 30000
+0 > . 1:1(0) ack 4
)";

uint32_t Number(std::string_view file, size_t at) {
  uint32_t number = 0;
  for (size_t i = 4; i > 0; --i)
    number = number << 8 | static_cast<uint8_t>(file[at + i - 1]);
  return number;
}

struct Record {
  uint32_t seconds = 0;
  uint32_t nanos = 0;
  std::string packet;
};

// As the specification says, with no other reader of ours.
std::vector<Record> RecordsOf(const std::string& file) {
  EXPECT_GE(file.size(), 24U);
  EXPECT_EQ(Number(file, 0), 0xa1b23c4dU);
  EXPECT_EQ(file.substr(4, 4), std::string("\2\0\4\0", 4));
  EXPECT_EQ(Number(file, 20), 101U);
  std::vector<Record> records;
  for (size_t at = 24; at + 16 <= file.size();) {
    const uint32_t size = Number(file, at + 8);
    EXPECT_EQ(Number(file, at + 12), size);
    records.push_back(
        {Number(file, at), Number(file, at + 4), file.substr(at + 16, size)});
    at += 16 + size;
  }
  return records;
}

std::vector<Record> Captured(const std::string& script) {
  RunOptions options;
  options.pcap = true;
  const RunResult result = RunText(script, options);
  EXPECT_EQ(VerdictLine(result.verdict, "x"), "PASS x");
  return RecordsOf(result.pcap);
}

TEST(CaptureTest, EverySegmentIsThereWithItsTime) {
  const std::vector<Record> records = Captured(kScript);
  ASSERT_EQ(records.size(), 4U);
  // An event of a script takes a nanosecond.
  EXPECT_EQ(records[0].nanos / 1000, 250'000U);
  EXPECT_EQ(records[1].nanos / 1000, 250'000U);
  EXPECT_EQ(records[2].nanos / 1000, 260'000U);
  EXPECT_EQ(records[0].seconds, 1'577'836'800U);  // 2020-01-01
  std::vector<Segment> segments;
  for (const Record& record : records) {
    const std::optional<Segment> segment = FromIpv4(record.packet);
    ASSERT_TRUE(segment.has_value());
    segments.push_back(*segment);
  }
  EXPECT_EQ(segments[0].flags, kSyn);
  EXPECT_EQ(segments[1].flags, kSyn | kAck);
  EXPECT_EQ(segments[2].payload.size(), 3U);
  EXPECT_EQ(segments[3].ack, segments[2].end());
  EXPECT_EQ(segments[3].destination, segments[0].source);
}

TEST(CaptureTest, Ipv6IsIpv6) {
  const std::vector<Record> records =
      Captured(std::string("--ip_version=ipv6\n") + kScript);
  ASSERT_EQ(records.size(), 4U);
  Ipv6Names names;
  const std::optional<std::string> ipv4 = ToIpv4(records[1].packet, names);
  ASSERT_TRUE(ipv4.has_value());
  EXPECT_EQ(names.source[0], 0xfd);
  EXPECT_EQ(FromIpv4(*ipv4)->flags, kSyn | kAck);
}

}  // namespace
}  // namespace orderly::drill
