#include "protocol/message_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

namespace protocol {
namespace {

// Sent output is cut off the buffer's front beyond this size.
constexpr size_t kSentToKeep = 64 * 1024;
constexpr size_t kFirstOutput = 2048;

bool MakeNonBlocking(int fd) {
  const int flags = fcntl(fd, F_GETFL);
  return flags != -1 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

}  // namespace

MessageStream::MessageStream(int fd, const StreamOptions& options)
    : fd_(fd),
      options_(options),
      non_blocking_(options.non_blocking && MakeNonBlocking(fd)),
      now_(MonotonicNow()),
      last_progress_(now_) {
  output_.reserve(kFirstOutput);
  if (options.no_delay) {
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
}

std::span<char> MessageStream::WriteRecord(uint64_t id, size_t length) {
  AppendRecordLine(id, length, output_);
  const size_t start = output_.size();
  output_.resize(start + length);
  return {output_.data() + start, length};
}

void MessageStream::Flush() {
  while (pending() > 0 && !write_failed_) {
    const size_t wanted = pending();
    const ssize_t size =
        send(fd_, output_.data() + sent_, wanted, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size == -1) {
      if (errno == EAGAIN || errno == EINTR) break;
      last_error_ = errno;
      write_failed_ = true;
      break;
    }
    sent_ += static_cast<size_t>(size);
    written_ += static_cast<uint64_t>(size);
    if (read_ended_) last_progress_ = now_;
    if (static_cast<size_t>(size) < wanted) break;
  }
  if (write_failed_ || pending() == 0) {
    output_.clear();
    sent_ = 0;
  } else if (sent_ > kSentToKeep) {
    output_.erase(0, sent_);
    sent_ = 0;
  }
}

StreamEvent MessageStream::Receive(Nanos until) {
  const Nanos wake = std::min(until, IdleDeadline());
  if (!non_blocking_ && wake == kNever && pending() == 0 && !paused() &&
      !read_ended_) {
    const StreamEvent event = ReadOnce(/*must_progress=*/false, /*flags=*/0);
    now_ = MonotonicNow();
    return event;
  }
  now_ = MonotonicNow();
  if (non_blocking_ && !paused() && !read_ended_) {
    const StreamEvent event = ReadOnce(/*must_progress=*/false, MSG_DONTWAIT);
    if (event != StreamEvent::kQuiet) return event;
  }
  return Wait(wake);
}

StreamEvent MessageStream::Wait(Nanos wake) {
  const Nanos deadline = paused() ? std::min(wake, read_resumes_) : wake;
  pollfd socket = {.fd = fd_, .events = Interest(), .revents = 0};
  const int ready = poll(&socket, 1, PollTimeout(now_, deadline));
  if (ready == -1) {
    if (errno == EINTR) return StreamEvent::kQuiet;
    return Rupture(errno, "poll failed");
  }
  now_ = MonotonicNow();
  if (ready == 0) {
    // Even by a clock that stands still, what was waited for has come.
    now_ = std::max(now_, deadline);
    if (now_ < IdleDeadline()) return StreamEvent::kQuiet;
    return Rupture(ETIMEDOUT, "the peer was silent for the idle timeout");
  }
  const bool broken = (socket.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  if (!read_ended_ && (broken || (socket.revents & POLLIN) != 0)) {
    // poll() may be wrong about it (select(2), BUGS), and nobody would look
    // after the deadline in a recv() that waits.
    return ReadOnce(broken, MSG_DONTWAIT);
  }
  if (!broken) return StreamEvent::kQuiet;
  // The stream was read to its end: SO_ERROR takes the error from nobody.
  int error = 0;
  socklen_t size = sizeof(error);
  getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
  return Rupture(error != 0 ? error : EPIPE, "the connection was reset");
}

// After an event that poll() shows for ever, an EAGAIN would mean a loop
// without end: `must_progress` makes it an error.
StreamEvent MessageStream::ReadOnce(bool must_progress, int flags) {
  const std::span<char> space =
      decoder_.Space(std::max<size_t>(options_.read_chunk, 1));
  const ssize_t size = recv(fd_, space.data(), space.size(), flags);
  if (size == -1) {
    const bool nothing_yet = errno == EAGAIN || errno == EINTR;
    if (nothing_yet && !must_progress) return StreamEvent::kQuiet;
    return Rupture(errno, "recv failed");
  }
  if (size == 0) {
    read_ended_ = true;
    last_progress_ = now_;
    return StreamEvent::kEof;
  }
  decoder_.Filled(static_cast<size_t>(size));
  read_ += static_cast<uint64_t>(size);
  last_progress_ = now_;
  read_resumes_ = now_ + options_.read_pause;
  return StreamEvent::kBytes;
}

StreamEvent MessageStream::Rupture(int error, std::string_view reason) {
  last_error_ = error;
  reason_ = reason;
  return StreamEvent::kRupture;
}

short MessageStream::Interest() const {
  const bool reads = !read_ended_ && !paused();
  const bool writes = pending() > 0 && !write_failed_;
  return static_cast<short>((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
}

Nanos MessageStream::IdleDeadline() const {
  if (options_.idle_timeout == std::chrono::milliseconds(0)) return kNever;
  return std::max(last_progress_, read_resumes_) + options_.idle_timeout;
}

}  // namespace protocol
