#ifndef ORDERLY_CONFORM_CONFORMANCE_H_
#define ORDERLY_CONFORM_CONFORMANCE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "conform/difference.h"
#include "conform/stack.h"
#include "sim/tcp/tcp_config.h"

namespace orderly::conform {

struct ConformOptions {
  uint64_t first_seed = 1;
  uint64_t cases = 10'000;
  std::function<void(uint64_t done)> progress = nullptr;
};

// One kind of disagreement, with its shortest story.
struct Kind {
  uint64_t cases = 0;
  uint64_t seed = 0;  // of the first
  Difference example;
};

struct ConformResult {
  uint64_t cases = 0;
  uint64_t differing = 0;
  uint64_t steps = 0;
  std::map<std::string, Kind> kinds;
  double agreement() const {
    return cases == 0 ? 1
                      : 1 - static_cast<double>(differing) /
                                static_cast<double>(cases);
  }
};

// Tells random stories, by seed, to both stacks, step by step.
ConformResult Conform(Stack& host, Stack& kernel,
                      const ConformOptions& options);

// The configuration of a simulated host that is as the kernel of KernelStack.
TcpConfig KernelConfig();

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_CONFORMANCE_H_
