#include "drill/sysctls.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace orderly::drill {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Of one number each.
struct Mapping {
  std::string_view name;
  void (*apply)(TcpConfig& config, int64_t value);
};

constexpr Mapping kMappings[] = {
    {"tcp_syn_retries",
     [](TcpConfig& c, int64_t v) { c.syn_retries = static_cast<uint32_t>(v); }},
    {"tcp_syn_linear_timeouts",
     [](TcpConfig& c, int64_t v) {
       c.syn_linear_timeouts = static_cast<uint32_t>(v);
     }},
    {"tcp_synack_retries",
     [](TcpConfig& c, int64_t v) {
       c.synack_retries = static_cast<uint32_t>(v);
     }},
    {"tcp_retries2",
     [](TcpConfig& c, int64_t v) { c.retries = static_cast<uint32_t>(v); }},
    {"tcp_orphan_retries",
     [](TcpConfig& c, int64_t v) {
       c.orphan_retries = static_cast<uint32_t>(v);
     }},
    {"tcp_fin_timeout",
     [](TcpConfig& c, int64_t v) { c.fin_timeout = seconds(v); }},
    {"tcp_ecn",
     [](TcpConfig& c, int64_t v) { c.ecn = static_cast<uint8_t>(v); }},
    {"tcp_rfc1337", [](TcpConfig& c, int64_t v) { c.rfc1337 = v != 0; }},
    {"tcp_invalid_ratelimit",
     [](TcpConfig& c, int64_t v) { c.invalid_ratelimit = milliseconds(v); }},
    {"tcp_abort_on_overflow",
     [](TcpConfig& c, int64_t v) { c.abort_on_overflow = v != 0; }},
    {"tcp_window_scaling",
     [](TcpConfig& c, int64_t v) { c.window_scaling = v != 0; }},
    {"tcp_timestamps", [](TcpConfig& c, int64_t v) { c.timestamps = v != 0; }},
    {"tcp_sack", [](TcpConfig& c, int64_t v) { c.sack = v != 0; }},
    {"tcp_dsack", [](TcpConfig& c, int64_t v) { c.dsack = v != 0; }},
    {"tcp_frto", [](TcpConfig& c, int64_t v) { c.frto = v != 0; }},
    {"tcp_reordering",
     [](TcpConfig& c, int64_t v) { c.reordering = static_cast<uint32_t>(v); }},
    {"tcp_recovery",
     [](TcpConfig& c, int64_t v) { c.recovery = static_cast<uint32_t>(v); }},
    {"tcp_early_retrans",
     [](TcpConfig& c, int64_t v) {
       c.early_retrans = static_cast<uint32_t>(v);
     }},
    {"tcp_slow_start_after_idle",
     [](TcpConfig& c, int64_t v) { c.slow_start_after_idle = v != 0; }},
    {"tcp_notsent_lowat",
     [](TcpConfig& c, int64_t v) {
       c.unsent_low_water = static_cast<uint32_t>(v);
     }},
    {"tcp_min_tso_segs",
     [](TcpConfig& c, int64_t v) {
       c.min_tso_segs = static_cast<uint32_t>(v);
     }},
    {"tcp_tso_rtt_log",
     [](TcpConfig& c, int64_t v) { c.tso_rtt_log = static_cast<uint32_t>(v); }},
    {"tcp_tso_win_divisor",
     [](TcpConfig& c, int64_t v) {
       c.tso_win_divisor = static_cast<uint32_t>(v);
     }},
    {"tcp_pacing_ss_ratio",
     [](TcpConfig& c, int64_t v) {
       c.pacing_slow_start = static_cast<uint32_t>(v);
     }},
    {"tcp_pacing_ca_ratio",
     [](TcpConfig& c, int64_t v) {
       c.pacing_avoidance = static_cast<uint32_t>(v);
     }},
    {"tcp_rto_max_ms",
     [](TcpConfig& c, int64_t v) { c.rto_max = milliseconds(v); }},
    {"tcp_rto_min_us",
     [](TcpConfig& c, int64_t v) { c.rto_min = microseconds(v); }},
};

// Known, and of no effect on the simulated TCP: what it does is what they ask
// for by default, or they are about what it has not (caches, offloads, Fast
// Open, of which a script that needs it is skipped).
constexpr std::array<std::string_view, 27> kWithoutEffect = {
    "tcp_adv_win_scale",
    "tcp_allowed_congestion_control",
    "tcp_autocorking",
    "tcp_base_mss",
    "tcp_challenge_ack_limit",
    "tcp_comp_sack_delay_ns",
    "tcp_comp_sack_nr",
    "tcp_congestion_control",
    "tcp_ecn_fallback",
    "tcp_ecn_option",
    "tcp_ecn_option_beacon",
    "tcp_fack",
    "tcp_fastopen",
    "tcp_fastopen_blackhole_timeout_sec",
    "tcp_fastopen_key",
    "tcp_limit_output_bytes",
    "tcp_max_reordering",
    "tcp_min_rtt_wlen",
    "tcp_moderate_rcvbuf",
    "tcp_mtu_probing",
    "tcp_no_metrics_save",
    "tcp_no_ssthresh_metrics_save",
    "tcp_reflect_tos",
    "tcp_retrans_collapse",
    "tcp_retries1",
    "tcp_shrink_window",
    "tcp_syncookies",
};

bool ToNumber(std::string_view text, int64_t& number) {
  // $((32*1024*1024))
  if (text.starts_with("$((") && text.ends_with("))")) {
    number = 1;
    const std::vector<std::string> factors =
        absl::StrSplit(std::string(text.substr(3, text.size() - 5)), '*');
    for (const std::string& factor : factors) {
      int64_t value = 0;
      if (!ToNumber(factor, value) || value > INT32_MAX / number) return false;
      number *= std::max<int64_t>(value, 1);
    }
    return true;
  }
  const bool hex = text.starts_with("0x");
  const char* const begin = text.data() + (hex ? 2 : 0);
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(begin, end, number, hex ? 16 : 10);
  return error == std::errc() && stop == end && begin != end;
}

// tcp_rmem, tcp_wmem: least, default, most.
absl::Status ApplyMemory(const Sysctl& sysctl, bool receive,
                         TcpConfig& config) {
  const std::vector<std::string> words =
      absl::StrSplit(sysctl.value, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  int64_t bytes = 0;
  if (words.size() != 3 || !ToNumber(words[1], bytes) || bytes <= 0 ||
      bytes > INT32_MAX)
    return absl::InvalidArgumentError(absl::StrCat(
        sysctl.name, ": expected three sizes, got '", sysctl.value, "'"));
  if (receive) {
    config.receive_buffer = static_cast<uint32_t>(bytes / 2);
    int64_t most = 0;
    if (ToNumber(words[2], most) && most > 0 && most <= INT32_MAX)
      config.receive_buffer_max = static_cast<uint32_t>(most);
  } else {
    config.send_buffer = static_cast<uint32_t>(bytes);
    int64_t most = 0;
    if (ToNumber(words[2], most) && most > 0 && most <= INT32_MAX)
      config.send_buffer_max = static_cast<uint32_t>(most);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ApplySysctl(const Sysctl& sysctl, TcpConfig& config) {
  constexpr std::string_view kPrefix = "net.ipv4.";
  const std::string_view name = sysctl.name;
  if (!name.starts_with(kPrefix))
    return absl::UnimplementedError(absl::StrCat("sysctl ", sysctl.name));
  const std::string_view key = name.substr(kPrefix.size());
  if (key == "tcp_rmem" || key == "tcp_wmem")
    return ApplyMemory(sysctl, key == "tcp_rmem", config);
  for (const Mapping& mapping : kMappings) {
    if (mapping.name != key) continue;
    int64_t value = 0;
    if (!ToNumber(sysctl.value, value) || value < 0 || value > UINT32_MAX)
      return absl::InvalidArgumentError(absl::StrCat(
          sysctl.name, ": expected a number, got '", sysctl.value, "'"));
    if (key == "tcp_ecn" && value > 2)
      return absl::UnimplementedError("AccECN");
    mapping.apply(config, value);
    return absl::OkStatus();
  }
  if (key == "tcp_syncookies" && sysctl.value == "2")
    return absl::UnimplementedError("SYN cookies");
  if (std::find(kWithoutEffect.begin(), kWithoutEffect.end(), key) !=
      kWithoutEffect.end())
    return absl::OkStatus();
  return absl::UnimplementedError(absl::StrCat("sysctl ", sysctl.name));
}

void ApplyDefaults(TcpConfig& config) {
  config.receive_buffer = 540'000 / 2;
  config.receive_buffer_max = 15 << 20;
  config.send_buffer = 256 << 10;
  config.syn_retries = 5;
  config.synack_retries = 5;
  config.slow_start_after_idle = false;
  config.early_retrans = 4;
  config.cubic = true;
  config.ecn = 0;
}

}  // namespace orderly::drill
