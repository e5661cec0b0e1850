// close(2), dup(2), fcntl(2), ioctl(2).
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdarg>

#include "sim/posix/libc.h"
#include "sim/process/calls.h"

using ::orderly::Task;
using ::orderly::posix::Next;
using ::orderly::posix::Simulated;
using ::orderly::posix::ToldInt;
namespace sys = ::orderly::sys;

extern "C" {

int close(int fd) {
  if (Task* task = Simulated(fd)) return ToldInt(sys::Close(*task, fd));
  static auto* const next = Next<decltype(close)>("close");
  return next(fd);
}

int dup(int fd) noexcept {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Dup(*task, fd, Task::kFirstDescriptor, false));
  static auto* const next = Next<decltype(dup)>("dup");
  return next(fd);
}

int dup2(int fd, int to) noexcept {
  if (Task* task = Simulated(fd)) {
    if (fd == to) return ToldInt(task->Find(fd) == nullptr ? -EBADF : to);
    return ToldInt(sys::DupTo(*task, fd, to, false));
  }
  static auto* const next = Next<decltype(dup2)>("dup2");
  return next(fd, to);
}

int dup3(int fd, int to, int flags) noexcept {
  if (Task* task = Simulated(fd)) {
    if (fd == to || (flags & ~O_CLOEXEC) != 0) return ToldInt(-EINVAL);
    return ToldInt(sys::DupTo(*task, fd, to, (flags & O_CLOEXEC) != 0));
  }
  static auto* const next = Next<decltype(dup3)>("dup3");
  return next(fd, to, flags);
}

// The third argument is an int or a pointer, or missing: read as a long, as the
// kernel does.
int fcntl(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  const long argument = va_arg(list, long);
  va_end(list);
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Fcntl(*task, fd, command, argument));
  static auto* const next = Next<decltype(fcntl)>("fcntl");
  return next(fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  const long argument = va_arg(list, long);
  va_end(list);
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Fcntl(*task, fd, command, argument));
  static auto* const next = Next<decltype(fcntl)>("fcntl64");
  return next(fd, command, argument);
}

int ioctl(int fd, unsigned long request, ...) noexcept {
  va_list list;
  va_start(list, request);
  void* argument = va_arg(list, void*);
  va_end(list);
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Ioctl(*task, fd, request, argument));
  static auto* const next = Next<decltype(ioctl)>("ioctl");
  return next(fd, request, argument);
}

}  // extern "C"
