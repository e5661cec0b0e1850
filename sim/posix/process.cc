// exit(2), signals, getrandom(2), getpid(2).
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "sim/posix/libc.h"
#include "sim/process/calls.h"

using ::orderly::current_task;
using ::orderly::Task;
using ::orderly::posix::Next;
using ::orderly::posix::Told;
using ::orderly::posix::ToldInt;
namespace sys = ::orderly::sys;

extern "C" {

// In a process: no atexit() functions, no flushing of streams.
void exit(int status) noexcept {
  if (Task* task = current_task) sys::Exit(*task, status);
  static auto* const next = Next<decltype(exit)>("exit");
  next(status);
  __builtin_unreachable();
}

void _exit(int status) {
  if (Task* task = current_task) sys::Exit(*task, status);
  static auto* const next = Next<decltype(_exit)>("_exit");
  next(status);
  __builtin_unreachable();
}

// NOLINTNEXTLINE(bugprone-reserved-identifier)
void _Exit(int status) noexcept { _exit(status); }

int raise(int signal) noexcept {
  if (Task* task = current_task) return ToldInt(sys::Raise(*task, signal));
  static auto* const next = Next<decltype(raise)>("raise");
  return next(signal);
}

// A simulated process knows no other one's number: only its own is there.
int kill(pid_t pid, int signal) noexcept {
  if (Task* task = current_task) {
    if (pid == getpid()) return ToldInt(sys::Raise(*task, signal));
    errno = ESRCH;
    return -1;
  }
  static auto* const next = Next<decltype(kill)>("kill");
  return next(pid, signal);
}

sighandler_t signal(int number, sighandler_t handler) noexcept {
  if (Task* task = current_task) {
    Task::Handler old = SIG_DFL;
    return ToldInt(sys::SetHandler(*task, number, handler, &old)) == 0
               ? old
               : SIG_ERR;
  }
  static auto* const next = Next<decltype(signal)>("signal");
  return next(number, handler);
}

int sigaction(int number, const struct sigaction* action,
              struct sigaction* old) noexcept {
  if (Task* task = current_task) {
    const bool known = number > 0 && number < Task::kSignals;
    Task::Handler before =
        known ? task->handlers[static_cast<size_t>(number)] : SIG_DFL;
    if (action != nullptr) {
      if ((action->sa_flags & SA_SIGINFO) != 0)
        return ToldInt(sys::Unsupported(*task, -1, "sigaction(SA_SIGINFO)"));
      const int result =
          ToldInt(sys::SetHandler(*task, number, action->sa_handler, &before));
      if (result != 0) return result;
    }
    if (old != nullptr) {
      *old = {};
      old->sa_handler = before;
    }
    return known ? 0 : ToldInt(-EINVAL);
  }
  static auto* const next = Next<decltype(::sigaction(0, nullptr, nullptr))(
      int, const struct sigaction*, struct sigaction*)>("sigaction");
  return next(number, action, old);
}

ssize_t getrandom(void* buffer, size_t size, unsigned int flags) {
  if (Task* task = current_task)
    return Told(sys::GetRandom(*task, buffer, size));
  static auto* const next = Next<decltype(getrandom)>("getrandom");
  return next(buffer, size, flags);
}

pid_t getpid() noexcept {
  if (const Task* task = current_task)
    return static_cast<pid_t>(task->id) + Task::kFirstDescriptor;
  static auto* const next = Next<decltype(getpid)>("getpid");
  return next();
}

}  // extern "C"
