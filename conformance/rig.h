#ifndef ORDERLY_CONFORMANCE_RIG_H_
#define ORDERLY_CONFORMANCE_RIG_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error_name.h"
#include "sim/base/instant.h"
#include "sim/host/host.h"
#include "sim/host/segment_sink.h"
#include "sim/host/socket.h"
#include "sim/tcp/tcp_config.h"
#include "sim/tcp/tcp_state.h"
#include "sim/wire/four_tuple.h"
#include "sim/wire/segment.h"

namespace orderly {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Linux's defaults, with challenge ACKs never suppressed: the sysctls of the
// probes.
inline TcpConfig RigConfig() {
  TcpConfig config;
  config.invalid_ratelimit = Duration(0);
  return config;
}

// The bytes of a stream from number `first` (relative to the ISN, so 1 is the
// first byte) on: "abc...zabc...". What every test sends in both directions.
std::string StreamBytes(uint32_t first, size_t size);

// The rig of the probes (tt.py) in virtual time: one host, and a peer whose
// every segment the test writes. Segments are packetdrill's notation with
// numbers relative to the ISNs: "P. 1:6(5) ack 1 win 1000 <mss 1000>"; "win"
// may be left out and is then peer_window.
//
// The network has no delay, but a handshake takes 10 ms, which makes the RTO
// 210 ms: about that of the probes.
class Rig final : public SegmentSink {
 public:
  static constexpr Duration kHandshake = milliseconds(10);
  static constexpr uint32_t kAddress = 0xc0000201;      // 192.0.2.1
  static constexpr uint32_t kPeerAddress = 0xc0000202;  // 192.0.2.2
  static constexpr uint16_t kPort = 80;
  // Both streams wrap around after a few bytes.
  static constexpr uint32_t kDefaultIss = 0xfffffff0;
  static constexpr uint32_t kDefaultPeerIss = 0xfffffffa;

  Rig() : Rig(RigConfig()) {}
  explicit Rig(const TcpConfig& config);
  ~Rig() override = default;

  Host& host() { return host_; }
  Instant now() const { return now_; }
  void Run(Duration duration);

  // The peer's port, which changes with each connection: the tuple of what
  // follows.
  void NewPeer() { ++peer_port_; }
  void UsePeer(uint16_t port) { peer_port_ = port; }
  uint16_t peer_port() const { return peer_port_; }
  FourTuple tuple() const;
  // The numbers to which those of the notation are relative.
  SeqNum iss() const { return iss_; }
  void set_isns(SeqNum host, SeqNum peer);

  // A segment of the current peer arrives.
  void Send(std::string_view text);
  // What the host sent to the current peer since the last look, in notation
  // without windows: "P. 1:6(5) ack 1, F. 6:6(0) ack 1"; "-" when nothing.
  std::string Sent();
  // The same with the seconds since `since`: "0.210 P. 1:6(5) ack 1, ...".
  std::string SentAt(Instant since);
  // The same as Sent() with windows and options: ". 1:1(0) ack 1 win 100 <TS
  // val 10 ecr 5>".
  std::string SentInFull();
  // The segments themselves.
  std::vector<Segment> TakeSent();

  Socket& Listen(int backlog = 16);
  // SYN, SYN-ACK and 10 ms later ACK of a new peer; `options` is "<mss 1000>".
  void Handshake();
  // A connection that the peer opened and the application accepted. The
  // listener is closed again.
  Socket& Accepted();
  // A connection that the application opened.
  Socket& Connected();
  // The next connection of a listener. Requires one.
  Socket& Accept(Socket& listener);
  // A socket whose SYN has gone out and was looked at.
  Socket& Connecting();

  // As /proc/net/tcp would show the current connection: "ESTABLISHED",
  // "FIN-WAIT-1 orphan", "TIME-WAIT orphan", "GONE".
  std::string Where();

  uint32_t peer_window = 60000;
  std::string peer_options = "mss 1000";  // of the peer's SYN

 private:
  void Transmit(Host& from, SegmentPtr&& segment) override;
  void StateChanged(Host& host, const FourTuple& tuple, TcpState from,
                    TcpState to) override;

  struct Record {
    Instant at;
    Segment segment;
  };
  std::vector<Record> Take();
  TcpOptions ParseOptions(std::string_view text) const;

  TcpConfig config_;
  Host host_;
  Instant now_;
  uint16_t peer_port_ = 40000;
  SeqNum iss_{kDefaultIss};
  SeqNum peer_iss_{kDefaultPeerIss};
  std::vector<Record> records_;
};

// What the calls say, in the probes' words.
std::string Recv(Socket& socket, size_t size = 65536, bool peek = false);
std::string SendBytes(Socket& socket, size_t size = 1, uint32_t first = 1);
// "0" or the name of the error.
std::string SoError(Socket& socket);
std::string Shut(Socket& socket, Socket::How how);
// "IN OUT RDHUP HUP ERR".
std::string Poll(const Socket& socket);
// "INQ=5 OUTQ=0 NSD=0".
std::string Queues(const Socket& socket);

}  // namespace orderly

#endif  // ORDERLY_CONFORMANCE_RIG_H_
