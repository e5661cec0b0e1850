#include "drill/wire_options.h"

namespace orderly::drill {
namespace {

using Kind = TcpOption::Kind;

TcpOption Of(Kind kind, uint32_t value = 0) {
  TcpOption option;
  option.kind = kind;
  option.value = value;
  return option;
}

}  // namespace

absl::Status OptionsToWire(const TcpPacket& packet,
                           const Numbering& /*numbering*/, Segment& segment) {
  for (const TcpOption& option : packet.options) {
    switch (option.kind) {
      case Kind::kNop:
      case Kind::kEol:
        break;
      case Kind::kMss:
        segment.options.mss = static_cast<uint16_t>(option.value);
        break;
      case Kind::kWindowScale:
        segment.options.window_scale = static_cast<int8_t>(option.value);
        break;
      case Kind::kSackOk:
        segment.options.sack_permitted = true;
        break;
      case Kind::kSack:
        return absl::UnimplementedError("not yet: SACK blocks");
      case Kind::kTimestamp:
        return absl::UnimplementedError("not yet: timestamps");
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
                                       const Numbering& /*numbering*/) {
  const TcpOptions& wire = segment.options;
  std::vector<TcpOption> options;
  if (wire.mss != 0) options.push_back(Of(Kind::kMss, wire.mss));
  if (wire.sack_permitted) {
    options.push_back(Of(Kind::kNop));
    options.push_back(Of(Kind::kNop));
    options.push_back(Of(Kind::kSackOk));
  }
  if (wire.window_scale >= 0) {
    options.push_back(Of(Kind::kNop));
    options.push_back(
        Of(Kind::kWindowScale, static_cast<uint32_t>(wire.window_scale)));
  }
  return options;
}

absl::Status IpFieldsToWire(const IpFields& ip, Segment& /*segment*/) {
  if (ip.ecn.value_or(Ecn::kNone) != Ecn::kNone || ip.tos.value_or(0) != 0)
    return absl::UnimplementedError("not yet: ECN and TOS");
  return absl::OkStatus();
}

absl::StatusOr<bool> IpFieldsMatch(const IpFields& ip,
                                   const Segment& /*segment*/) {
  if (ip.ecn.value_or(Ecn::kNone) != Ecn::kNone || ip.tos.value_or(0) != 0)
    return absl::UnimplementedError("not yet: ECN and TOS");
  return true;
}

}  // namespace orderly::drill
