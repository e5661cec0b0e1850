// What is not simulated. In a process these would go to the kernel behind the
// simulation's back: they fail with ENOSYS, and the trace says so.
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim/posix/libc.h"
#include "sim/process/calls.h"

using ::orderly::current_task;
using ::orderly::Task;
using ::orderly::posix::Next;
using ::orderly::posix::Simulated;
using ::orderly::posix::Told;
using ::orderly::posix::ToldInt;
namespace sys = ::orderly::sys;

extern "C" {

int epoll_create(int size) noexcept {
  if (Task* task = current_task)
    return ToldInt(sys::Unsupported(*task, -1, "epoll_create"));
  static auto* const next = Next<decltype(epoll_create)>("epoll_create");
  return next(size);
}

int epoll_create1(int flags) noexcept {
  if (Task* task = current_task)
    return ToldInt(sys::Unsupported(*task, -1, "epoll_create1"));
  static auto* const next = Next<decltype(epoll_create1)>("epoll_create1");
  return next(flags);
}

int socketpair(int domain, int type, int protocol, int fds[2]) noexcept {
  if (Task* task = current_task)
    return ToldInt(sys::Unsupported(*task, -1, "socketpair"));
  static auto* const next = Next<decltype(socketpair)>("socketpair");
  return next(domain, type, protocol, fds);
}

pid_t fork() noexcept {
  if (Task* task = current_task)
    return ToldInt(sys::Unsupported(*task, -1, "fork"));
  static auto* const next = Next<decltype(fork)>("fork");
  return next();
}

ssize_t sendfile(int to, int from, off_t* offset, size_t count) noexcept {
  if (Task* task = Simulated(to))
    return Told(sys::Unsupported(*task, to, "sendfile"));
  static auto* const next = Next<decltype(sendfile)>("sendfile");
  return next(to, from, offset, count);
}

ssize_t splice(int from, off64_t* from_offset, int to, off64_t* to_offset,
               size_t size, unsigned int flags) {
  Task* task = Simulated(from);
  if (task == nullptr) task = Simulated(to);
  if (task != nullptr) return Told(sys::Unsupported(*task, from, "splice"));
  static auto* const next = Next<decltype(splice)>("splice");
  return next(from, from_offset, to, to_offset, size, flags);
}

int sendmmsg(int fd, mmsghdr* messages, unsigned int count, int flags) {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Unsupported(*task, fd, "sendmmsg"));
  static auto* const next = Next<decltype(sendmmsg)>("sendmmsg");
  return next(fd, messages, count, flags);
}

int recvmmsg(int fd, mmsghdr* messages, unsigned int count, int flags,
             timespec* timeout) {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Unsupported(*task, fd, "recvmmsg"));
  static auto* const next = Next<decltype(recvmmsg)>("recvmmsg");
  return next(fd, messages, count, flags, timeout);
}

}  // extern "C"
