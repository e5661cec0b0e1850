#include "protocol/ending.h"

#include <errno.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace protocol {
namespace {

constexpr std::array kEndings = {
    Ending::kClose,
    Ending::kShutdownWrClose,
    Ending::kShutdownWrDrainClose,
    Ending::kShutdownRdwrClose,
    Ending::kLinger0,
    Ending::kLinger5,
    Ending::kOutqClose,
    Ending::kSleepClose,
};

constexpr Nanos kFirstOutqPause = std::chrono::milliseconds(1);
constexpr Nanos kLongestOutqPause = std::chrono::milliseconds(50);

void NoteError(EndingReport& report) {
  if (report.error == 0) report.error = errno;
  report.ended_by = EndedBy::kError;
}

void Close(int fd, EndingReport& report) {
  if (close(fd) == -1) NoteError(report);
}

// ENOTCONN says that the peer has already reset the connection, or that both
// ends are shut: what came before is still worth reading.
void Shutdown(int fd, int how, EndingReport& report) {
  if (shutdown(fd, how) == -1) NoteError(report);
}

void SetLinger(int fd, int seconds, EndingReport& report) {
  const linger value = {.l_onoff = 1, .l_linger = seconds};
  if (setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof(value)) == -1) {
    NoteError(report);
  }
}

// Reads until EOF, an error, or a bound of `options`.
void Drain(int fd, const EndingOptions& options, Nanos start,
           absl::FunctionRef<void(std::string_view)> sink,
           EndingReport& report) {
  const Nanos deadline = start + options.deadline;
  char buffer[2048];
  while (report.drained < options.drain_limit) {
    pollfd readable = {.fd = fd, .events = POLLIN, .revents = 0};
    const int ready = poll(&readable, 1, PollTimeout(MonotonicNow(), deadline));
    if (ready == 0) {
      report.ended_by = EndedBy::kDeadline;
      return;
    }
    if (ready == -1 && errno == EINTR) continue;
    if (ready == -1) return NoteError(report);
    const size_t left = options.drain_limit - report.drained;
    const ssize_t size =
        recv(fd, buffer, std::min(left, sizeof(buffer)), MSG_DONTWAIT);
    if (size == 0) {
      report.ended_by = EndedBy::kEof;
      return;
    }
    if (size == -1) {
      const bool nothing_yet = errno == EAGAIN || errno == EINTR;
      if (nothing_yet && (readable.revents & (POLLERR | POLLHUP)) == 0)
        continue;
      return NoteError(report);
    }
    report.drained += static_cast<uint64_t>(size);
    sink(std::string_view(buffer, static_cast<size_t>(size)));
  }
  report.ended_by = EndedBy::kByteLimit;
}

// Waits until the peer's kernel has acknowledged everything.
void AwaitEmptyOutq(int fd, const EndingOptions& options, Nanos start,
                    EndingReport& report) {
  const Nanos deadline = start + options.deadline;
  Nanos now = start;
  Nanos pause = kFirstOutqPause;
  while (true) {
    int unacknowledged = 0;
    if (ioctl(fd, SIOCOUTQ, &unacknowledged) == -1) return NoteError(report);
    if (unacknowledged == 0) return;
    if (now >= deadline) {
      report.ended_by = EndedBy::kDeadline;
      return;
    }
    Sleep(std::min(pause, deadline - now));
    // A clock that stands still must not keep this loop alive.
    now = std::max(MonotonicNow(), now + pause);
    pause = std::min(2 * pause, kLongestOutqPause);
  }
}

void Run(int fd, Ending ending, const EndingOptions& options, Nanos start,
         absl::FunctionRef<void(std::string_view)> drain,
         EndingReport& report) {
  switch (ending) {
    case Ending::kClose:
      break;
    case Ending::kShutdownWrClose:
      Shutdown(fd, SHUT_WR, report);
      break;
    case Ending::kShutdownWrDrainClose:
      Shutdown(fd, SHUT_WR, report);
      Drain(fd, options, start, drain, report);
      break;
    case Ending::kShutdownRdwrClose:
      Shutdown(fd, SHUT_RDWR, report);
      break;
    case Ending::kLinger0:
      SetLinger(fd, 0, report);
      break;
    case Ending::kLinger5:
      SetLinger(fd, 5, report);
      break;
    case Ending::kOutqClose:
      AwaitEmptyOutq(fd, options, start, report);
      break;
    case Ending::kSleepClose:
      Sleep(options.sleep);
      break;
  }
  Close(fd, report);
}

}  // namespace

std::span<const Ending> AllEndings() { return kEndings; }

std::string_view EndingName(Ending ending) {
  switch (ending) {
    case Ending::kClose:
      return "close";
    case Ending::kShutdownWrClose:
      return "shutdown-wr,close";
    case Ending::kShutdownWrDrainClose:
      return "shutdown-wr,drain,close";
    case Ending::kShutdownRdwrClose:
      return "shutdown-rdwr,close";
    case Ending::kLinger0:
      return "linger0";
    case Ending::kLinger5:
      return "linger5";
    case Ending::kOutqClose:
      return "outq,close";
    case Ending::kSleepClose:
      return "sleep,close";
  }
  return "?";
}

absl::StatusOr<Ending> ParseEnding(std::string_view name) {
  std::string names;
  for (const Ending ending : kEndings) {
    if (name == EndingName(ending)) return ending;
    if (!names.empty()) names.append(" | ");
    names.append(EndingName(ending));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown ending \"", absl::string_view(name.data(), name.size()),
      "\": choose one of ", names));
}

std::string_view EndedByName(EndedBy ended_by) {
  switch (ended_by) {
    case EndedBy::kClosed:
      return "closed";
    case EndedBy::kEof:
      return "end of stream";
    case EndedBy::kDeadline:
      return "deadline";
    case EndedBy::kByteLimit:
      return "byte limit";
    case EndedBy::kError:
      return "error";
  }
  return "?";
}

EndingReport RunEnding(int fd, Ending ending, const EndingOptions& options,
                       absl::FunctionRef<void(std::string_view)> drain) {
  EndingReport report;
  const bool second = options.second_handle > std::chrono::milliseconds(0);
  const int second_fd = second ? dup(fd) : -1;
  if (second && second_fd == -1) NoteError(report);
  const Nanos start = MonotonicNow();
  Run(fd, ending, options, start, drain, report);
  report.took = MonotonicNow() - start;
  if (second_fd != -1) {
    Sleep(options.second_handle);
    Close(second_fd, report);
  }
  return report;
}

}  // namespace protocol
