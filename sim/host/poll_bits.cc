#include "sim/host/poll_bits.h"

#include <poll.h>

namespace orderly {

std::string PollBitsText(uint32_t bits) {
  struct Name {
    uint32_t bit;
    const char* name;
  };
  constexpr Name kNames[] = {{POLLIN, "IN"},
                             {POLLOUT, "OUT"},
                             {POLLRDHUP, "RDHUP"},
                             {POLLHUP, "HUP"},
                             {POLLERR, "ERR"}};
  std::string text;
  for (const auto& [bit, name] : kNames) {
    if ((bits & bit) == 0) continue;
    if (!text.empty()) text += ' ';
    text += name;
  }
  return text.empty() ? "0" : text;
}

}  // namespace orderly
