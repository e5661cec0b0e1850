#include "drill/stage.h"

#include <algorithm>
#include <chrono>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "drill/command.h"
#include "drill/sysctls.h"

namespace orderly::drill {
namespace {

absl::Status AtPlace(Place place, const absl::Status& status) {
  if (!absl::IsInvalidArgument(status)) return status;
  return absl::InvalidArgumentError(
      absl::StrCat(place.line, ":", place.column, ": ", status.message()));
}

uint16_t MssOf(uint32_t mtu, bool ipv6) {
  constexpr uint32_t kIpv4 = 40;  // with TCP's header
  constexpr uint32_t kIpv6 = 60;
  const uint32_t headers = ipv6 ? kIpv6 : kIpv4;
  return static_cast<uint16_t>(std::clamp(mtu, headers + 1, 0xffffU) - headers);
}

// What scripts expect of a host that they set nothing of: what defaults.sh
// sets, and the rest as read off from them. 45 full segments of window: with
// tcp_rmem 131400 Linux 6.18 passes all 137 of the state x event matrix, with
// its default (64,240) it fails ten; the matrix needs a
// tcp_syn_linear_timeouts of 0, too. A scale of 6 is nplab's. HZ=1000: what
// most scripts with RACK timers were timed on.
void SetTheUsualStage(TcpConfig& config) {
  ApplyDefaults(config);
  config.receive_buffer = 65'700;
  config.receive_buffer_max = 3 << 20;
  config.syn_linear_timeouts = 0;
  config.tick = std::chrono::milliseconds(1);
}

}  // namespace

absl::Status ApplyCommand(const Command& command, const Settings& settings,
                          TcpConfig& config) {
  const absl::StatusOr<std::vector<Step>> steps = StepsOf(command.text);
  if (!steps.ok()) return steps.status();
  for (const Step& step : *steps) {
    if (std::holds_alternative<DefaultsPreset>(step)) ApplyDefaults(config);
    if (const auto* const link = std::get_if<LinkMtu>(&step))
      config.mss = MssOf(link->mtu, settings.ipv6);
    const auto* const sysctl = std::get_if<Sysctl>(&step);
    if (sysctl == nullptr) continue;
    if (absl::Status status = ApplySysctl(*sysctl, config); !status.ok())
      return AtPlace(command.place, status);
  }
  return absl::OkStatus();
}

absl::StatusOr<TcpConfig> StageOf(const Script& script,
                                  const Settings& settings) {
  TcpConfig config;
  config.ipv6 = settings.ipv6;
  config.window_scaling = true;
  config.timestamps = true;
  config.sack = true;
  config.counts_packets = true;
  config.charge_packets = true;
  config.mss = MssOf(settings.mtu, settings.ipv6);
  SetTheUsualStage(config);
  for (const Command& command : script.before) {
    if (absl::Status status = ApplyCommand(command, settings, config);
        !status.ok())
      return status;
  }
  const auto is_command = [](const Event& event) {
    return std::holds_alternative<Command>(event.action);
  };
  const auto begin =
      std::find_if_not(script.events.begin(), script.events.end(), is_command);
  for (auto event = script.events.begin(); event != begin; ++event) {
    absl::Status status =
        ApplyCommand(std::get<Command>(event->action), settings, config);
    if (!status.ok()) return status;
  }
  return config;
}

}  // namespace orderly::drill
