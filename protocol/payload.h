#ifndef ORDERLY_PROTOCOL_PAYLOAD_H_
#define ORDERLY_PROTOCOL_PAYLOAD_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace protocol {

inline constexpr size_t kPatternPeriod = 256;

// Byte `index` of record `id` in the pattern that clients send unless told
// otherwise; a shifted or foreign byte does not fit it.
constexpr char PatternByte(uint64_t id, size_t index) {
  return static_cast<char>((7 * index + 31 * id + 3) & 0xff);
}

inline void FillPattern(uint64_t id, std::span<char> out) {
  size_t done = std::min(out.size(), kPatternPeriod);
  for (size_t i = 0; i < done; ++i) out[i] = PatternByte(id, i);
  while (done < out.size()) {
    const size_t size = std::min(done, out.size() - done);
    std::memcpy(out.data() + done, out.data(), size);
    done += size;
  }
}

inline bool IsPattern(uint64_t id, std::string_view payload) {
  const size_t first = std::min(payload.size(), kPatternPeriod);
  for (size_t i = 0; i < first; ++i) {
    if (payload[i] != PatternByte(id, i)) return false;
  }
  return payload.substr(first) == payload.substr(0, payload.size() - first);
}

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_PAYLOAD_H_
