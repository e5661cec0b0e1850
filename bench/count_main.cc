// Runs one variant a given number of times, to be counted by callgrind:
// count a|b N, or count bulk BYTES. Prints the segments of all runs.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench/workload.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: count a|b|bulk N\n", stderr);
    return 64;
  }
  const std::string variant = argv[1];
  const uint64_t n = std::strtoull(argv[2], nullptr, 10);
  uint64_t segments = 0;
  uint64_t failed = 0;
  const auto add = [&](orderly::WorkloadResult result) {
    segments += result.segments;
    if (!result.ok) ++failed;
  };
  if (variant == "a") {
    for (uint64_t i = 0; i < n; ++i) add(orderly::RunCloseScenarioA());
  } else if (variant == "b") {
    for (uint64_t i = 0; i < n; ++i) add(orderly::RunCloseScenarioB(i));
  } else if (variant == "bulk") {
    add(orderly::RunBulk(n));
  } else {
    std::fprintf(stderr, "'%s': expected a, b or bulk\n", variant.c_str());
    return 64;
  }
  std::printf("%llu %llu\n", static_cast<unsigned long long>(segments),
              static_cast<unsigned long long>(failed));
  return failed == 0 ? 0 : 1;
}
