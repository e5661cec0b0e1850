// --ip_version, in scripts and on a command line.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "drill/runner.h"

namespace orderly::drill {
namespace {

constexpr char kOpening[] =
    R"(`sysctl -q net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0`
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
)";

std::string Verdict(const std::string& script,
                    const std::vector<Option>& options = {}) {
  RunOptions run;
  run.options = options;
  return VerdictLine(RunText(script, run).verdict, "x.pkt");
}

Option OnCommandLine(const char* name, const char* value) {
  return {{0, 0}, name, value};
}

std::string Syn(int mss) {
  return "+0 > S 0:0(0) <mss " + std::to_string(mss) + ">\n";
}

TEST(IpVersionTest, HeaderOfIpv6TakesTwentyBytesOfTheMss) {
  EXPECT_EQ(Verdict("--ip_version=ipv4\n" + std::string(kOpening) + Syn(1460)),
            "PASS x.pkt");
  EXPECT_EQ(Verdict("--ip_version=ipv4-mapped-ipv6\n" + std::string(kOpening) +
                    Syn(1460)),
            "PASS x.pkt");
  EXPECT_EQ(Verdict("--ip_version=ipv6\n" + std::string(kOpening) + Syn(1440)),
            "PASS x.pkt");
  EXPECT_EQ(Verdict("--ip_version=ipv6\n--mtu=1280\n" + std::string(kOpening) +
                    Syn(1220)),
            "PASS x.pkt");
}

TEST(IpVersionTest, CommandLineSaysItForScriptsThatDoNot) {
  const std::vector<Option> ipv6 = {OnCommandLine("ip_version", "ipv6")};
  EXPECT_EQ(Verdict(std::string(kOpening) + Syn(1440), ipv6), "PASS x.pkt");
  // As the kernel's selftests and packetdrill's run_all.py do.
  EXPECT_EQ(Verdict(std::string(kOpening) + Syn(1460),
                    {ipv6[0], OnCommandLine("mtu", "1520")}),
            "PASS x.pkt");
  EXPECT_EQ(Verdict("--ip_version=ipv4\n" + std::string(kOpening) + Syn(1460),
                    {ipv6[0], OnCommandLine("mtu", "1520")}),
            "PASS x.pkt");
}

TEST(IpVersionTest, ValueThatIsNoneIsRefusedAtItsPlace) {
  EXPECT_EQ(Verdict("// first\n  --ip_version=ipv5\n" + std::string(kOpening)),
            "FAIL x.pkt:2:3: expected --ip_version=ipv4, ipv4-mapped-ipv6 or "
            "ipv6, got 'ipv5'");
  EXPECT_EQ(Verdict("--mtu=big\n" + std::string(kOpening)),
            "FAIL x.pkt:1:1: expected --mtu=NUMBER, got 'big'");
}

// An error of ICMP or ICMPv6 for a SYN, and what SO_ERROR says of it.
std::string Refused(const std::string& version, const std::string& icmp,
                    const std::string& error) {
  return Verdict("--ip_version=" + version + "\n" + kOpening +
                 "+0 > S 0:0(0) <...>\n+.01 < icmp unreachable " + icmp +
                 " [0:0(0)]\n+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [" + error +
                 "], [4]) = 0\n");
}

// icmp_err_convert and icmpv6_err_convert do not agree.
TEST(IpVersionTest, ErrorsAreThoseOfTheVersion) {
  EXPECT_EQ(Refused("ipv4", "host_unreachable", "EHOSTUNREACH"), "PASS x.pkt");
  EXPECT_EQ(Refused("ipv4", "packet_filtered", "EHOSTUNREACH"), "PASS x.pkt");
  EXPECT_EQ(Refused("ipv6", "no_route", "ENETUNREACH"), "PASS x.pkt");
  EXPECT_EQ(Refused("ipv6", "admin_prohibited", "EACCES"), "PASS x.pkt");
  EXPECT_EQ(Refused("ipv6", "not_neighbour", "EHOSTUNREACH"), "PASS x.pkt");
  EXPECT_EQ(Refused("ipv6", "address_unreachable", "EHOSTUNREACH"),
            "PASS x.pkt");
  EXPECT_EQ(Refused("ipv6", "port_unreachable", "ECONNREFUSED"), "PASS x.pkt");
  EXPECT_EQ(Refused("ipv4-mapped-ipv6", "net_unreachable", "ENETUNREACH"),
            "PASS x.pkt");
}

TEST(IpVersionTest, NamesOfTheOtherVersionAreRefused) {
  EXPECT_EQ(Refused("ipv6", "host_unreachable", "0"),
            "FAIL x.pkt:7: expected a code of ICMPv6, got 'host_unreachable'");
  EXPECT_EQ(Refused("ipv4", "no_route", "0"),
            "FAIL x.pkt:7: expected a code of ICMP, got 'no_route'");
}

// A message that says what the path takes: IPV6_MIN_MTU is the least.
TEST(IpVersionTest, PathMtuIsThatOfTheVersion) {
  EXPECT_EQ(Verdict(R"(--ip_version=ipv6
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 30000 <mss 1440>
+0 > S. 0:0(0) ack 1 <mss 1440>
+.01 < . 1:1(0) ack 1 win 30000
+0 accept(3, ..., ...) = 4
+0 write(4, ..., 1440) = 1440
+0 > P. 1:1441(1440) ack 1
+.01 < icmp packet_too_big mtu 1000 [1:1441(1440)]
+0 > . 1:1221(1220) ack 1
+0 > P. 1221:1441(220) ack 1
+0 %{ assert tcpi_pmtu == 1280, tcpi_pmtu }%
)"),
            "PASS x.pkt");
}

}  // namespace
}  // namespace orderly::drill
