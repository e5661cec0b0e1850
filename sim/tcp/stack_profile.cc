#include "sim/tcp/stack_profile.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace orderly {
namespace {

// RFC 9293 as it is written, without the mitigations of RFC 5961, which it
// leaves to the implementation; what it does not speak of is Linux's.
TcpConfig Rfc9293Config() {
  TcpConfig config;
  config.keep_unread_on_reset = false;
  config.challenge_acks = false;
  config.reset_one_early = false;
  config.fin_at_zero_window = false;
  config.orphans_give_up = false;
  config.time_wait = std::chrono::minutes(4);
  config.invalid_ratelimit = Duration(0);
  return config;
}

TcpConfig WindowsConfig() {
  TcpConfig config;
  config.keep_unread_on_reset = false;
  config.close_wakes_readers = true;
  config.shut_read = ShutRead::kResets;
  config.linger_timeout = LingerTimeout::kDiscards;
  config.linger_non_blocking = LingerNonBlocking::kRefuses;
  return config;
}

// The BSD of the books (Stevens, UNP and TCP/IP Illustrated 2).
TcpConfig BsdConfig() {
  TcpConfig config;
  config.reset_unread_close = false;
  config.shut_read = ShutRead::kDiscards;
  config.linger_timeout = LingerTimeout::kDiscardsAndFails;
  config.linger_non_blocking = LingerNonBlocking::kBackground;
  return config;
}

std::string Either(bool first, std::string_view one, std::string_view other) {
  return std::string(first ? one : other);
}

std::string SecondsText(Duration time) {
  return absl::StrCat(
      std::chrono::duration_cast<std::chrono::seconds>(time).count(), " s");
}

std::string ShutReadText(const TcpConfig& config) {
  switch (config.shut_read) {
    case ShutRead::kQueues:
      return "is readable";
    case ShutRead::kDiscards:
      return "thrown away";
    case ShutRead::kResets:
      return "RST";
  }
  return "";
}

std::string LingerTimeoutText(const TcpConfig& config) {
  switch (config.linger_timeout) {
    case LingerTimeout::kGoesOn:
      return "0, goes on";
    case LingerTimeout::kDiscards:
      return "0, RST";
    case LingerTimeout::kDiscardsAndFails:
      return "EWOULDBLOCK, RST";
  }
  return "";
}

std::string LingerNonBlockingText(const TcpConfig& config) {
  switch (config.linger_non_blocking) {
    case LingerNonBlocking::kWaits:
      return "waits";
    case LingerNonBlocking::kBackground:
      return "EWOULDBLOCK, FIN";
    case LingerNonBlocking::kRefuses:
      return "EWOULDBLOCK, open";
  }
  return "";
}

constexpr StackDifference kDifferences[] = {
    {"RST meets unread data",
     "RFC 9293, 3.10.7.4, second; Windows: what RFC 9112, 9.6 warns of",
     [](const TcpConfig& c) {
       return Either(c.keep_unread_on_reset, "data stays", "data goes");
     },
     [](const TcpConfig& from, TcpConfig& to) {
       to.keep_unread_on_reset = from.keep_unread_on_reset;
     }},
    {"RST or SYN in the window, not exact",
     "RFC 9293, 3.10.7.4, second, fourth, fifth: RFC 5961 is optional",
     [](const TcpConfig& c) {
       return Either(c.challenge_acks, "challenged", "reset");
     },
     [](const TcpConfig& from, TcpConfig& to) {
       to.challenge_acks = from.challenge_acks;
     }},
    {"RST one before exact, after a FIN",
     "RFC 9293, 3.10.7.4, first: not in the window",
     [](const TcpConfig& c) {
       return Either(c.reset_one_early, "reset", "ignored");
     },
     [](const TcpConfig& from, TcpConfig& to) {
       to.reset_one_early = from.reset_one_early;
     }},
    {"other segments out of the window",
     "RFC 9293, 3.10.7.4, first: an ACK for each",
     [](const TcpConfig& c) {
       return Either(c.invalid_ratelimit.count() > 0, "1 ACK in 0.5 s",
                     "ACK each");
     },
     [](const TcpConfig& from, TcpConfig& to) {
       to.invalid_ratelimit = from.invalid_ratelimit;
     }},
    {"FIN without data at a zero window",
     "RFC 9293, 3.10.7.4, first: not acceptable",
     [](const TcpConfig& c) {
       return Either(c.fin_at_zero_window, "taken", "not taken");
     },
     [](const TcpConfig& from, TcpConfig& to) {
       to.fin_at_zero_window = from.fin_at_zero_window;
     }},
    {"close() with unread data",
     "BSD: tcp_usr_disconnect drains it and sends a FIN",
     [](const TcpConfig& c) {
       return Either(c.reset_unread_close, "RST", "FIN");
     },
     [](const TcpConfig& from, TcpConfig& to) {
       to.reset_unread_close = from.reset_unread_close;
     }},
    {"data after SHUT_RD", "Winsock: shutdown(); BSD: sorflush, UNP 6.6",
     ShutReadText,
     [](const TcpConfig& from, TcpConfig& to) {
       to.shut_read = from.shut_read;
     }},
    {"SO_LINGER's time is over in close()",
     "Winsock: closesocket(); BSD: UNP 7.5", LingerTimeoutText,
     [](const TcpConfig& from, TcpConfig& to) {
       to.linger_timeout = from.linger_timeout;
     }},
    {"close(), SO_LINGER, O_NONBLOCK", "Winsock: closesocket(); BSD: UNP 7.5",
     LingerNonBlockingText,
     [](const TcpConfig& from, TcpConfig& to) {
       to.linger_non_blocking = from.linger_non_blocking;
     }},
    {"close() while another thread reads",
     "Winsock: closesocket() cancels blocking calls",
     [](const TcpConfig& c) {
       return Either(c.close_wakes_readers, "EINTR, FIN", "FIN afterwards");
     },
     [](const TcpConfig& from, TcpConfig& to) {
       to.close_wakes_readers = from.close_wakes_readers;
     }},
    {"a closed socket that nobody answers",
     "RFC 9293, 3.8.3: R2, for all connections alike",
     [](const TcpConfig& c) {
       return Either(c.orphans_give_up, "8 retries", "15 retries");
     },
     [](const TcpConfig& from, TcpConfig& to) {
       to.orphans_give_up = from.orphans_give_up;
     }},
    {"TIME-WAIT", "RFC 9293, 3.4.2: MSL is 2 minutes",
     [](const TcpConfig& c) { return SecondsText(c.time_wait); },
     [](const TcpConfig& from, TcpConfig& to) {
       to.time_wait = from.time_wait;
     }},
};

// How many letters must be changed, put in or left out.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view StackName(Stack stack) {
  switch (stack) {
    case Stack::kLinux:
      return "linux";
    case Stack::kRfc9293:
      return "rfc9293";
    case Stack::kWindows:
      return "windows";
    case Stack::kBsd:
      return "bsd";
  }
  return "";
}

absl::StatusOr<Stack> ParseStack(std::string_view name) {
  Stack nearest = Stack::kLinux;
  for (const Stack stack : kAllStacks) {
    if (StackName(stack) == name) return stack;
    if (Distance(StackName(stack), name) < Distance(StackName(nearest), name))
      nearest = stack;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "'", std::string(name.substr(0, 40)),
      "': there is no such stack; there are linux, rfc9293, windows and bsd, "
      "and the nearest is ",
      std::string(StackName(nearest))));
}

TcpConfig StackConfig(Stack stack) {
  switch (stack) {
    case Stack::kLinux:
      return {};
    case Stack::kRfc9293:
      return Rfc9293Config();
    case Stack::kWindows:
      return WindowsConfig();
    case Stack::kBsd:
      return BsdConfig();
  }
  return {};
}

void TakeStack(Stack stack, TcpConfig& config) {
  const TcpConfig linux_config;
  const TcpConfig wanted = StackConfig(stack);
  for (const StackDifference& difference : kDifferences) {
    TcpConfig changed = linux_config;
    difference.take(wanted, changed);
    if (changed != linux_config) difference.take(wanted, config);
  }
}

std::span<const StackDifference> StackDifferences() { return kDifferences; }

}  // namespace orderly
