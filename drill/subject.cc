#include "drill/subject.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "drill/icmp_names.h"
#include "drill/packet_match.h"
#include "drill/wire_options.h"

namespace orderly::drill {

// Before anything else it is all that there is to look at.
void Subject::Exists(int fd) {
  if (phase_ == Phase::kNone) fd_ = fd;
}

void Subject::Listens(int fd) {
  Begin(Phase::kListening, fd);
  listens_ = true;
}

void Subject::Connects(int fd) { Begin(Phase::kConnecting, fd); }

// connect() again, to learn how the first one ended, is no new connection.
bool Subject::BeginsAnother(const SystemCall& call, int fd) const {
  const bool same =
      fd == fd_ && (phase_ == Phase::kConnecting || phase_ == Phase::kSynSent ||
                    phase_ == Phase::kOpen);
  return call.name == "listen" || (call.name == "connect" && !same);
}

void Subject::Begin(Phase phase, int fd) {
  phase_ = phase;
  fd_ = fd;
  local_ = {};
  remote_ = {};
  numbering_ = {};
  timestamps_ = {};
}

void Subject::Accepted(int fd) {
  if (phase_ != Phase::kConnecting && phase_ != Phase::kSynSent) fd_ = fd;
}

bool Subject::Takes(const Segment& segment) {
  if (phase_ == Phase::kConnecting && segment.Has(kSyn) && !segment.Has(kAck)) {
    local_ = segment.source;
    remote_ = segment.destination;
    return true;
  }
  return segment.source == local_ && segment.destination == remote_;
}

void Subject::Learn(const TcpPacket& expected, const Segment& segment) {
  if (!segment.Has(kSyn)) return;
  const bool first = phase_ == Phase::kConnecting ||
                     (phase_ == Phase::kSynReceived && segment.Has(kAck));
  const bool again = expected.any_sequence && (expected.flags & kSyn) != 0;
  if (!first && !again) return;
  numbering_.host_isn = segment.seq;
  numbering_.script_isn =
      (expected.flags & kSyn) != 0 && !again ? expected.sequence : 0;
  if (phase_ == Phase::kConnecting) phase_ = Phase::kSynSent;
  if (phase_ == Phase::kSynReceived) phase_ = Phase::kOpen;
}

std::optional<Machine::Sent> Subject::Next(const TcpPacket& expected,
                                           Instant limit) {
  while (true) {
    while (!machine_.sent().empty()) {
      Machine::Sent sent = std::move(machine_.sent().front());
      machine_.sent().pop_front();
      if (!Takes(sent.segment)) continue;
      Learn(expected, sent.segment);
      return sent;
    }
    if (!machine_.Step(limit)) return std::nullopt;
  }
}

std::optional<Machine::Sent> Subject::Unread() {
  while (!machine_.sent().empty()) {
    Machine::Sent sent = std::move(machine_.sent().front());
    machine_.sent().pop_front();
    if (!Takes(sent.segment)) continue;
    Learn(TcpPacket(), sent.segment);
    return sent;
  }
  return std::nullopt;
}

void Subject::PutBack(Machine::Sent sent) {
  machine_.sent().push_front(std::move(sent));
}

// What the first packet of a connection settles. What reaches a listener, or no
// socket at all, and opens no connection keeps its numbers.
void Subject::ArrivesFrom(const TcpPacket& packet) {
  const bool syn = (packet.flags & kSyn) != 0;
  const bool ack = (packet.flags & kAck) != 0;
  if (phase_ == Phase::kNone || phase_ == Phase::kListening) {
    local_ = {Machine::kHostAddress, settings_.bind_port};
    remote_ = {Machine::kPeerAddress, next_port_++};
    numbering_ = {};
    timestamps_ = {};
    if (phase_ == Phase::kListening && syn && !ack) {
      phase_ = Phase::kSynReceived;
      numbering_.peer_isn = packet.sequence;
      fd_ = -1;
    }
  } else if (syn && !ack && listens_ && !machine_.Knows({local_, remote_})) {
    // The connection is gone: a new one, under the same name.
    phase_ = Phase::kSynReceived;
    numbering_ = {};
    timestamps_ = {};
    numbering_.peer_isn = packet.sequence;
    fd_ = -1;
  } else if (phase_ == Phase::kSynSent && syn) {
    numbering_.peer_isn = packet.sequence;
    if (ack) phase_ = Phase::kOpen;
  }
}

std::optional<std::string> Subject::TimestampMismatch(const TcpPacket& expected,
                                                      const TcpPacket& got,
                                                      Duration tolerance) {
  const TcpOption* const scripted = TimestampOf(expected.options);
  const TcpOption* const live = TimestampOf(got.options);
  if (scripted == nullptr || live == nullptr) return std::nullopt;
  timestamps_.Read(scripted->value, live->value);
  const uint32_t value = timestamps_.ToScript(live->value);
  const auto off = static_cast<int32_t>(value - scripted->value);
  if (settings_.ts_tick * std::abs(int64_t{off}) <= tolerance)
    return std::nullopt;
  return absl::StrCat("expected TS val ", scripted->value, ", got TS val ",
                      value);
}

// TS ecr means nothing without ACK (RFC 7323, 3.2).
absl::Status Subject::EchoTimestamps(TcpPacket& packet) const {
  if ((packet.flags & kAck) == 0) return absl::OkStatus();
  for (TcpOption& option : packet.options) {
    if (option.kind != TcpOption::Kind::kTimestamp) continue;
    const std::optional<uint32_t> echo =
        timestamps_.Echo(option.echo, settings_.ts_echo_scaled);
    if (!echo.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat("expected the TS val of a segment that was sent, got ",
                       "TS ecr ", option.echo));
    }
    option.echo = *echo;
  }
  return absl::OkStatus();
}

absl::Status Subject::Inject(const TcpPacket& scripted) {
  ArrivesFrom(scripted);
  TcpPacket packet = scripted;
  const bool syn = (packet.flags & kSyn) != 0 || packet.absolute;
  Segment segment;
  segment.source = remote_;
  segment.destination = local_;
  if (packet.ports.has_value()) {
    segment.source.port = packet.ports->source;
    segment.destination.port = packet.ports->destination;
  }
  segment.flags = packet.flags;
  segment.seq = numbering_.PeerToWire(packet.sequence, syn);
  if (segment.Has(kAck)) segment.ack = numbering_.HostToWire(packet.ack, syn);
  segment.window = packet.window.value_or(0);
  absl::Status status = EchoTimestamps(packet);
  status.Update(OptionsToWire(packet, numbering_, segment));
  status.Update(IpFieldsToWire(packet.ip, segment));
  if (!status.ok()) return status;
  segment.payload = Payload::Copy(std::string(packet.payload, '\0'));
  if (packet.payload > settings_.mss)
    segment.part = static_cast<uint16_t>(settings_.mss);
  machine_.Inject(std::move(segment));
  return absl::OkStatus();
}

absl::Status Subject::Inject(const IcmpPacket& packet) {
  absl::StatusOr<IcmpError> icmp = IcmpErrorOf(packet, settings_.ipv6);
  if (!icmp.ok()) return icmp.status();
  icmp->tuple = {local_, remote_};
  // What is quoted is not of a SYN, whatever its number (packetdrill does so).
  icmp->seq = numbering_.HostToWire(packet.sequence, /*syn=*/false);
  machine_.InjectIcmp(*icmp);
  return absl::OkStatus();
}

}  // namespace orderly::drill
