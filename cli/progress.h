#ifndef ORDERLY_CLI_PROGRESS_H_
#define ORDERLY_CLI_PROGRESS_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace orderly {

// One line on a terminal's stderr that is written anew; nothing elsewhere.
// May be called from several threads. Wall-clock time is for the reader alone.
class Progress final {
 public:
  // `total` 0: unknown.
  Progress(std::string what, uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(uint64_t done);
  // Since it was made.
  double seconds() const;

 private:
  const std::string what_;
  const uint64_t total_;
  const bool terminal_;
  const std::chrono::steady_clock::time_point start_;
  std::atomic<uint64_t> shown_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_CLI_PROGRESS_H_
