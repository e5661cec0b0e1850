// poll(2) and select(2). Simulated descriptors only: any other is POLLNVAL.
#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "sim/process/calls.h"

namespace orderly::sys {
namespace {

struct Polled {
  pollfd* fds;
  size_t count;
};

// Sets revents; how many are not 0.
int Scan(Task& task, const Polled& polled) {
  int found = 0;
  for (size_t i = 0; i < polled.count; ++i) {
    pollfd& entry = polled.fds[i];
    entry.revents = 0;
    if (entry.fd < 0) continue;
    const auto wanted = static_cast<uint16_t>(entry.events);
    if (Socket* socket = SocketOf(task, entry.fd)) {
      const uint32_t bits =
          socket->PollBits() & (wanted | POLLERR | POLLHUP | POLLNVAL);
      entry.revents = static_cast<int16_t>(bits);
      // tcp_poll sets SOCK_NOSPACE, or nobody would tell of room.
      if ((wanted & POLLOUT) != 0 && (bits & POLLOUT) == 0 &&
          !socket->listening())
        socket->connection().WantSpace();
    } else {
      entry.revents = POLLNVAL;
    }
    if (entry.revents != 0) ++found;
  }
  return found;
}

bool FindsSome(Task& task, void* context) {
  return Scan(task, *static_cast<Polled*>(context)) > 0;
}

int DeadPoll(const Polled& polled) {
  int found = 0;
  for (size_t i = 0; i < polled.count; ++i) {
    pollfd& entry = polled.fds[i];
    entry.revents = entry.fd < 0 ? 0 : POLLERR | POLLHUP;
    if (entry.revents != 0) ++found;
  }
  return found;
}

constexpr int16_t kReadable = POLLIN | POLLRDNORM;

// The first that is asked whether it is readable; null: none.
pollfd* FirstReader(Task& task, const Polled& polled) {
  for (size_t i = 0; i < polled.count; ++i) {
    pollfd& entry = polled.fds[i];
    if (SocketOf(task, entry.fd) != nullptr && (entry.events & kReadable) != 0)
      return &entry;
  }
  return nullptr;
}

constexpr int kDied = -1;

// How many were found; -EINTR; kDied.
int Wait(Task& task, Call call, const Polled& polled, Instant until) {
  int found = Scan(task, polled);
  if (found > 0 || until <= task.now()) return found;
  int first = -1;
  for (size_t i = 0; i < polled.count; ++i) {
    const Descriptor* descriptor = task.Find(polled.fds[i].fd);
    if (polled.fds[i].fd < 0 || descriptor == nullptr) continue;
    task.Hold(descriptor->file);
    if (first < 0) first = polled.fds[i].fd;
  }
  Polled context = polled;
  pollfd* const reader = FirstReader(task, polled);
  const Instant spurious =
      reader == nullptr ? Instant::Never() : task.DrawSpurious();
  while (found == 0) {
    if (!task.Block(call, first, std::min(until, spurious), FindsSome,
                    &context))
      return kDied;
    found = Scan(task, polled);
    if (!task.timed_out || found > 0) continue;
    if (task.interrupted) return -EINTR;
    if (until <= task.now()) break;
    reader->revents = static_cast<int16_t>(reader->events & kReadable);
    found = 1;
  }
  return found;
}

// For the trace: the first that has something, else the first.
int Foremost(const Polled& polled) {
  for (size_t i = 0; i < polled.count; ++i) {
    if (polled.fds[i].revents != 0) return polled.fds[i].fd;
  }
  return polled.count == 0 ? -1 : polled.fds[0].fd;
}

void Tell(Task& task, Call call, const Polled& polled, int64_t result) {
  const int fd = Foremost(polled);
  for (size_t i = 0; i < polled.count; ++i)
    task.Learn(static_cast<uint16_t>(polled.fds[i].revents));
  task.Record(call, fd, result, SocketOf(task, fd), polled.count, [call] {
    return std::string(call == Call::kPoll ? "poll" : "select");
  });
}

// The bits of poll() that make a descriptor readable, writeable, exceptional
// for select(): POLLIN_SET, POLLOUT_SET, POLLEX_SET.
constexpr std::array<int, 3> kSelectBits = {
    POLLRDNORM | POLLIN | POLLHUP | POLLERR, POLLOUT | POLLWRNORM | POLLERR,
    POLLPRI};
constexpr std::array<int, 3> kSelectEvents = {POLLIN, POLLOUT, POLLPRI};

}  // namespace

int64_t Poll(Task& task, pollfd* fds, size_t count, Instant until) {
  const Polled polled{fds, count};
  if (!task.Enter(Call::kPoll)) return DeadPoll(polled);
  const int found = Wait(task, Call::kPoll, polled, until);
  if (found == kDied) return DeadPoll(polled);
  Tell(task, Call::kPoll, polled, found);
  (void)task.Unhold();
  return found;
}

int64_t Select(Task& task, int count, fd_set* read, fd_set* write,
               fd_set* except, Instant until) {
  const std::array<fd_set*, 3> sets = {read, write, except};
  std::vector<pollfd> fds;
  bool all_open = true;
  for (int fd = 0; fd < count; ++fd) {
    int events = 0;
    for (size_t i = 0; i < sets.size(); ++i) {
      if (sets[i] != nullptr && FD_ISSET(fd, sets[i]))
        events |= kSelectEvents[i];
    }
    if (events == 0) continue;
    fds.push_back({fd, static_cast<int16_t>(events), 0});
    if (task.Find(fd) == nullptr) all_open = false;
  }
  const Polled polled{fds.data(), fds.size()};
  if (!task.Enter(Call::kSelect)) return static_cast<int64_t>(fds.size());
  if (!all_open) {
    Tell(task, Call::kSelect, polled, -EBADF);
    return -EBADF;
  }
  const int waited = Wait(task, Call::kSelect, polled, until);
  if (waited == kDied) return static_cast<int64_t>(fds.size());
  if (waited < 0) {
    Tell(task, Call::kSelect, polled, waited);
    (void)task.Unhold();
    return waited;  // the sets are as they were
  }
  int64_t found = 0;
  for (const pollfd& entry : fds) {
    for (size_t i = 0; i < sets.size(); ++i) {
      if (sets[i] == nullptr || !FD_ISSET(entry.fd, sets[i])) continue;
      if ((entry.revents & kSelectBits[i]) != 0) {
        ++found;
      } else {
        FD_CLR(entry.fd, sets[i]);
      }
    }
  }
  Tell(task, Call::kSelect, polled, found);
  (void)task.Unhold();
  return found;
}

}  // namespace orderly::sys
