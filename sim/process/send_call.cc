// send(2) and its relatives: tcp_sendmsg_locked around Socket::Send().
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>

#include "absl/strings/str_cat.h"
#include "sim/process/calls.h"

namespace orderly::sys {
namespace {

constexpr int kKnownFlags = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE | MSG_EOR;
constexpr int64_t kDied = -ECONNRESET;

std::string_view FirstOf(std::span<const iovec> from) {
  if (from.empty() || from[0].iov_base == nullptr) return {};
  return {static_cast<const char*>(from[0].iov_base), from[0].iov_len};
}

int64_t RecordSend(Task& task, int fd, int64_t result, const Socket& socket,
                   std::span<const iovec> from) {
  size_t total = 0;
  for (const iovec& piece : from) total += piece.iov_len;
  return task.Record(Call::kSend, fd, result, &socket, total, [from] {
    if (from.empty()) return std::string("send");
    return "send " + Quoted({static_cast<const char*>(from[0].iov_base),
                             from[0].iov_len});
  });
}

// The usual call: one piece, for which there is room.
[[gnu::flatten]] int64_t SendAtOnce(Task& task, int fd, Socket& socket,
                                    std::span<const iovec> from, bool more) {
  const std::string_view bytes(static_cast<const char*>(from[0].iov_base),
                               from[0].iov_len);
  const IoResult result = socket.Send(bytes, {.more = more});
  if (task.witness() != nullptr)
    task.witness()->OnWritten(Task::TupleOf(&socket), bytes);
  return RecordSend(task, fd, result.value, socket, from);
}

// Any other call of send(). Lives on the fiber's stack while it waits, and
// gives its own address to nobody: then it can be in registers. A blocking send
// returns when all bytes are queued: only one that does not block may be cut
// short (ProcessOptions::short_io).
class Sender final {
 public:
  Sender(Task& task, OpenFile& file, int fd, std::span<const iovec> from,
         int flags)
      : task_(task),
        file_(file),
        socket_(*file.socket),
        fd_(fd),
        from_(from),
        more_((flags & MSG_MORE) != 0),
        ends_record_((flags & MSG_EOR) != 0),
        nonblocking_(socket_.nonblocking || (flags & MSG_DONTWAIT) != 0),
        no_signal_((flags & MSG_NOSIGNAL) != 0) {
    for (const iovec& piece : from_) total_ += piece.iov_len;
    limit_ = total_;
    if (Broken()) return;
    lacks_memory_ = total_ > 0 && task_.DrawNoMemory();
    if (!nonblocking_ || lacks_memory_) return;
    const size_t could =
        std::min<size_t>(total_, socket_.connection().send_space());
    const size_t less = task_.Shorten(Site::kShortWrite, could);
    if (less < could) limit_ = less;
  }

  int64_t Run() {
    if (lacks_memory_ && !nonblocking_ && !AwaitMemory()) return kDied;
    const int64_t result = Starved() ? StarvedResult() : Loop();
    if (task_.dying) return result;
    (void)RecordSend(task_, fd_, result, socket_, from_);
    if (!task_.Unhold()) return result;
    if (sigpipe_ && !no_signal_ && !task_.Signal(SIGPIPE)) return kDied;
    return result;
  }

 private:
  int64_t Loop() {
    while (true) {
      // What a part of the call met stays for the next one.
      if (sent_ > 0 && Broken()) return static_cast<int64_t>(sent_);
      const std::string_view rest = Rest();
      const bool fits = rest.size() <= socket_.connection().send_space();
      const bool is_last = sent_ + rest.size() == limit_;
      const bool counts = socket_.connection().counts_packets();
      const IoResult result = socket_.Send(
          rest, {.more = counts ? more_ : fits && (more_ || !is_last),
                 .ends_record = ends_record_ && is_last,
                 .continued = sent_ > 0});
      if (result.ok()) {
        const auto taken = static_cast<size_t>(result.value);
        if (task_.witness() != nullptr && taken > 0)
          task_.witness()->OnWritten(Task::TupleOf(&socket_),
                                     rest.substr(0, taken));
        sent_ += taken;
        task_.Learn(taken);
        if (sent_ >= limit_ || (nonblocking_ && taken < rest.size()))
          return static_cast<int64_t>(sent_);
        continue;
      }
      if (result.error != EAGAIN) {
        if (task_.witness() != nullptr)
          task_.witness()->OnBroken(Task::TupleOf(&socket_));
        sigpipe_ = result.sigpipe;
        return -result.error;
      }
      if (expired_ && sent_ == 0) return task_.WaitedInVain();
      if (nonblocking_ || expired_)
        return sent_ > 0 ? static_cast<int64_t>(sent_) : -EAGAIN;
      if (!Wait()) return kDied;
    }
  }

  std::string_view Rest() const {
    size_t offset = sent_;
    size_t i = 0;
    while (i + 1 < from_.size() && offset >= from_[i].iov_len)
      offset -= from_[i++].iov_len;
    if (from_.empty()) return {};
    return {static_cast<const char*>(from_[i].iov_base) + offset,
            std::min(from_[i].iov_len - offset, limit_ - sent_)};
  }

  // Nothing more can be queued.
  bool Broken() const { return Broken(socket_.connection().tcb()); }
  static bool Broken(const Tcb& tcb) {
    return tcb.error != 0 || tcb.write_shut ||
           (tcb.state != TcpState::kEstablished &&
            tcb.state != TcpState::kCloseWait);
  }

  // What begins to wait holds the file.
  void BeginToWait() {
    if (!task_.held.empty()) return;
    task_.Hold(&file_);
    const Duration timeout = socket_.connection().options().send_timeout;
    until_ = timeout == Duration(0) ? Instant::Never() : task_.now() + timeout;
  }

  // sk_stream_wait_memory with room in the queue: memory is there again after a
  // time, and only an error ends the wait before.
  bool AwaitMemory() {
    BeginToWait();
    const Instant again = task_.now() + std::chrono::milliseconds(100);
    if (!task_.Block(Call::kSend, fd_, std::min(until_, again),
                     &Sender::IsBroken, &socket_))
      return false;
    expired_ = task_.timed_out && (task_.interrupted || again > until_);
    return true;
  }
  // Nothing was sent for lack of memory.
  bool Starved() const {
    return lacks_memory_ && !Broken() && (nonblocking_ || expired_);
  }
  int64_t StarvedResult() const {
    return nonblocking_ ? -EAGAIN : task_.WaitedInVain();
  }
  static bool IsBroken(Task& /*task*/, void* context) {
    return Broken(static_cast<Socket*>(context)->connection().tcb());
  }

  bool Wait() {
    BeginToWait();
    if (!task_.Block(Call::kSend, fd_, until_, &Sender::MayGoOn, &socket_))
      return false;
    expired_ = task_.timed_out;
    return true;
  }

  static bool MayGoOn(Task& /*task*/, void* context) {
    Connection& connection = static_cast<Socket*>(context)->connection();
    const TcpState state = connection.state();
    if (state == TcpState::kSynSent || state == TcpState::kSynReceived)
      return connection.error() != 0;
    if (Broken(connection.tcb()) || connection.may_write_on()) return true;
    connection.WantSpace();
    return false;
  }

  Task& task_;
  OpenFile& file_;
  Socket& socket_;
  const int fd_;
  const std::span<const iovec> from_;
  const bool more_;
  const bool ends_record_;
  const bool nonblocking_;
  const bool no_signal_;
  bool lacks_memory_ = false;
  bool expired_ = false;
  bool sigpipe_ = false;
  size_t total_ = 0;
  size_t limit_ = 0;  // never more
  size_t sent_ = 0;
  Instant until_;
};

// To a send queue of sk_buffs the pieces are one write.
[[gnu::noinline]] int64_t SendGathered(Task& task, OpenFile& file, int fd,
                                       std::span<const iovec> from, int flags) {
  std::string bytes;
  for (const iovec& piece : from)
    bytes.append(static_cast<const char*>(piece.iov_base), piece.iov_len);
  const iovec whole = {bytes.data(), bytes.size()};
  return Sender(task, file, fd, {&whole, 1}, flags).Run();
}

// Linux looks at the socket first, and copies nothing (tcp_sendmsg_locked).
int64_t SendNull(Task& task, int fd, Socket& socket) {
  const IoResult result = socket.Send({}, {});
  return task.Record(Call::kSend, fd, result.ok() ? -EFAULT : -result.error,
                     &socket, 0, [] { return std::string("send(NULL)"); });
}

}  // namespace

int64_t Send(Task& task, int fd, std::span<const iovec> from, int flags) {
  if (!task.Enter(Call::kSend, FirstOf(from))) return kDied;
  const Descriptor* descriptor = task.Find(fd);
  if (descriptor == nullptr) {
    return task.Record(Call::kSend, fd, -EBADF, nullptr, 0,
                       [] { return std::string("send"); });
  }
  if ((flags & ~kKnownFlags) != 0) {
    return task.Record(
        Call::kSend, fd, -EOPNOTSUPP, descriptor->file->socket, 0, [flags] {
          return absl::StrCat("send(unsupported flags ", flags, ")");
        });
  }
  Socket& socket = *descriptor->file->socket;
  if (!from.empty() && from[0].iov_base == nullptr && from[0].iov_len > 0)
      [[unlikely]]
    return SendNull(task, fd, socket);
  const bool nonblocking = socket.nonblocking || (flags & MSG_DONTWAIT) != 0;
  const bool may_be_short = nonblocking && task.MayShorten();
  if (from.size() == 1 && !may_be_short && !task.MayFail() &&
      socket.CanTake(from[0].iov_len) && (flags & MSG_EOR) == 0)
    return SendAtOnce(task, fd, socket, from, (flags & MSG_MORE) != 0);
  if (from.size() > 1 && socket.connection().counts_packets()) [[unlikely]]
    return SendGathered(task, *descriptor->file, fd, from, flags);
  return Sender(task, *descriptor->file, fd, from, flags).Run();
}

}  // namespace orderly::sys
