// packetdrill takes the tcp_info of %{ }% from libc's getsockopt() and not from
// the table, and closes with libc's close() what a script left open: who loads
// this library with LD_PRELOAD as well gives it those, too.
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstring>

#include "drill/so/library.h"
#include "sim/process/calls.h"

namespace orderly::drill {
namespace {

// The library that a descriptor is of; null: it is the kernel's.
Library* LibraryOf(int fd) {
  return fd >= Task::kFirstDescriptor ? the_library.load() : nullptr;
}

// getsockopt() for %{ }%: never shorter than it was asked for, since
// packetdrill knows more fields of tcp_info than there are here; those are 0.
// Reno and CUBIC have no TCP_CC_INFO; SO_MEMINFO is not known, and 0.
int Sample(Library* library, int fd, int level, int name, void* value,
           socklen_t* size) {
  if (level == IPPROTO_TCP && name == TCP_CC_INFO) {
    *size = 0;
    return 0;
  }
  std::memset(value, 0, *size);
  if (level == SOL_SOCKET && name == SO_MEMINFO) return 0;
  socklen_t told = *size;
  const int result = Make(library, [&](Task& task, Library& /*library*/) {
    return sys::GetSockOpt(task, fd, level, name, value, &told);
  });
  if (level != IPPROTO_TCP || name != TCP_INFO) *size = told;
  return result;
}

int CloseLeftOpen(Library* library, int fd) {
  return Make(library, [fd](Task& task, Library& of) {
    if (of.epolls.Close(fd)) return int64_t{0};
    return sys::Close(task, fd);
  });
}

}  // namespace
}  // namespace orderly::drill

extern "C" {

// The two calls that packetdrill makes past its table: it asks for what %{ }%
// may look at, and closes what a script left open.
// The header's names are reserved ones.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
[[gnu::visibility("default")]] int getsockopt(int fd, int level, int name,
                                              void* value,
                                              socklen_t* size) noexcept {
  if (orderly::drill::Library* const library = orderly::drill::LibraryOf(fd))
    return orderly::drill::Sample(library, fd, level, name, value, size);
  using Function = int (*)(int, int, int, void*, socklen_t*);
  static const auto next =
      reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getsockopt"));
  return next(fd, level, name, value, size);
}

[[gnu::visibility("default")]] int close(int fd) {
  if (orderly::drill::Library* const library = orderly::drill::LibraryOf(fd))
    return orderly::drill::CloseLeftOpen(library, fd);
  using Function = int (*)(int);
  static const auto next =
      reinterpret_cast<Function>(dlsym(RTLD_NEXT, "close"));
  return next(fd);
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)

}  // extern "C"
