#include "drill/timestamps.h"

namespace orderly::drill {

void Timestamps::Read(uint32_t scripted, uint32_t live) {
  if (live_.empty()) {
    first_scripted_ = scripted;
    first_live_ = live;
  }
  live_[scripted] = live;
}

std::optional<uint32_t> Timestamps::Echo(uint32_t scripted, bool scaled) const {
  const auto it = live_.find(scripted);
  if (it != live_.end()) return it->second;
  if (!scaled || live_.empty()) return std::nullopt;
  return scripted - first_scripted_ + first_live_;
}

}  // namespace orderly::drill
