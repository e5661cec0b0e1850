#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>

namespace orderly {

Progress::Progress(std::string what, uint64_t total)
    : what_(std::move(what)),
      total_(total),
      terminal_(isatty(STDERR_FILENO) == 1),
      start_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
  if (terminal_ && shown_ > 0) std::fputs("\r\033[K", stderr);
}

double Progress::seconds() const {
  const std::chrono::duration<double> elapsed =
      std::chrono::steady_clock::now() - start_;
  return elapsed.count();
}

void Progress::Show(uint64_t done) {
  if (!terminal_) return;
  uint64_t shown = shown_.load();
  // A line for each 2,000 runs is more than anyone reads.
  if (done < shown + 2'000 || !shown_.compare_exchange_strong(shown, done)) {
    return;
  }
  const double elapsed = seconds();
  const double rate = static_cast<double>(done) / elapsed;
  std::fprintf(stderr, "\r\033[K%s: %llu", what_.c_str(),
               static_cast<unsigned long long>(done));
  if (total_ > 0) {
    std::fprintf(stderr, " of %llu", static_cast<unsigned long long>(total_));
  }
  std::fprintf(stderr, " runs, %.0f/s, %.1f s", rate, elapsed);
  std::fflush(stderr);
}

}  // namespace orderly
