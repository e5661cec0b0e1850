// How a connection receives, in scripts that were written for this test and
// that the original packetdrill says Linux 6.18 passes (with CUBIC).
#include <gtest/gtest.h>

#include <string>

#include "drill/runner.h"

namespace orderly::drill {
namespace {

std::string Verdict(const std::string& script) {
  return VerdictLine(RunText(script, RunOptions()).verdict, "x.pkt");
}

TEST(ReceiveTest, MarksAndEchoesCongestion) {
  EXPECT_EQ(Verdict(R"(
`sysctl -q net.ipv4.tcp_ecn=1 net.ipv4.tcp_timestamps=0`
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+.1 < SEW 0:0(0) win 32792 <mss 1000,nop,nop,sackOK,nop,wscale 7>
+0 > SE. 0:0(0) ack 1 <...>
+.01 < . 1:1(0) ack 1 win 320
+0 accept(3, ..., ...) = 4
// data in: ect0, then CE, then not, then CWR
+.01 < [ect0] P. 1:1001(1000) ack 1 win 320
+0 > . 1:1(0) ack 1001
+.01 < [ce] P. 1001:2001(1000) ack 1 win 320
+0 > E. 1:1(0) ack 2001
+.01 < [ect0] P. 2001:3001(1000) ack 1 win 320
+0 > E. 1:1(0) ack 3001
+.01 < [ect0] PW. 3001:4001(1000) ack 1 win 320
+0 > . 1:1(0) ack 4001
+.01 < [noecn] P. 4001:5001(1000) ack 1 win 320
+0 > . 1:1(0) ack 5001
+0 %{ assert tcpi_options & TCPI_OPT_ECN, tcpi_options; assert tcpi_options & TCPI_OPT_ECN_SEEN, tcpi_options }%
+0 read(4, ..., 5000) = 5000
// data out
+.01 write(4, ..., 4000) = 4000
+0 > [ect0] P. 1:4001(4000) ack 5001
+.01 < [noecn] E. 5001:5001(0) ack 2001 win 320
+0 %{ assert tcpi_ca_state == TCP_CA_CWR, tcpi_ca_state; assert tcpi_snd_ssthresh == 7, tcpi_snd_ssthresh }%
+.01 write(4, ..., 1000) = 1000
+0 > [ect0] PW. 4001:5001(1000) ack 5001
+.01 < [noecn] E. 5001:5001(0) ack 4001 win 320
+0 %{ assert tcpi_ca_state == TCP_CA_CWR, tcpi_ca_state }%
+.01 < [noecn] . 5001:5001(0) ack 5001 win 320
+0 %{ assert tcpi_ca_state == TCP_CA_Open, tcpi_ca_state; assert tcpi_snd_cwnd == 7, tcpi_snd_cwnd }%
+.01 write(4, ..., 1000) = 1000
+0 > [ect0] P. 5001:6001(1000) ack 5001
+.2~+.35 > [noecn] P. 5001:6001(1000) ack 5001
)"),
            "PASS x.pkt");
}

TEST(ReceiveTest, AcknowledgesWhatGroMadeOfManySegmentsAtOnce) {
  EXPECT_EQ(Verdict(R"(
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+.1 < S 0:0(0) win 32792 <mss 1000,nop,nop,sackOK,nop,wscale 7>
+0 > S. 0:0(0) ack 1 <...>
+.01 < . 1:1(0) ack 1 win 320
+0 accept(3, ..., ...) = 4
+0 < . 1:10001(10000) ack 1 win 320
+0 > . 1:1(0) ack 10001
+0 ioctl(4, SIOCINQ, [10000]) = 0
+0 < . 12001:22001(10000) ack 1 win 320
+0 > . 1:1(0) ack 10001 <nop,nop,sack 12001:22001>
+0 read(4, ..., 20000) = 10000
)"),
            "PASS x.pkt");
}

TEST(ReceiveTest, ChargesWhatArrivesToTheReceiveBuffer) {
  EXPECT_EQ(Verdict(R"(
--mss=1000
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 setsockopt(3, SOL_SOCKET, SO_RCVBUF, [16000], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+.1 < S 0:0(0) win 32792 <mss 1000,nop,wscale 7>
+0 > S. 0:0(0) ack 1 win 14600 <...>
+.01 < . 1:1(0) ack 1 win 320
+0 accept(3, ..., ...) = 4
+0 < P. 1:4001(4000) ack 1 win 320
* > . 1:1(0) ack 4001 win 11000
+.01 < P. 4001:8001(4000) ack 1 win 320
* > . 1:1(0) ack 8001 win 7000
+.01 < P. 8001:12001(4000) ack 1 win 320
* > . 1:1(0) ack 12001 win 3000
+.01 < P. 12001:15001(3000) ack 1 win 320
* > . 1:1(0) ack 15001 win 1000
+.01 < P. 15001:16001(1000) ack 1 win 320
* > . 1:1(0) ack 16001 win 0
+.01 read(4, ..., 16000) = 16000
* > . 1:1(0) ack 16001 win 14000
)"),
            "PASS x.pkt");
}

TEST(ReceiveTest, KeepsWhatIsEarlyWithinTheReceiveBuffer) {
  EXPECT_EQ(Verdict(R"(
--mss=1000
`sysctl -q net.ipv4.tcp_rmem="4096 131072 33554432"`
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 setsockopt(3, SOL_SOCKET, SO_RCVBUF, [8000], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+.1 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
+0 > S. 0:0(0) ack 1 win 7300 <...>
+.01 < . 1:1(0) ack 1 win 320
+0 accept(3, ..., ...) = 4
+.01 < P. 1001:2001(1000) ack 1 win 320
* > . 1:1(0) ack 1 <nop,nop,sack 1001:2001>
+.01 < P. 2001:6001(4000) ack 1 win 320
* > . 1:1(0) ack 1 <nop,nop,sack 1001:6001>
+.01 < P. 6001:7001(1000) ack 1 win 320
* > . 1:1(0) ack 1 <nop,nop,sack 1001:7001>
+.01 < P. 1:1001(1000) ack 1 win 320
* > . 1:1(0) ack 7001
)"),
            "PASS x.pkt");
}

TEST(ReceiveTest, TellsOfTheReceiverWhatAScriptAsks) {
  EXPECT_EQ(Verdict(R"(
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_RCVBUF, [10000], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 32792 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1460>
+0 `ss -4 -n state SYN-RECV | grep 192.168.0.1:8080 > /dev/null`
+.1 < . 1:1(0) ack 1 win 20000
+0 accept(3, ..., ...) = 4
+0 < icmp echo_request
+0 < icmp type_255 code_0
+0 < P. 1:101(100) ack 1 win 20000
+0 > . 1:1(0) ack 101
+0 read(4, NULL, 1000) = -1 EFAULT (Bad address)
+0 write(4, NULL, 1000) = -1 EFAULT (Bad address)
+0 < P. 50001:50101(100) ack 1 win 20000
+0 > . 1:1(0) ack 101
+0 `nstat | grep TcpExtBeyondWindow | grep -q " 1 "`
+0 %{
assert tcpi_bytes_received == 100, tcpi_bytes_received
assert SK_MEMINFO_RCVBUF == 20000, SK_MEMINFO_RCVBUF
}%
)"),
            "PASS x.pkt");
}

TEST(ReceiveTest, TakesASysctlOfAnyMoment) {
  EXPECT_EQ(Verdict(R"(
`sysctl -q net.ipv4.tcp_ecn=0`
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < SEW 0:0(0) win 32792 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1460>
+0 < R 1:1(0) win 0
+0 close(3) = 0
+0 `sysctl -q net.ipv4.tcp_ecn=1`
+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < SEW 0:0(0) win 32792 <mss 1000>
+0 > SE. 0:0(0) ack 1 <mss 1460>
)"),
            "PASS x.pkt");
}

}  // namespace
}  // namespace orderly::drill
