// Whatever is wrong in a script: where it is, and what was expected there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "drill/parser.h"
#include "drill/runner.h"

namespace orderly::drill {
namespace {

namespace fs = std::filesystem;

// Something of all that there is in the language.
constexpr char kRich[] = R"(// A comment.
--tolerance_usecs=10000
--ip_version=ipv4
`sysctl -q net.ipv4.tcp_sack=1`
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=5}, 8) = 0
+0 bind(3, {sa_family = AF_INET, sin_port = htons(8080), sin_addr = inet_addr("0.0.0.0")}, ...) = 0
+0 listen(3, 1) = 0 /* a comment
of two lines */
0.1 < S 0:0(0) win 32792 <mss 1000,sackOK,TS val 7 ecr 0,nop,wscale 7>
+0~+.01 > S. 0:0(0) ack 1 <...>
+.01 < [ect0] . 1:1(0) ack 1 win 257 <nop,nop,TS val 9 ecr 7>
+0 accept(3, ..., ...) = 4
+0...0.5 read(4, ..., 1000) = 10
0.5 < P. 1:11(10) ack 1 win 257 <sack 3:5 7:9>
* > (noecn) . 1:1(0) ack 11
+0 sendmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 10}], msg_flags=0}, 0) = 10
+0 poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, 0) = 1
+0 %{ assert tcpi_state == TCP_ESTABLISHED, tcpi_state }%
+.1 < icmp unreachable frag_needed mtu 1200 [1:11(10)]
+0 write(4, "a\"b\x41", 4) = -1 EPIPE (Broken pipe)
`ss -Htan state time-wait | wc -l`
)";

std::vector<std::string> Scripts() {
  std::vector<fs::path> files;
  for (const char* folder : {"tests/drill/scripts", "tests/fuzz/script_corpus"})
    for (const auto& entry : fs::directory_iterator(folder))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> scripts = {kRich};
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    scripts.emplace_back(std::istreambuf_iterator<char>(in),
                         std::istreambuf_iterator<char>());
  }
  return scripts;
}

// A counter-based generator: the same mutations everywhere.
class Numbers {
 public:
  uint64_t Below(uint64_t bound) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return (state_ >> 33) % bound;
  }

 private:
  uint64_t state_ = 1;
};

std::string Mutated(std::string text, Numbers& numbers) {
  constexpr std::string_view kPieces[] = {"",
                                          "(",
                                          ")",
                                          "<",
                                          ">",
                                          "...",
                                          "\"",
                                          "`",
                                          "%{",
                                          "}%",
                                          "-1",
                                          "0x",
                                          "99999999999999999999",
                                          "+",
                                          "~",
                                          ",",
                                          "[",
                                          "{",
                                          "\n",
                                          "/*",
                                          "--",
                                          "S.",
                                          "*",
                                          "#ifdef X\n",
                                          "icmp",
                                          "\x80",
                                          "=",
                                          ":"};
  for (uint64_t times = 1 + numbers.Below(3); times > 0; --times) {
    const size_t at = numbers.Below(text.size() + 1);
    const size_t size = std::min<size_t>(numbers.Below(12), text.size() - at);
    text.replace(at, size, kPieces[numbers.Below(std::size(kPieces))]);
  }
  return text;
}

TEST(RejectedScriptTest, RichScriptIsOne) {
  EXPECT_TRUE(ParseScript(kRich).ok()) << ParseScript(kRich).status();
}

TEST(RejectedScriptTest, EveryErrorHasItsPlaceAndWhatWasExpected) {
  Numbers numbers;
  int rejected = 0;
  for (const std::string& script : Scripts()) {
    for (int i = 0; i < 4000; ++i) {
      const std::string text = Mutated(script, numbers);
      const absl::StatusOr<Script> read = ParseScript(text);
      if (read.ok()) continue;
      ++rejected;
      const std::string message(read.status().message());
      const std::vector<std::string> parts =
          absl::StrSplit(message, absl::MaxSplits(':', 2));
      size_t line = 0;
      size_t column = 0;
      ASSERT_EQ(parts.size(), 3U) << message;
      ASSERT_TRUE(absl::SimpleAtoi(parts[0], &line)) << message;
      ASSERT_TRUE(absl::SimpleAtoi(parts[1], &column)) << message;
      ASSERT_EQ(parts[2].rfind(" expected ", 0), 0U) << message;
      // A place that is there: a line of the text, and not behind its end.
      std::vector<size_t> lengths = {0};
      for (const char c : text) {
        if (c == '\n') {
          lengths.push_back(0);
        } else {
          ++lengths.back();
        }
      }
      ASSERT_GE(line, 1U) << message;
      ASSERT_LE(line, lengths.size()) << message;
      ASSERT_GE(column, 1U) << message;
      ASSERT_LE(column, lengths[line - 1] + 1) << message;
    }
  }
  EXPECT_GT(rejected, 5000);
}

TEST(RejectedScriptTest, VerdictNamesFileLineAndColumn) {
  const RunResult result = RunText("0 socket(..., = 3\n", RunOptions());
  EXPECT_EQ(VerdictLine(result.verdict, "x.pkt").substr(0, 26),
            "FAIL x.pkt:1:15: expected ");
}

}  // namespace
}  // namespace orderly::drill
