// poll(2), select(2) and their relatives. In a process all descriptors must be
// simulated ones: a real one is POLLNVAL, or EBADF.
#include <poll.h>
#include <sys/select.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>

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

bool Valid(const timespec* time) {
  return time == nullptr || (time->tv_sec >= 0 && time->tv_nsec >= 0 &&
                             time->tv_nsec < 1'000'000'000);
}

Instant Until(const Task& task, const timespec* time) {
  return time == nullptr ? Instant::Never()
                         : After(task, time->tv_sec, time->tv_nsec);
}

}  // namespace

extern "C" {

int poll(pollfd* fds, nfds_t count, int millis) {
  if (Task* task = current_task) {
    const Instant until = millis < 0
                              ? Instant::Never()
                              : task->now() + std::chrono::milliseconds(millis);
    return ToldInt(sys::Poll(*task, fds, count, until));
  }
  static auto* const next = Next<decltype(poll)>("poll");
  return next(fds, count, millis);
}

int ppoll(pollfd* fds, nfds_t count, const timespec* timeout,
          const sigset_t* mask) {
  if (Task* task = current_task) {
    if (!Valid(timeout)) return ToldInt(-EINVAL);
    return ToldInt(sys::Poll(*task, fds, count, Until(*task, timeout)));
  }
  static auto* const next = Next<decltype(ppoll)>("ppoll");
  return next(fds, count, timeout, mask);
}

// NOLINTBEGIN(bugprone-reserved-identifier)
int __poll_chk(pollfd* fds, nfds_t count, int millis, size_t room) {
  if (room / sizeof(*fds) < count) abort();
  return poll(fds, count, millis);
}

int __ppoll_chk(pollfd* fds, nfds_t count, const timespec* timeout,
                const sigset_t* mask, size_t room) {
  if (room / sizeof(*fds) < count) abort();
  return ppoll(fds, count, timeout, mask);
}
// NOLINTEND(bugprone-reserved-identifier)

// Like Linux's, leaves in `timeout` what is left of it.
int select(int count, fd_set* read, fd_set* write, fd_set* except,
           timeval* timeout) {
  if (Task* task = current_task) {
    if (count < 0 ||
        (timeout != nullptr && (timeout->tv_sec < 0 || timeout->tv_usec < 0)))
      return ToldInt(-EINVAL);
    const Instant until = timeout == nullptr ? Instant::Never()
                                             : After(*task, timeout->tv_sec,
                                                     timeout->tv_usec * 1000);
    const int64_t found = sys::Select(*task, count, read, write, except, until);
    if (timeout != nullptr && until != Instant::Never()) {
      const int64_t left =
          until > task->now() ? (until - task->now()).count() / 1000 : 0;
      *timeout = {left / 1'000'000, left % 1'000'000};
    }
    return ToldInt(found);
  }
  static auto* const next = Next<decltype(select)>("select");
  return next(count, read, write, except, timeout);
}

int pselect(int count, fd_set* read, fd_set* write, fd_set* except,
            const timespec* timeout, const sigset_t* mask) {
  if (Task* task = current_task) {
    if (count < 0 || !Valid(timeout)) return ToldInt(-EINVAL);
    return ToldInt(
        sys::Select(*task, count, read, write, except, Until(*task, timeout)));
  }
  static auto* const next = Next<decltype(pselect)>("pselect");
  return next(count, read, write, except, timeout, mask);
}

}  // extern "C"
