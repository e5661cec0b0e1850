// ICMP errors: which count, and what they do (RFC 1122, 4.2.3.9; RFC 5927).
#include <cerrno>
#include <string>

#include "conformance/rig.h"
#include "gtest/gtest.h"
#include "sim/wire/icmp_error.h"

namespace orderly {
namespace {

class IcmpTest : public testing::Test {
 protected:
  // About the segment with this number.
  void Icmp(uint8_t type, uint8_t code, uint32_t seq, uint16_t mtu = 0) {
    rig_.host().DeliverIcmp({rig_.tuple(), rig_.iss() + seq, type, code, mtu});
  }
  void Unreachable(uint8_t code, uint32_t seq) {
    Icmp(IcmpError::kUnreachable, code, seq);
  }
  Rig rig_;
};

TEST_F(IcmpTest, EndsAConnectionThatIsOpening) {
  struct Row {
    uint8_t type;
    uint8_t code;
    std::string error;
  };
  const Row rows[] = {{3, 0, "ENETUNREACH"},   {3, 1, "EHOSTUNREACH"},
                      {3, 2, "ENOPROTOOPT"},   {3, 3, "ECONNREFUSED"},
                      {3, 13, "EHOSTUNREACH"}, {11, 0, "EHOSTUNREACH"},
                      {12, 0, "EPROTO"}};
  for (const Row& row : rows) {
    Socket& socket = rig_.Connecting();
    Icmp(row.type, row.code, 0);
    EXPECT_EQ(socket.state(), TcpState::kClosed) << row.error;
    EXPECT_EQ(SoError(socket), row.error);
    socket.Close(/*wait_linger=*/false);
  }
}

TEST_F(IcmpTest, AnotherNumberDoesNotCount) {
  Socket& socket = rig_.Connecting();
  Unreachable(IcmpError::kPort, 2);
  EXPECT_EQ(socket.state(), TcpState::kSynSent);
}

TEST_F(IcmpTest, IsAHintOnceTheConnectionIsOpen) {  // 15g
  Socket& socket = rig_.Accepted();
  Unreachable(IcmpError::kHost, 1);
  EXPECT_EQ(socket.state(), TcpState::kEstablished);
  EXPECT_EQ(Poll(socket), "OUT");
  EXPECT_EQ(SoError(socket), "EHOSTUNREACH");
  EXPECT_EQ(SoError(socket), "0");
}

TEST_F(IcmpTest, IsToldAtOnceToWhoAskedForIt) {  // 15h: IP_RECVERR
  Socket& socket = rig_.Accepted();
  socket.connection().options().receive_errors = true;
  Unreachable(IcmpError::kPort, 1);
  EXPECT_EQ(Poll(socket), "OUT ERR");
  EXPECT_EQ(Recv(socket), "ECONNREFUSED");
  EXPECT_EQ(Recv(socket), "EAGAIN");
}

TEST_F(IcmpTest, RemovesAHalfOpenChildSilently) {  // tcp_req_err
  rig_.Listen();
  rig_.NewPeer();
  rig_.Send("S 0:0(0) <mss 1000>");
  rig_.Sent();
  Unreachable(IcmpError::kPort, 0);
  EXPECT_EQ(rig_.Where(), "SYN-RECEIVED");
  Unreachable(IcmpError::kHost, 0);
  EXPECT_EQ(rig_.Where(), "GONE");
}

TEST_F(IcmpTest, AnUnreachableHostRevertsTheBackOff) {  // RFC 6069
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 100);
  rig_.Run(milliseconds(220));  // Sent again at 210; the next is due at 630.
  rig_.Sent();
  const Instant start = rig_.now();
  Unreachable(IcmpError::kHost, 1);
  rig_.Run(milliseconds(300));
  EXPECT_EQ(rig_.SentAt(start), "0.200 P. 1:101(100) ack 1");
}

TEST_F(IcmpTest, AShorterPathCutsSegments) {  // RFC 1191
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 1000);
  rig_.Sent();
  Icmp(IcmpError::kUnreachable, IcmpError::kFragmentationNeeded, 1, 640);
  EXPECT_EQ(rig_.Sent(), ". 1:601(600) ack 1, P. 601:1001(400) ack 1");
  rig_.Send(". 1:1(0) ack 1001");
  SendBytes(socket, 700, 1001);
  EXPECT_EQ(rig_.Sent(), ". 1001:1601(600) ack 1, P. 1601:1701(100) ack 1");
}

TEST_F(IcmpTest, AnAbsurdlyShortPathIsNotBelieved) {  // ip_rt_min_pmtu
  Socket& socket = rig_.Accepted();
  SendBytes(socket, 1000);
  rig_.Sent();
  Icmp(IcmpError::kUnreachable, IcmpError::kFragmentationNeeded, 1, 100);
  EXPECT_EQ(rig_.Sent(), ". 1:513(512) ack 1, P. 513:1001(488) ack 1");
}

}  // namespace
}  // namespace orderly
