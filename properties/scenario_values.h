#ifndef ORDERLY_PROPERTIES_SCENARIO_VALUES_H_
#define ORDERLY_PROPERTIES_SCENARIO_VALUES_H_

#include <array>
#include <cstdint>

// The values that a scenario's parameters can have: the first is the plainest.
// Times are in milliseconds, sizes in bytes, odds are one in so many.
namespace orderly {

inline constexpr std::array<uint32_t, 6> kRecordCounts = {1, 0, 2, 3, 6, 12};
inline constexpr std::array<uint32_t, 6> kRecordSizes = {10,   0,    100,
                                                         1000, 3000, 20000};
inline constexpr std::array<uint32_t, 3> kPipelines = {1, 4, 16};
inline constexpr std::array<uint32_t, 4> kReceiveBuffers = {0, 2304, 4096,
                                                            16384};
inline constexpr std::array<uint32_t, 4> kSendBuffers = {0, 4608, 8192, 16384};
inline constexpr std::array<int, 5> kReadPauses = {0, 5, 25, 60, 150};
inline constexpr std::array<int, 6> kHeartbeats = {0, 20, 7, 33, 55, 120};
inline constexpr std::array<int, 3> kDelays = {10, 1, 40};
inline constexpr std::array<uint32_t, 4> kFaultOdds = {0, 20, 6, 60};
inline constexpr std::array<uint32_t, 3> kPauseOdds = {0, 24, 6};
inline constexpr std::array<uint32_t, 3> kShortIoOdds = {0, 12, 3};
inline constexpr std::array<uint32_t, 3> kSyscallFaultOdds = {0, 12, 3};
inline constexpr std::array<int, 12> kPowerTimes = {
    15, 5, 25, 35, 45, 65, 90, 150, 250, 400, 700, 1200};
inline constexpr std::array<int, 3> kPowerOffFor = {0, 300, 5000};
inline constexpr std::array<int, 12> kPartitionTimes = {
    15, 5, 25, 35, 45, 65, 90, 150, 250, 400, 700, 1200};
inline constexpr std::array<int, 4> kPartitionFor = {0, 300, 3000, 12000};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_SCENARIO_VALUES_H_
