// Clocks, sleeps, getrandom(2), exit(2), signals, and what is not simulated.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "sim/base/hash.h"
#include "sim/process/calls.h"

namespace orderly::sys {

int64_t ClockGet(Task& task, clockid_t clock, timespec* time) {
  const bool alive = task.Enter(Call::kClock);
  const Instant now = alive ? task.now() : task.ended_at;
  constexpr int64_t kGiga = 1'000'000'000;
  time->tv_sec = now.nanos() / kGiga;
  time->tv_nsec = now.nanos() % kGiga;
  int64_t result = 0;
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_TAI:
      time->tv_sec += kRealTimeStart;
      break;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_BOOTTIME:
      break;
    default:
      result = -EINVAL;
  }
  if (alive) {
    task.Learn(static_cast<uint64_t>(now.nanos()));
    task.Count(Call::kClock, -1, result);
  }
  return result;
}

int64_t Sleep(Task& task, Instant until) {
  if (!task.Enter(Call::kSleep)) return 0;
  const Instant from = task.now();
  if (until > from && !task.Sleep(Call::kSleep, until)) return 0;
  const bool cut_short = until > from && task.interrupted;
  return task.Record(
      Call::kSleep, -1, cut_short ? -EINTR : 0, nullptr, 0, [until, from] {
        const Duration asked = std::max(until - from, Duration(0));
        return absl::StrCat("sleep(", asked.count() / 1'000'000, " ms)");
      });
}

// One draw a process, if it asks at all; then the counter of SplitMix64.
int64_t GetRandom(Task& task, void* buffer, size_t size) {
  const bool alive = task.Enter(Call::kRandom);
  if (alive && !task.random_seeded) {
    constexpr uint32_t kSeeds = 1 << 16;
    task.random_seeded = true;
    task.random =
        Mix64((static_cast<uint64_t>(task.id) << 32) +
              task.sim().choices().Below(kSeeds, Site::kRandom, task.actor()));
  }
  auto* to = static_cast<char*>(buffer);
  for (size_t done = 0; done < size;) {
    task.random += kGoldenGamma;
    const uint64_t word = Mix64(task.random);
    const size_t some = std::min(size - done, sizeof(word));
    std::memcpy(to + done, &word, some);
    done += some;
  }
  const auto result = static_cast<int64_t>(size);
  if (alive) {
    task.Learn(task.random);
    task.Count(Call::kRandom, -1, result);
  }
  return result;
}

void Exit(Task& task, int status) {
  if (task.Enter(Call::kExit)) task.Exit(status);
  task.fiber.Finish();
}

int64_t Raise(Task& task, int signal) {
  if (!task.Enter(Call::kRaise)) return 0;
  const bool known = signal >= 0 && signal < Task::kSignals;
  const int64_t result =
      task.Record(Call::kRaise, -1, known ? 0 : -EINVAL, nullptr, 0,
                  [signal] { return absl::StrCat("raise(", signal, ")"); });
  if (known && signal != 0) (void)task.Signal(signal);
  return result;
}

int64_t SetHandler(Task& task, int signal, Task::Handler handler,
                   Task::Handler* old) {
  if (!task.Enter(Call::kSignal)) return 0;
  const bool known = signal > 0 && signal < Task::kSignals &&
                     signal != SIGKILL && signal != SIGSTOP;
  const int64_t result = known ? 0 : -EINVAL;
  if (known) {
    Task::Handler& kept = task.handlers[static_cast<size_t>(signal)];
    if (old != nullptr) *old = kept;
    kept = handler;
  }
  task.Count(Call::kSignal, signal, result);
  return result;
}

int64_t Unsupported(Task& task, int fd, std::string_view name) {
  if (!task.Enter(Call::kUnsupported)) return -ENOSYS;
  return task.Record(
      Call::kUnsupported, fd, -ENOSYS, SocketOf(task, fd), 0, [name] {
        return absl::StrCat(absl::string_view(name.data(), name.size()),
                            " is not simulated");
      });
}

}  // namespace orderly::sys
