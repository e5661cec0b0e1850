#ifndef ORDERLY_SEARCH_PARALLEL_H_
#define ORDERLY_SEARCH_PARALLEL_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace orderly {

// Runs `job(i)` for i in [0, count) on some threads.
inline void InParallel(uint32_t threads, size_t count,
                       const std::function<void(size_t)>& job) {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < count; i = next++) job(i);
  };
  std::vector<std::thread> others;
  for (uint32_t t = 1; t < threads; ++t) others.emplace_back(work);
  work();
  for (std::thread& thread : others) thread.join();
}

}  // namespace orderly

#endif  // ORDERLY_SEARCH_PARALLEL_H_
