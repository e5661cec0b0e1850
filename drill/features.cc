#include "drill/features.h"

#include <array>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "drill/calls.h"
#include "drill/command.h"
#include "drill/settings.h"
#include "drill/sysctls.h"
#include "sim/wire/segment.h"

namespace orderly::drill {
namespace {

using Missing = std::optional<std::string>;

struct Known {
  std::string_view symbol;  // or the beginning of one
  std::string_view feature;
};
constexpr Known kSymbols[] = {
    {"TCP_FASTOPEN", "Fast Open"},
    {"MSG_FASTOPEN", "Fast Open"},
    {"SO_ZEROCOPY", "zerocopy"},
    {"MSG_ZEROCOPY", "zerocopy"},
    {"TCP_ZEROCOPY_RECEIVE", "zerocopy"},
    {"MSG_ERRQUEUE", "the error queue"},
    {"SO_TIMESTAMPING", "timestamping of packets"},
    {"TCP_MD5SIG", "TCP MD5"},
    {"SOCK_DGRAM", "UDP"},
    {"SOCK_RAW", "raw sockets"},
    {"SOCK_SEQPACKET", "SCTP"},
    {"IPPROTO_SCTP", "SCTP"},
    {"IPPROTO_UDPLITE", "UDP-Lite"},
    {"IPPROTO_UDP", "UDP"},
};

Missing InExpression(const Expression& expression) {
  if (expression.kind == Expression::Kind::kWord) {
    for (const Known& known : kSymbols) {
      if (expression.text.starts_with(known.symbol))
        return std::string(known.feature);
    }
  }
  for (const Expression& item : expression.items) {
    if (Missing missing = InExpression(item)) return missing;
  }
  return std::nullopt;
}

Missing InAction(const SystemCall& call) {
  if (call.name.starts_with("psp_")) return "PSP";
  if (call.name.starts_with("sctp_")) return "SCTP";
  for (const Expression& argument : call.arguments) {
    if (Missing missing = InExpression(argument)) return missing;
  }
  if (!IsKnownCall(call.name))
    return absl::StrCat("the call ", call.name, "()");
  return std::nullopt;
}

std::string_view FeatureOf(const TcpOption& option) {
  switch (option.kind) {
    case TcpOption::Kind::kFastOpen:
      return "Fast Open";
    case TcpOption::Kind::kMd5:
      return "TCP MD5";
    case TcpOption::Kind::kAccEcn:
      return "AccECN";
    case TcpOption::Kind::kOther:
      return "a TCP option that Linux does not know";
    case TcpOption::Kind::kMss:
    case TcpOption::Kind::kNop:
    case TcpOption::Kind::kEol:
    case TcpOption::Kind::kWindowScale:
    case TcpOption::Kind::kSackOk:
    case TcpOption::Kind::kSack:
    case TcpOption::Kind::kTimestamp:
      return "";
  }
  return "";
}

Missing InAction(const TcpPacket& packet) {
  // A SYN that asks for it asks who knows RFC 3168 alone for that.
  const bool asks = packet.inbound && (packet.flags & (kSyn | kAck)) == kSyn;
  if (packet.ae && !asks) return "AccECN";
  if (packet.ip.flow_label.has_value()) return "flow labels";
  if (packet.ip.ttl.has_value()) return "the TTL of packets";
  for (const TcpOption& option : packet.options) {
    if (const std::string_view feature = FeatureOf(option); !feature.empty())
      return std::string(feature);
  }
  return std::nullopt;
}

Missing InAction(const IcmpPacket& packet) {
  if (!packet.inbound) return "outbound ICMP";
  return std::nullopt;
}

Missing InAction(const OtherPacket& packet) {
  if (packet.protocol == "psp" || packet.protocol == "encap") return "PSP";
  return absl::StrCat("the protocol ", packet.protocol);
}

Missing InAction(const Command& command) {
  const absl::StatusOr<std::vector<Step>> steps = StepsOf(command.text);
  if (!steps.ok()) return std::string(steps.status().message());
  for (const Step& step : *steps) {
    const auto* const sysctl = std::get_if<Sysctl>(&step);
    if (sysctl == nullptr) continue;
    TcpConfig config;
    if (absl::Status status = ApplySysctl(*sysctl, config); !status.ok())
      return std::string(status.message());
  }
  return std::nullopt;
}

Missing InAction(const Code& /*code*/) { return std::nullopt; }

}  // namespace

std::optional<std::string> MissingFeature(const Script& script) {
  const absl::StatusOr<Settings> settings = SettingsOf(script);
  if (!settings.ok() &&
      settings.status().code() == absl::StatusCode::kUnimplemented)
    return std::string(settings.status().message());
  // What a packet is says more than what sets the stage for it.
  for (const Event& event : script.events) {
    if (std::holds_alternative<Command>(event.action)) continue;
    Missing missing = std::visit(
        [](const auto& action) { return InAction(action); }, event.action);
    if (missing.has_value()) return missing;
  }
  for (const Command& command : script.before) {
    if (Missing missing = InAction(command)) return missing;
  }
  for (const Event& event : script.events) {
    const auto* const command = std::get_if<Command>(&event.action);
    if (command == nullptr) continue;
    if (Missing missing = InAction(*command)) return missing;
  }
  return std::nullopt;
}

}  // namespace orderly::drill
