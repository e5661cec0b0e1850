// Close scenarios and bulk segments per CPU second. Rates move with the
// machine: compare instructions (//bench:instructions) between versions.
#include <benchmark/benchmark.h>

#include "bench/workload.h"

namespace orderly {
namespace {

void Count(benchmark::State& state, uint64_t segments, uint64_t failed) {
  state.counters["scenarios/s"] = benchmark::Counter(
      static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  state.counters["segments"] = benchmark::Counter(
      static_cast<double>(segments), benchmark::Counter::kAvgIterations);
  state.counters["failed"] = static_cast<double>(failed);
}

void CloseA(benchmark::State& state) {
  uint64_t segments = 0;
  uint64_t failed = 0;
  for (auto _ : state) {
    const WorkloadResult result = RunCloseScenarioA();
    segments += result.segments;
    if (!result.ok) ++failed;
  }
  Count(state, segments, failed);
}

void CloseB(benchmark::State& state) {
  uint64_t segments = 0;
  uint64_t failed = 0;
  uint64_t seed = 0;
  for (auto _ : state) {
    const WorkloadResult result = RunCloseScenarioB(seed++);
    segments += result.segments;
    if (!result.ok) ++failed;
  }
  Count(state, segments, failed);
}

void Bulk(benchmark::State& state) {
  uint64_t segments = 0;
  uint64_t failed = 0;
  for (auto _ : state) {
    const WorkloadResult result = RunBulk(100'000'000);
    segments += result.segments;
    if (!result.ok) ++failed;
  }
  Count(state, segments, failed);
  state.counters["segments/s"] = benchmark::Counter(
      static_cast<double>(segments), benchmark::Counter::kIsRate);
}

BENCHMARK(CloseA);
BENCHMARK(CloseB);
BENCHMARK(Bulk)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace orderly
