#ifndef ORDERLY_SIM_PROCESS_CALLS_H_
#define ORDERLY_SIM_PROCESS_CALLS_H_

#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <span>
#include <string_view>

#include "sim/base/instant.h"
#include "sim/process/task.h"

// The system calls of a process, as the kernel sees them: a result, or a
// negative errno. Each is an entry: the process may be preempted, block, or die
// in it. Called by sim/posix on the fiber of `task`.
namespace orderly::sys {

// CLOCK_REALTIME at the start of a run: 2020-01-01, 00:00:00 UTC.
// CLOCK_MONOTONIC is the run's own clock.
inline constexpr int64_t kRealTimeStart = 1'577'836'800;

// AF_INET, SOCK_STREAM. -EAFNOSUPPORT, -EPROTONOSUPPORT, -ESOCKTNOSUPPORT,
// -EMFILE.
int64_t NewSocket(Task& task, int domain, int type, int protocol);
int64_t Bind(Task& task, int fd, const sockaddr* address, socklen_t size);
int64_t Listen(Task& task, int fd, int backlog);
int64_t Accept(Task& task, int fd, sockaddr* address, socklen_t* size,
               int flags);
int64_t Connect(Task& task, int fd, const sockaddr* address, socklen_t size);
int64_t GetSockName(Task& task, int fd, sockaddr* address, socklen_t* size);
int64_t GetPeerName(Task& task, int fd, sockaddr* address, socklen_t* size);
int64_t Shutdown(Task& task, int fd, int how);
int64_t SetSockOpt(Task& task, int fd, int level, int name, const void* value,
                   socklen_t size);
int64_t GetSockOpt(Task& task, int fd, int level, int name, void* value,
                   socklen_t* size);

int64_t Receive(Task& task, int fd, std::span<const iovec> to, int flags);
int64_t Send(Task& task, int fd, std::span<const iovec> from, int flags);

int64_t Close(Task& task, int fd);
int64_t Dup(Task& task, int fd, int least, bool close_on_exec);
// dup2() and dup3(): to == fd is the caller's affair.
int64_t DupTo(Task& task, int fd, int to, bool close_on_exec);
int64_t Fcntl(Task& task, int fd, int command, int64_t argument);
int64_t Ioctl(Task& task, int fd, uint64_t request, void* argument);

// `until`: Instant::Never() waits for ever; one that has passed, not at all.
int64_t Poll(Task& task, pollfd* fds, size_t count, Instant until);
int64_t Select(Task& task, int count, fd_set* read, fd_set* write,
               fd_set* except, Instant until);

int64_t ClockGet(Task& task, clockid_t clock, timespec* time);
// Ends early when the process dies, and with -EINTR when a signal comes.
int64_t Sleep(Task& task, Instant until);
int64_t GetRandom(Task& task, void* buffer, size_t size);

[[noreturn]] void Exit(Task& task, int status);
int64_t Raise(Task& task, int signal);
// The previous handler in `old`.
int64_t SetHandler(Task& task, int signal, Task::Handler handler,
                   Task::Handler* old);
// A call that is not simulated: fails with -ENOSYS, and says so in the trace.
int64_t Unsupported(Task& task, int fd, std::string_view name);

// The socket of a descriptor; null: not open.
inline Socket* SocketOf(Task& task, int fd) {
  const Descriptor* descriptor = task.Find(fd);
  return descriptor == nullptr ? nullptr : descriptor->file->socket;
}

}  // namespace orderly::sys

#endif  // ORDERLY_SIM_PROCESS_CALLS_H_
