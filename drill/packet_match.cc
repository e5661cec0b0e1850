#include "drill/packet_match.h"

#include <algorithm>

#include "drill/wire_options.h"

namespace orderly::drill {
namespace {

// Of a segment of a burst these may differ from the next one's
// (packetdrill: verify_tcp, not strict).
constexpr uint8_t kOfTheLast = kFin | kPsh | kCwr;

// TS val is compared apart, by --tcp_ts_tick_usecs; TS ecr is not, as in
// packetdrill (verify_outbound_tcp_option).
bool SameOption(const TcpOption& expected, const TcpOption& got) {
  if (expected.kind != got.kind) return false;
  return expected.kind == TcpOption::Kind::kTimestamp || expected == got;
}

bool SameOptions(const TcpPacket& expected, const TcpPacket& got) {
  return std::equal(expected.options.begin(), expected.options.end(),
                    got.options.begin(), got.options.end(), SameOption);
}

}  // namespace

TcpPacket AsWritten(const Segment& segment, const Numbering& numbering) {
  const bool syn = segment.Has(kSyn);
  TcpPacket packet;
  packet.flags = segment.flags;
  packet.sequence = numbering.HostToScript(segment.seq, syn);
  packet.payload = segment.payload.size();
  if (segment.Has(kAck)) packet.ack = numbering.PeerToScript(segment.ack, syn);
  packet.window = segment.window;
  packet.options = OptionsFromWire(segment, numbering);
  return packet;
}

std::string_view Difference(const TcpPacket& expected, const TcpPacket& got) {
  if (expected.flags != got.flags) return "flags";
  if (!expected.any_sequence && expected.sequence != got.sequence)
    return "sequence number";
  if (expected.payload != got.payload) return "payload";
  if ((expected.flags & kAck) != 0 && expected.ack != got.ack) return "ack";
  if (expected.window.has_value() && expected.window != got.window)
    return "window";
  if (expected.urgent.value_or(0) != got.urgent.value_or(0))
    return "urgent pointer";
  if (!expected.any_options && !SameOptions(expected, got)) return "options";
  return "";
}

const TcpOption* TimestampOf(const std::vector<TcpOption>& options) {
  for (const TcpOption& option : options) {
    if (option.kind == TcpOption::Kind::kTimestamp) return &option;
  }
  return nullptr;
}

TcpPacket InTheStyleOf(const TcpPacket& expected, TcpPacket got) {
  if (!expected.window.has_value()) got.window.reset();
  if (expected.any_options) got.any_options = true;
  return got;
}

bool Continues(const TcpPacket& burst, const TcpPacket& next) {
  return next.payload > 0 && next.sequence == burst.sequence + burst.payload &&
         ((burst.flags ^ next.flags) & ~kOfTheLast) == 0 &&
         (burst.flags & kFin) == 0 && burst.ack == next.ack &&
         burst.window == next.window;
}

}  // namespace orderly::drill
