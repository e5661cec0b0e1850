#include "sim/wire/tcp_options.h"

namespace orderly {

// Four-byte words: SACK-permitted takes the place of the NOPs before the
// timestamps when both are there.
std::vector<OptionKind> LayoutOf(const TcpOptions& options) {
  using enum OptionKind;
  std::vector<OptionKind> layout;
  const auto add = [&layout](std::initializer_list<OptionKind> kinds) {
    layout.insert(layout.end(), kinds);
  };
  if (options.mss != 0) add({kMss});
  if (options.timestamps && options.sack_permitted) {
    add({kSackPermitted, kTimestamps});
  } else if (options.timestamps) {
    add({kNop, kNop, kTimestamps});
  } else if (options.sack_permitted) {
    add({kNop, kNop, kSackPermitted});
  }
  if (options.window_scale >= 0) add({kNop, kWindowScale});
  if (!options.sack.empty()) add({kNop, kNop, kSack});
  return layout;
}

uint32_t HeaderBytesOf(const TcpOptions& options) {
  uint32_t bytes = 0;
  for (const OptionKind kind : LayoutOf(options)) {
    switch (kind) {
      case OptionKind::kNop:
        bytes += 1;
        break;
      case OptionKind::kMss:
        bytes += 4;
        break;
      case OptionKind::kWindowScale:
        bytes += 3;
        break;
      case OptionKind::kSackPermitted:
        bytes += 2;
        break;
      case OptionKind::kSack:
        bytes += 2 + 8U * options.sack.size();
        break;
      case OptionKind::kTimestamps:
        bytes += 10;
        break;
    }
  }
  return bytes;
}

}  // namespace orderly
