// What may go wrong in a system call of Linux though nothing is wrong with the
// connection, and only where it may:
//
// EINTR (signal(7)): a signal whose handler was set without SA_RESTART ends a
// call that waits: accept, connect, recv and send on a socket; poll, select and
// sleeps whatever the handler's flags are. A call that does not wait is never
// interrupted, nor is one that has moved bytes: it returns their number.
// close() is not among them: its wait for SO_LINGER ends early instead, which
// nobody can tell from a shorter time.
//
// Readable and nothing there (select(2), BUGS; poll(2) refers to it): a read
// after that must not rely on it. One that does not block says EAGAIN; one that
// blocks waits. poll() never returns 0 before its time.
//
// No memory: a send that does not block says EAGAIN although poll() says that
// there is room, one that blocks waits for up to 0.2 s
// (sk_stream_wait_memory). TCP's send never says ENOBUFS; connect does, and the
// socket is as before (tcp_connect).
#include <array>
#include <chrono>

#include "sim/choice/choices.h"
#include "sim/process/task.h"

namespace orderly {
namespace {

bool IsInterruptible(Call call) {
  switch (call) {
    case Call::kAccept:
    case Call::kConnect:
    case Call::kRecv:
    case Call::kSend:
    case Call::kPoll:
    case Call::kSelect:
    case Call::kSleep:
      return true;
    case Call::kSocket:
    case Call::kBind:
    case Call::kListen:
    case Call::kGetSockName:
    case Call::kGetPeerName:
    case Call::kSetSockOpt:
    case Call::kGetSockOpt:
    case Call::kShutdown:
    case Call::kClose:
    case Call::kDup:
    case Call::kFcntl:
    case Call::kIoctl:
    case Call::kClock:
    case Call::kRandom:
    case Call::kExit:
    case Call::kRaise:
    case Call::kSignal:
    case Call::kFork:
    case Call::kOwn:
    case Call::kUnsupported:
    case Call::kPause:
      return false;
  }
  return false;
}

}  // namespace

Instant Task::DrawMoment(Site site) {
  const ProcessOptions& options = owner->options_;
  if (owner->syscall_faults_ >= options.most_syscall_faults)
    return Instant::Never();
  const uint32_t moment = sim().choices().Below(kMomentMillis.size() + 1, site,
                                                actor(), options.syscall_faults,
                                                static_cast<uint32_t>(calls));
  if (moment == 0) return Instant::Never();
  ++owner->syscall_faults_;
  return now() + std::chrono::milliseconds(kMomentMillis[moment - 1]);
}

Instant Task::DrawSignal(Call call) {
  return IsInterruptible(call) ? DrawMoment(Site::kInterrupt)
                               : Instant::Never();
}

Instant Task::DrawSpurious() {
  return MayFail() ? DrawMoment(Site::kSpurious) : Instant::Never();
}

bool Task::DrawNoMemory() {
  const ProcessOptions& options = owner->options_;
  if (!MayFail() || owner->syscall_faults_ >= options.most_syscall_faults)
    return false;
  const bool lacks =
      sim().choices().Happens(options.syscall_faults, Site::kNoMemory, actor(),
                              static_cast<uint32_t>(calls));
  if (lacks) ++owner->syscall_faults_;
  return lacks;
}

}  // namespace orderly
