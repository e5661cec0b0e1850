#include "drill/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace orderly::drill {
namespace {

// Options that say nothing about a simulated host, or whose subject is mapped:
// addresses of a script stand for those of the run.
constexpr std::array<std::string_view, 21> kIgnored = {"local_ip",
                                                       "remote_ip",
                                                       "local_ipv4",
                                                       "remote_ipv4",
                                                       "local_ipv6",
                                                       "remote_ipv6",
                                                       "gateway_ip",
                                                       "netmask_ip",
                                                       "local_linklocal_ip",
                                                       "remote_linklocal_ip",
                                                       "define",
                                                       "verbose",
                                                       "dry_run",
                                                       "speed",
                                                       "send_omit_free",
                                                       "init_scripts",
                                                       "tun_dev",
                                                       "persistent_tun_dev",
                                                       "debug",
                                                       "no_cleanup",
                                                       "psp_udp_port"};

bool ToNumber(const std::string& text, uint64_t most, uint64_t& number) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() &&
         number <= most;
}

absl::Status Refused(const Option& option, std::string_view expected) {
  const std::string place =  // none on a command line
      option.place.line == 0
          ? ""
          : absl::StrCat(option.place.line, ":", option.place.column, ": ");
  return absl::InvalidArgumentError(
      absl::StrCat(place, "expected --", option.name, "=",
                   absl::string_view(expected.data(), expected.size()),
                   ", got '", option.value, "'"));
}

absl::Status Numeric(const Option& option, Settings& settings) {
  uint64_t number = 0;
  if (!ToNumber(option.value, 1'000'000'000, number))
    return Refused(option, "NUMBER");
  const Duration micros = std::chrono::microseconds(number);
  if (option.name == "tolerance_usecs") settings.tolerance = micros;
  if (option.name == "tcp_ts_tick_usecs") settings.ts_tick = micros;
  if (option.name == "tolerance_percent")
    settings.tolerance_percent = static_cast<double>(number);
  if (option.name == "mss") settings.mss = static_cast<uint32_t>(number);
  if (option.name == "mtu") settings.mtu = static_cast<uint32_t>(number);
  if (option.name == "bind_port")
    settings.bind_port = static_cast<uint16_t>(number);
  if (option.name == "connect_port")
    settings.connect_port = static_cast<uint16_t>(number);
  return absl::OkStatus();
}

absl::Status TakeIpVersion(const Option& option, Settings& settings) {
  if (option.value != "ipv4" && option.value != "ipv4-mapped-ipv6" &&
      option.value != "ipv6")
    return Refused(option, "ipv4, ipv4-mapped-ipv6 or ipv6");
  settings.ipv6 = option.value == "ipv6";
  settings.ipv6_sockets = option.value != "ipv4";
  return absl::OkStatus();
}

absl::Status Apply(const Option& option, Settings& settings) {
  constexpr std::array<std::string_view, 7> kNumeric = {
      "tolerance_usecs", "tcp_ts_tick_usecs", "tolerance_percent", "mtu", "mss",
      "bind_port",       "connect_port"};
  if (std::find(kNumeric.begin(), kNumeric.end(), option.name) !=
      kNumeric.end())
    return Numeric(option, settings);
  if (option.name == "ip_version") {
    return TakeIpVersion(option, settings);
  } else if (option.name == "strict_segments") {
    settings.strict_segments = true;
  } else if (option.name == "tcp_ts_ecr_scaled") {
    settings.ts_echo_scaled = true;
  } else if (option.name == "non_fatal") {
    settings.packets_may_differ =
        option.value.find("packet") != std::string::npos;
  } else if (std::find(kIgnored.begin(), kIgnored.end(), option.name) ==
             kIgnored.end()) {
    return absl::UnimplementedError(absl::StrCat("the option --", option.name));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Settings> SettingsOf(const Script& script,
                                    const std::vector<Option>& more) {
  Settings settings;
  bool names_version = false;
  for (const Option& option : script.options) {
    names_version |= option.name == "ip_version";
    if (absl::Status status = Apply(option, settings); !status.ok())
      return status;
  }
  for (const Option& option : more) {
    if (names_version && (option.name == "ip_version" || option.name == "mtu"))
      continue;
    if (absl::Status status = Apply(option, settings); !status.ok())
      return status;
  }
  return settings;
}

}  // namespace orderly::drill
