#include "sim/process/call.h"

#include <array>

namespace orderly {

std::string_view CallName(Call call) {
  // By number.
  static constexpr std::array<std::string_view, kCallCount> kNames = {
      "socket",      "bind",        "listen",     "accept",        "connect",
      "getsockname", "getpeername", "setsockopt", "getsockopt",    "shutdown",
      "recv",        "send",        "close",      "dup",           "fcntl",
      "ioctl",       "poll",        "select",     "clock_gettime", "sleep",
      "getrandom",   "exit",        "raise",      "signal",        "fork",
      "harness",     "unsupported", "pause"};
  return kNames[static_cast<size_t>(call)];
}

std::string Quoted(std::string_view bytes) {
  constexpr size_t kMost = 40;
  std::string text = "\"";
  for (const char c : bytes.substr(0, kMost)) {
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c >= ' ' && c <= '~' ? c : '?';
    }
  }
  text += bytes.size() > kMost ? "\"..." : "\"";
  return text;
}

}  // namespace orderly
