#ifndef ORDERLY_PROTOCOL_PAYLOAD_H_
#define ORDERLY_PROTOCOL_PAYLOAD_H_

#include <algorithm>
#include <array>
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

// Two periods of record 0's pattern: a period of every record's stands in it.
inline constexpr std::array<char, 2 * kPatternPeriod> kPattern = [] {
  std::array<char, 2 * kPatternPeriod> pattern = {};
  for (size_t i = 0; i < pattern.size(); ++i) pattern[i] = PatternByte(0, i);
  return pattern;
}();

// One period of record `id`'s pattern: 7 * 41 = 31 modulo 256.
inline std::string_view PatternPeriod(uint64_t id) {
  return {kPattern.data() + 41 * id % kPatternPeriod, kPatternPeriod};
}

inline void FillPattern(uint64_t id, std::span<char> out) {
  const std::string_view period = PatternPeriod(id);
  for (size_t done = 0; done < out.size(); done += period.size()) {
    const size_t size = std::min(period.size(), out.size() - done);
    std::memcpy(out.data() + done, period.data(), size);
  }
}

inline bool IsPattern(uint64_t id, std::string_view payload) {
  const std::string_view period = PatternPeriod(id);
  while (payload.size() > period.size()) {
    if (!payload.starts_with(period)) return false;
    payload.remove_prefix(period.size());
  }
  return period.starts_with(payload);
}

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_PAYLOAD_H_
