#ifndef ORDERLY_TESTS_PROPERTIES_GOLDEN_DIGESTS_H_
#define ORDERLY_TESTS_PROPERTIES_GOLDEN_DIGESTS_H_

#include <array>
#include <cstdint>

namespace orderly {

// Of seeds 1 to 100; see determinism_test.cc.
inline constexpr std::array<uint64_t, 100> kGoldenDigests = {
    0,
};

}  // namespace orderly

#endif  // ORDERLY_TESTS_PROPERTIES_GOLDEN_DIGESTS_H_
