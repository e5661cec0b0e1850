// %{ }%: the part of Python that scripts use.
#include "drill/assertion.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "drill/tcp_info_names.h"

namespace orderly::drill {
namespace {

std::optional<double> NameOf(std::string_view name) {
  if (name == "tcpi_snd_cwnd") return 10;
  if (name == "tcpi_rtt") return 20'500;
  if (name == "tcpi_options") return 7;
  return std::nullopt;
}

// "" if all hold.
std::string Failure(std::string_view code) {
  const absl::StatusOr<std::optional<std::string>> failed =
      FailedAssertion(code, NameOf);
  if (!failed.ok()) return "? " + std::string(failed.status().message());
  return failed->value_or("");
}

TEST(AssertionTest, HoldsOrShowsTheValues) {
  EXPECT_EQ(Failure(" assert tcpi_snd_cwnd == 10 "), "");
  EXPECT_EQ(Failure("assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd"), "");
  EXPECT_EQ(Failure("assert tcpi_snd_cwnd == 9, 'cwnd=%d' % tcpi_snd_cwnd"),
            "tcpi_snd_cwnd == 9 (tcpi_snd_cwnd is 10)");
  EXPECT_EQ(Failure("assert 1 > 2"), "1 > 2");
}

TEST(AssertionTest, EvaluatesAsPythonDoes) {
  for (const char* code :
       {"assert 1 + 2 * 3 == 7", "assert (1 + 2) * 3 == 9", "assert 2 < 3 < 4",
        "assert not 2 < 3 < 3", "assert tcpi_options & 4 != 4",
        "assert tcpi_options & 4 == 4", "assert (tcpi_options & 4) == 4",
        "assert 7 // 2 == 3 and 7 / 2 == 3.5",
        "assert -7 // 2 == -4 and -7 % 3 == 2", "assert 0x10 | 1 == 17",
        "assert 1 << 4 == 16", "assert abs(3 - 5) == 2",
        "assert min(4, 2, 3) + max(1, 5) == 7", "assert not (0 or False)",
        "assert 20000 <= tcpi_rtt <= 21000 and tcpi_rtt / 1000. > 20",
        "assert ~0 == -1 and 6 ^ 3 == 5 and 17 >> 2 == 4"}) {
    // Comparisons bind closer than &, in Python, too: of the two lines with
    // `& 4` and no parentheses, one is `7 & True`.
    const std::string failure = Failure(code);
    if (std::string_view(code) == "assert tcpi_options & 4 != 4") {
      EXPECT_NE(failure, "") << code;
    } else {
      EXPECT_EQ(failure, "") << code;
    }
  }
}

TEST(AssertionTest, ReadsSeveralStatements) {
  EXPECT_EQ(Failure("\nassert 1 == 1  # a comment\n"
                    "print(tcpi_rtt)\n"
                    "assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd; \\\n"
                    "  assert tcpi_snd_cwnd == 11, \"a;b\"\n"),
            "tcpi_snd_cwnd == 11 (tcpi_snd_cwnd is 10)");
}

TEST(AssertionTest, SaysWhatItDoesNotKnow) {
  EXPECT_EQ(Failure("assert tcpi_unheard_of == 1"),
            "? the name tcpi_unheard_of in %{ }%");
  EXPECT_EQ(Failure("x = 1"), "? Python: x = 1");
  EXPECT_EQ(Failure("assert [1] == 1"), "? Python: assert [1] == 1");
  EXPECT_EQ(Failure("assert 1 / 0"), "? Python: assert 1 / 0");
  EXPECT_EQ(Failure("assert " + std::string(1000, '(')),
            "? Python: assert " + std::string(33, '('));
}

TEST(AssertionTest, KnowsTcpInfo) {
  std::vector<std::byte> info(TcpInfoSize());
  info[0] = std::byte{8};    // tcpi_state
  info[80] = std::byte{10};  // tcpi_snd_cwnd
  EXPECT_EQ(TcpInfoName("tcpi_state", info), 8);
  EXPECT_EQ(TcpInfoName("tcpi_snd_cwnd", info), 10);
  EXPECT_EQ(TcpInfoName("TCP_CLOSE_WAIT", info), 8);
  EXPECT_EQ(TcpInfoName("TCPI_FIN_WAIT_1", info), 4);
  EXPECT_EQ(TcpInfoName("TCP_CA_Loss", info), 4);
  EXPECT_EQ(TcpInfoName("nothing", info), std::nullopt);
  // A field that getsockopt() did not fill has no value.
  info.resize(80);
  EXPECT_EQ(TcpInfoName("tcpi_snd_cwnd", info), std::nullopt);
}

}  // namespace
}  // namespace orderly::drill
