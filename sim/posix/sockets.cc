// socket(2) and its family, but for reading and writing.
#include <sys/socket.h>

#include "sim/posix/libc.h"
#include "sim/process/calls.h"

using ::orderly::current_task;
using ::orderly::Task;
using ::orderly::posix::Next;
using ::orderly::posix::Simulated;
using ::orderly::posix::ToldInt;
namespace sys = ::orderly::sys;

extern "C" {

int socket(int domain, int type, int protocol) noexcept {
  if (Task* task = current_task)
    return ToldInt(sys::NewSocket(*task, domain, type, protocol));
  static auto* const next = Next<decltype(socket)>("socket");
  return next(domain, type, protocol);
}

int bind(int fd, const sockaddr* address, socklen_t size) noexcept {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Bind(*task, fd, address, size));
  static auto* const next = Next<decltype(bind)>("bind");
  return next(fd, address, size);
}

int listen(int fd, int backlog) noexcept {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Listen(*task, fd, backlog));
  static auto* const next = Next<decltype(listen)>("listen");
  return next(fd, backlog);
}

int accept(int fd, sockaddr* address, socklen_t* size) {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Accept(*task, fd, address, size, 0));
  static auto* const next = Next<decltype(accept)>("accept");
  return next(fd, address, size);
}

int accept4(int fd, sockaddr* address, socklen_t* size, int flags) {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Accept(*task, fd, address, size, flags));
  static auto* const next = Next<decltype(accept4)>("accept4");
  return next(fd, address, size, flags);
}

int connect(int fd, const sockaddr* address, socklen_t size) {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::Connect(*task, fd, address, size));
  static auto* const next = Next<decltype(connect)>("connect");
  return next(fd, address, size);
}

int getsockname(int fd, sockaddr* address, socklen_t* size) noexcept {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::GetSockName(*task, fd, address, size));
  static auto* const next = Next<decltype(getsockname)>("getsockname");
  return next(fd, address, size);
}

int getpeername(int fd, sockaddr* address, socklen_t* size) noexcept {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::GetPeerName(*task, fd, address, size));
  static auto* const next = Next<decltype(getpeername)>("getpeername");
  return next(fd, address, size);
}

int setsockopt(int fd, int level, int name, const void* value,
               socklen_t size) noexcept {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::SetSockOpt(*task, fd, level, name, value, size));
  static auto* const next = Next<decltype(setsockopt)>("setsockopt");
  return next(fd, level, name, value, size);
}

int getsockopt(int fd, int level, int name, void* value,
               socklen_t* size) noexcept {
  if (Task* task = Simulated(fd))
    return ToldInt(sys::GetSockOpt(*task, fd, level, name, value, size));
  static auto* const next = Next<decltype(getsockopt)>("getsockopt");
  return next(fd, level, name, value, size);
}

int shutdown(int fd, int how) noexcept {
  if (Task* task = Simulated(fd)) return ToldInt(sys::Shutdown(*task, fd, how));
  static auto* const next = Next<decltype(shutdown)>("shutdown");
  return next(fd, how);
}

}  // extern "C"
