#include "sim/wire/ip_bytes.h"

#include <cstddef>
#include <cstdint>

#include "sim/wire/tcp_options.h"

namespace orderly {
namespace {

constexpr size_t kIpHeader = 20;
constexpr size_t kTcpHeader = 20;
constexpr uint8_t kTcp = 6;
// Of options that have no name in OptionKind.
constexpr uint8_t kEndOfOptions = 0;

void Put8(std::string& to, uint32_t value) {
  to += static_cast<char>(value & 0xff);
}
void Put16(std::string& to, uint32_t value) {
  Put8(to, value >> 8);
  Put8(to, value);
}
void Put32(std::string& to, uint32_t value) {
  Put16(to, value >> 16);
  Put16(to, value & 0xffff);
}

uint32_t Get8(std::string_view from, size_t at) {
  return static_cast<uint8_t>(from[at]);
}
uint32_t Get16(std::string_view from, size_t at) {
  return Get8(from, at) << 8 | Get8(from, at + 1);
}
uint32_t Get32(std::string_view from, size_t at) {
  return Get16(from, at) << 16 | Get16(from, at + 2);
}

// RFC 1071, without the final complement.
uint32_t Sum(std::string_view bytes) {
  uint32_t sum = 0;
  for (size_t i = 0; i < bytes.size(); i += 2) {
    sum += Get8(bytes, i) << 8;
    if (i + 1 < bytes.size()) sum += Get8(bytes, i + 1);
  }
  return sum;
}
uint16_t Checksum(uint32_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<uint16_t>(~sum);
}
void Set16(std::string& in, size_t at, uint16_t value) {
  in[at] = static_cast<char>(value >> 8);
  in[at + 1] = static_cast<char>(value & 0xff);
}

void PutOption(std::string& to, OptionKind kind, const TcpOptions& options) {
  Put8(to, static_cast<uint8_t>(kind));
  switch (kind) {
    case OptionKind::kNop:
      return;
    case OptionKind::kMss:
      Put8(to, 4);
      Put16(to, options.mss);
      return;
    case OptionKind::kWindowScale:
      Put8(to, 3);
      Put8(to, static_cast<uint8_t>(options.window_scale));
      return;
    case OptionKind::kSackPermitted:
      Put8(to, 2);
      return;
    case OptionKind::kSack:
      Put8(to, 2 + 8U * options.sack.size());
      for (uint8_t i = 0; i < options.sack.size(); ++i) {
        Put32(to, options.sack[i].first.value());
        Put32(to, options.sack[i].end.value());
      }
      return;
    case OptionKind::kTimestamps:
      Put8(to, 10);
      Put32(to, options.timestamp);
      Put32(to, options.echoed);
      return;
  }
}

std::string OptionBytes(const TcpOptions& options) {
  std::string bytes;
  for (const OptionKind kind : LayoutOf(options))
    PutOption(bytes, kind, options);
  while (bytes.size() % 4 != 0)
    Put8(bytes, static_cast<uint8_t>(OptionKind::kNop));
  return bytes;
}

// `bytes` is one option, its kind and length included.
void ReadOption(std::string_view bytes, TcpOptions& options) {
  const size_t length = bytes.size();
  switch (static_cast<OptionKind>(bytes[0])) {
    case OptionKind::kMss:
      if (length == 4) options.mss = static_cast<uint16_t>(Get16(bytes, 2));
      return;
    case OptionKind::kWindowScale:
      if (length == 3)
        options.window_scale = static_cast<int8_t>(Get8(bytes, 2));
      return;
    case OptionKind::kSackPermitted:
      options.sack_permitted = true;
      return;
    case OptionKind::kSack:
      for (size_t at = 2; at + 8 <= length; at += 8) {
        if (options.sack.size() == SackBlocks::kMost) return;
        options.sack.push_back(
            {SeqNum(Get32(bytes, at)), SeqNum(Get32(bytes, at + 4))});
      }
      return;
    case OptionKind::kTimestamps:
      if (length != 10) return;
      options.timestamps = true;
      options.timestamp = Get32(bytes, 2);
      options.echoed = Get32(bytes, 6);
      return;
    case OptionKind::kNop:
      return;
  }
}

void ReadOptions(std::string_view bytes, TcpOptions& options) {
  while (!bytes.empty() && Get8(bytes, 0) != kEndOfOptions) {
    if (Get8(bytes, 0) == static_cast<uint8_t>(OptionKind::kNop)) {
      bytes.remove_prefix(1);
      continue;
    }
    const size_t length = bytes.size() < 2 ? 0 : Get8(bytes, 1);
    if (length < 2 || length > bytes.size()) return;
    ReadOption(bytes.substr(0, length), options);
    bytes.remove_prefix(length);
  }
}

}  // namespace

std::string ToIpv4(const Segment& segment) {
  const std::string options = OptionBytes(segment.options);
  const size_t tcp_size = kTcpHeader + options.size() + segment.payload.size();
  std::string tcp;
  Put16(tcp, segment.source.port);
  Put16(tcp, segment.destination.port);
  Put32(tcp, segment.seq.value());
  Put32(tcp, segment.ack.value());
  Put8(tcp, static_cast<uint32_t>((kTcpHeader + options.size()) / 4) << 4);
  Put8(tcp, segment.flags);
  Put16(tcp, segment.window);
  Put32(tcp, 0);  // checksum, urgent pointer
  tcp += options;
  tcp += segment.payload.view();
  std::string pseudo;
  Put32(pseudo, segment.source.address);
  Put32(pseudo, segment.destination.address);
  Put16(pseudo, kTcp);
  Put16(pseudo, static_cast<uint32_t>(tcp_size));
  Set16(tcp, 16, Checksum(Sum(pseudo) + Sum(tcp)));

  std::string packet;
  Put8(packet, 0x45);
  Put8(packet, segment.ecn);
  Put16(packet, static_cast<uint32_t>(kIpHeader + tcp_size));
  Put16(packet, 0);       // identification
  Put16(packet, 0x4000);  // do not fragment
  Put8(packet, 64);
  Put8(packet, kTcp);
  Put16(packet, 0);
  Put32(packet, segment.source.address);
  Put32(packet, segment.destination.address);
  Set16(packet, 10, Checksum(Sum(packet)));
  return packet + tcp;
}

std::optional<Segment> FromIpv4(std::string_view packet) {
  if (packet.size() < kIpHeader + kTcpHeader) return std::nullopt;
  if (Get8(packet, 0) >> 4 != 4 || Get8(packet, 9) != kTcp) return std::nullopt;
  const size_t header = (Get8(packet, 0) & 15) * 4;
  const size_t total = Get16(packet, 2);
  if (header < kIpHeader || total > packet.size() ||
      total < header + kTcpHeader)
    return std::nullopt;
  const std::string_view tcp = packet.substr(header, total - header);
  const size_t data = (Get8(tcp, 12) >> 4) * 4;
  if (data < kTcpHeader || data > tcp.size()) return std::nullopt;
  Segment segment;
  segment.ecn = Get8(packet, 1) & 3;
  segment.source = {Get32(packet, 12), static_cast<uint16_t>(Get16(tcp, 0))};
  segment.destination = {Get32(packet, 16),
                         static_cast<uint16_t>(Get16(tcp, 2))};
  segment.seq = SeqNum(Get32(tcp, 4));
  segment.ack = SeqNum(Get32(tcp, 8));
  segment.flags = static_cast<uint8_t>(Get8(tcp, 13));
  segment.window = static_cast<uint16_t>(Get16(tcp, 14));
  ReadOptions(tcp.substr(kTcpHeader, data - kTcpHeader), segment.options);
  segment.payload = Payload::Copy(tcp.substr(data));
  return segment;
}

}  // namespace orderly
