#ifndef ORDERLY_SIM_POSIX_LIBC_H_
#define ORDERLY_SIM_POSIX_LIBC_H_

#include <dlfcn.h>

#include <cerrno>
#include <chrono>
#include <cstdint>

#include "sim/base/check.h"
#include "sim/base/instant.h"
#include "sim/process/task.h"

// This folder defines libc's own names. The linker takes them before libc's;
// who calls one outside of a simulated process, or inside one with a descriptor
// below Task::kFirstDescriptor, gets libc's. Each file is a family of calls.
//
// Not taken: calls that libc makes itself (stdio's streams, getaddrinfo), and
// direct system calls. What is not simulated but would reach the kernel with a
// simulated descriptor fails with ENOSYS (unsupported.cc).
namespace orderly::posix {

// The definition that this folder's hides. To be kept in a static: callers may
// be earlier than main().
template <typename Function>
Function* Next(const char* name) {
  void* next = dlsym(RTLD_NEXT, name);
  SIM_CHECK(next != nullptr);
  return reinterpret_cast<Function*>(next);
}

// The process that a call with this descriptor belongs to; null: libc's.
inline Task* Simulated(int fd) {
  return fd >= Task::kFirstDescriptor ? current_task : nullptr;
}

// A result as libc tells it: -1 and errno.
inline int64_t Told(int64_t result) {
  if (result >= 0) return result;
  errno = static_cast<int>(-result);
  return -1;
}
inline int ToldInt(int64_t result) { return static_cast<int>(Told(result)); }

// A time that is far beyond any run is never.
inline Instant After(const Task& task, int64_t seconds, int64_t nanos) {
  constexpr int64_t kCentury = 100LL * 365 * 24 * 3600;
  if (seconds > kCentury) return Instant::Never();
  return task.now() + std::chrono::seconds(seconds) +
         std::chrono::nanoseconds(nanos);
}

}  // namespace orderly::posix

#endif  // ORDERLY_SIM_POSIX_LIBC_H_
