// Clocks and sleeps.
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "sim/posix/libc.h"
#include "sim/process/calls.h"

using ::orderly::current_task;
using ::orderly::Instant;
using ::orderly::Task;
using ::orderly::posix::After;
using ::orderly::posix::Next;
using ::orderly::posix::ToldInt;
namespace sys = ::orderly::sys;

namespace {

bool Valid(const timespec& time) {
  return time.tv_sec >= 0 && time.tv_nsec >= 0 && time.tv_nsec < 1'000'000'000;
}

// TIMER_ABSTIME: an instant of one of the two clocks.
Instant At(clockid_t clock, const timespec& time) {
  const int64_t start =
      clock == CLOCK_REALTIME ? sys::kRealTimeStart : int64_t{0};
  constexpr int64_t kFar = 9'000'000'000;  // seconds
  if (time.tv_sec - start > kFar) return Instant::Never();
  return Instant::FromNanos((time.tv_sec - start) * 1'000'000'000 +
                            time.tv_nsec);
}

// What is left of a sleep that a signal ended.
void SetLeft(const Task& task, Instant until, timespec* left) {
  if (left == nullptr) return;
  const int64_t nanos = std::max<int64_t>((until - task.now()).count(), 0);
  *left = {nanos / 1'000'000'000, nanos % 1'000'000'000};
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (Task* task = current_task)
    return ToldInt(sys::ClockGet(*task, clock, now));
  static auto* const next = Next<decltype(clock_gettime)>("clock_gettime");
  return next(clock, now);
}

int gettimeofday(timeval* __restrict now, void* __restrict zone) noexcept {
  if (Task* task = current_task) {
    timespec time{};
    const int result = ToldInt(sys::ClockGet(*task, CLOCK_REALTIME, &time));
    *now = {time.tv_sec, time.tv_nsec / 1000};
    return result;
  }
  static auto* const next = Next<decltype(gettimeofday)>("gettimeofday");
  return next(now, zone);
}

time_t time(time_t* now) noexcept {
  if (Task* task = current_task) {
    timespec time{};
    (void)sys::ClockGet(*task, CLOCK_REALTIME, &time);
    if (now != nullptr) *now = time.tv_sec;
    return time.tv_sec;
  }
  static auto* const next = Next<decltype(time)>("time");
  return next(now);
}

int nanosleep(const timespec* length, timespec* left) {
  if (Task* task = current_task) {
    if (!Valid(*length)) return ToldInt(-EINVAL);
    const Instant until = After(*task, length->tv_sec, length->tv_nsec);
    const int64_t result = sys::Sleep(*task, until);
    if (result == -EINTR) SetLeft(*task, until, left);
    return ToldInt(result);
  }
  static auto* const next = Next<decltype(nanosleep)>("nanosleep");
  return next(length, left);
}

// Returns the error, and leaves errno alone.
int clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                    timespec* left) {
  if (Task* task = current_task) {
    if (!Valid(*time) || (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC))
      return EINVAL;
    const Instant until = (flags & TIMER_ABSTIME) != 0
                              ? At(clock, *time)
                              : After(*task, time->tv_sec, time->tv_nsec);
    const int64_t result = sys::Sleep(*task, until);
    if (result == -EINTR && (flags & TIMER_ABSTIME) == 0)
      SetLeft(*task, until, left);
    return static_cast<int>(-result);
  }
  static auto* const next = Next<decltype(clock_nanosleep)>("clock_nanosleep");
  return next(clock, flags, time, left);
}

int usleep(useconds_t micros) {
  if (Task* task = current_task)
    return ToldInt(sys::Sleep(*task, After(*task, 0, micros * 1000LL)));
  static auto* const next = Next<decltype(usleep)>("usleep");
  return next(micros);
}

unsigned int sleep(unsigned int seconds) {
  if (Task* task = current_task) {
    const Instant until = After(*task, seconds, 0);
    timespec left{};
    if (sys::Sleep(*task, until) == -EINTR) SetLeft(*task, until, &left);
    return static_cast<unsigned int>(left.tv_sec);
  }
  static auto* const next = Next<decltype(sleep)>("sleep");
  return next(seconds);
}

}  // extern "C"
