#ifndef ORDERLY_BENCH_WORKLOAD_H_
#define ORDERLY_BENCH_WORKLOAD_H_

#include <cstdint>

namespace orderly {

// What a run of the benchmark did.
struct WorkloadResult {
  bool ok = false;  // over in time, every byte right, no reset
  uint32_t segments = 0;
};

// The close scenario: a client writes 8,006 bytes in nine writes that end in
// "CLOSE\n"; the server answers 100 bytes for each 1,000, then "CLOSE_OK\n",
// and closes; the client reads 809 bytes and closes. Over when both connections
// are gone, TIME-WAIT included. A fresh world each time; both applications are
// processes that make POSIX calls and compare every byte.
//
// A: 10 ms one way, nothing is lost.
WorkloadResult RunCloseScenarioA();
// B: each segment is lost with 5 %, else takes 10 to 40 ms; order is not kept.
WorkloadResult RunCloseScenarioB(uint64_t seed);

// `bytes` in one direction: 1 ms one way, a receive window of 65,535 bytes, a
// send buffer of 64 KiB.
WorkloadResult RunBulk(uint64_t bytes);

}  // namespace orderly

#endif  // ORDERLY_BENCH_WORKLOAD_H_
