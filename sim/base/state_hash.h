#ifndef ORDERLY_SIM_BASE_STATE_HASH_H_
#define ORDERLY_SIM_BASE_STATE_HASH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "sim/base/hash.h"
#include "sim/base/instant.h"

namespace orderly {

// A fingerprint of a state: of all that the rest of a run depends on. Order
// matters. Two states that differ have the same one in one of 2^64 cases.
//
// Who owns state has `void HashInto(StateHash&) const`, and names there every
// member by a structured binding of *this: a member that is added does not
// compile until it counts, or is said not to.
class StateHash final {
 public:
  template <typename... Parts>
  void Add(const Parts&... parts) {
    (AddOne(parts), ...);
  }
  template <typename Range>
  void AddEach(const Range& range) {
    AddOne(static_cast<uint64_t>(range.size()));
    for (const auto& part : range) AddOne(part);
  }
  uint64_t value() const { return Mix64(digest_); }

 private:
  template <typename T>
  struct IsOptional : std::false_type {};
  template <typename T>
  struct IsOptional<std::optional<T>> : std::true_type {};

  template <typename T>
  void AddOne(const T& part) {
    if constexpr (requires(StateHash & hash) { part.HashInto(hash); }) {
      part.HashInto(*this);
    } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      digest_ = Fold(digest_, static_cast<uint64_t>(part));
    } else if constexpr (IsOptional<T>::value) {
      AddOne(part.has_value());
      if (part.has_value()) AddOne(*part);
    } else if constexpr (std::is_same_v<T, Instant>) {
      AddOne(part.nanos());
    } else if constexpr (std::is_same_v<T, Duration>) {
      AddOne(part.count());
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      AddBytes(part);
    } else {
      // A sequence number.
      static_assert(std::is_same_v<decltype(part.value()), uint32_t>);
      AddOne(part.value());
    }
  }
  void AddBytes(std::string_view bytes) {
    AddOne(bytes.size());
    while (!bytes.empty()) {
      uint64_t word = 0;
      const size_t some =
          bytes.size() < sizeof(word) ? bytes.size() : sizeof(word);
      for (size_t i = 0; i < some; ++i)
        word |= uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * i);
      AddOne(word);
      bytes.remove_prefix(some);
    }
  }

  uint64_t digest_ = kGoldenGamma;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_STATE_HASH_H_
