#include "drill/wire_options.h"

#include "sim/wire/tcp_options.h"

namespace orderly::drill {
namespace {

using Kind = TcpOption::Kind;

constexpr uint8_t kEcnMask = 3;  // INET_ECN_MASK, of the TOS byte

TcpOption Written(OptionKind kind, const orderly::TcpOptions& wire,
                  const Numbering& numbering) {
  TcpOption option;
  switch (kind) {
    case OptionKind::kNop:
      option.kind = Kind::kNop;
      break;
    case OptionKind::kMss:
      option.kind = Kind::kMss;
      option.value = wire.mss;
      break;
    case OptionKind::kWindowScale:
      option.kind = Kind::kWindowScale;
      option.value = static_cast<uint8_t>(wire.window_scale);
      break;
    case OptionKind::kSackPermitted:
      option.kind = Kind::kSackOk;
      break;
    case OptionKind::kSack:
      option.kind = Kind::kSack;
      for (uint8_t i = 0; i < wire.sack.size(); ++i) {
        option.blocks.push_back(
            {numbering.PeerToScript(wire.sack[i].first, /*syn=*/false),
             numbering.PeerToScript(wire.sack[i].end, /*syn=*/false)});
      }
      break;
    case OptionKind::kTimestamps:
      option.kind = Kind::kTimestamp;
      option.value = wire.timestamp;
      option.echo = wire.echoed;
      break;
  }
  return option;
}

}  // namespace

absl::Status OptionsToWire(const TcpPacket& packet, const Numbering& numbering,
                           Segment& segment) {
  orderly::TcpOptions& wire = segment.options;
  for (const TcpOption& option : packet.options) {
    switch (option.kind) {
      case Kind::kNop:
      case Kind::kEol:
        break;
      case Kind::kMss:
        wire.mss = static_cast<uint16_t>(option.value);
        break;
      case Kind::kWindowScale:
        wire.window_scale = static_cast<int8_t>(option.value);
        break;
      case Kind::kSackOk:
        wire.sack_permitted = true;
        break;
      case Kind::kSack:
        for (const SackBlock& block : option.blocks) {
          wire.sack.push_back(
              {numbering.HostToWire(block.left, /*syn=*/false),
               numbering.HostToWire(block.right, /*syn=*/false)});
        }
        break;
      case Kind::kTimestamp:
        wire.timestamps = true;
        wire.timestamp = option.value;
        wire.echoed = option.echo;
        break;
      case Kind::kFastOpen:
      case Kind::kMd5:
      case Kind::kAccEcn:
      case Kind::kOther:
        return absl::UnimplementedError("TCP option " + option.text);
    }
  }
  return absl::OkStatus();
}

std::vector<TcpOption> OptionsFromWire(const Segment& segment,
                                       const Numbering& numbering) {
  std::vector<TcpOption> options;
  for (const OptionKind kind : LayoutOf(segment.options))
    options.push_back(Written(kind, segment.options, numbering));
  return options;
}

absl::Status IpFieldsToWire(const IpFields& ip, Segment& segment) {
  if (ip.ecn.has_value()) segment.ecn = static_cast<uint8_t>(*ip.ecn);
  // The rest of the TOS byte means nothing to a receiver.
  if (ip.tos.has_value()) segment.ecn = *ip.tos & kEcnMask;
  return absl::OkStatus();
}

absl::StatusOr<bool> IpFieldsMatch(const IpFields& ip, const Segment& segment) {
  if ((ip.tos.value_or(0) & ~kEcnMask) != 0)
    return absl::UnimplementedError("the TOS of packets");
  if (ip.tos.has_value() && segment.ecn != *ip.tos) return false;
  if (!ip.ecn.has_value()) return true;
  if (*ip.ecn == Ecn::kEitherEct)
    return segment.ecn == kEct0 || segment.ecn == kEct1;
  return segment.ecn == static_cast<uint8_t>(*ip.ecn);
}

}  // namespace orderly::drill
