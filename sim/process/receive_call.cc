// recv(2) and its relatives: tcp_recvmsg_locked around Socket::Receive().
#include <algorithm>
#include <cerrno>
#include <string>

#include "absl/strings/str_cat.h"
#include "sim/process/calls.h"

namespace orderly::sys {
namespace {

constexpr int kKnownFlags =
    MSG_PEEK | MSG_DONTWAIT | MSG_WAITALL | MSG_NOSIGNAL | MSG_CMSG_CLOEXEC;
constexpr int64_t kDied = -ECONNRESET;

// One call of recv(). Lives on the fiber's stack while it waits, and gives its
// own address to nobody: then it can be in registers.
class Receiver final {
 public:
  Receiver(Task& task, OpenFile& file, int fd, std::span<const iovec> to,
           int flags)
      : task_(task),
        file_(file),
        socket_(*file.socket),
        fd_(fd),
        to_(to),
        peek_((flags & MSG_PEEK) != 0),
        nonblocking_(socket_.nonblocking || (flags & MSG_DONTWAIT) != 0) {
    const size_t low_water = socket_.connection().options().receive_low_water;
    plain_ = to_.size() == 1 && (flags & (MSG_PEEK | MSG_WAITALL)) == 0 &&
             low_water <= 1 && !task_.MayShorten();
    if (plain_) {
      wanted_ = to_[0].iov_len;
      return;
    }
    for (const iovec& piece : to_) wanted_ += piece.iov_len;
    const size_t most = (flags & MSG_WAITALL) != 0 ? wanted_ : low_water;
    target_ = std::max<size_t>(std::min(most, wanted_), 1);
    limit_ = wanted_;
    may_be_short_ = (flags & MSG_WAITALL) == 0 && !peek_;
  }

  int64_t Run() {
    const int64_t result = plain_ ? PlainLoop() : Loop();
    if (task_.dying) return result;
    if (!socket_.listening()) socket_.ReceiveDone(copied_);
    if (task_.witness() != nullptr) Tell(result);
    task_.Record(
        Call::kRecv, fd_, result, &socket_, wanted_,
        [result, peek = peek_, to = to_, copied = copied_] {
          std::string call = peek ? "recv(MSG_PEEK)" : "recv";
          if (result <= 0) return call;
          const size_t first = std::min(copied, to[0].iov_len);
          return call + " " +
                 Quoted({static_cast<const char*>(to[0].iov_base), first});
        });
    (void)task_.Unhold();  // the call has happened, whatever comes now
    return result;
  }

 private:
  // What a wait is for.
  struct Enough {
    const Socket& socket;
    size_t bytes;
  };

  // The usual call: one piece, and any number of bytes is enough.
  int64_t PlainLoop() {
    while (true) {
      const IoResult result =
          socket_.Receive(static_cast<char*>(to_[0].iov_base), wanted_,
                          /*peek=*/false, /*have_some=*/false);
      if (result.ok()) {
        copied_ = static_cast<size_t>(result.value);
        return result.value;
      }
      if (result.error != EAGAIN || nonblocking_ || expired_)
        return -result.error;
      if (!Wait()) return kDied;
    }
  }

  int64_t Loop() {
    while (true) {
      const IoResult result = Next();
      if (result.ok()) {
        copied_ += static_cast<size_t>(result.value);
        if (result.value == 0 || peek_ || copied_ >= limit_)
          return static_cast<int64_t>(copied_);
        if (copied_ >= target_ && socket_.connection().unread() == 0)
          return static_cast<int64_t>(copied_);
        continue;
      }
      const bool must_wait = result.error == EAGAIN;
      if (copied_ > 0 && (!must_wait || nonblocking_ || expired_ || Broken()))
        return static_cast<int64_t>(copied_);
      if (!must_wait || nonblocking_ || expired_) return -result.error;
      if (!Wait()) return kDied;
    }
  }

  // Into the piece that is not full yet. A peek fills only the first.
  IoResult Next() {
    const Connection& connection = socket_.connection();
    if (peek_ && !nonblocking_ && !expired_ && !socket_.listening() &&
        connection.unread() > 0 && connection.unread() < target_ && !Broken())
      return IoResult::Error(EAGAIN);
    if (may_be_short_ && connection.unread() > 0) {
      may_be_short_ = false;
      const size_t could = std::min<size_t>(wanted_, connection.unread());
      const size_t less = task_.Shorten(Site::kShortRead, could);
      if (less < could) limit_ = target_ = less;
    }
    size_t offset = copied_;
    size_t i = 0;
    while (i + 1 < to_.size() && offset >= to_[i].iov_len)
      offset -= to_[i++].iov_len;
    if (to_.empty()) return socket_.Receive(nullptr, 0, peek_, false);
    const size_t room = std::min(to_[i].iov_len - offset, limit_ - copied_);
    return socket_.Receive(static_cast<char*>(to_[i].iov_base) + offset, room,
                           peek_, copied_ > 0);
  }

  bool Broken() const { return Broken(socket_.connection().tcb()); }
  static bool Broken(const Tcb& tcb) {
    return tcb.error != 0 || tcb.read_shut || tcb.state == TcpState::kClosed;
  }

  bool Wait() {
    if (task_.held.empty()) {
      task_.Hold(&file_);
      const Duration timeout = socket_.connection().options().receive_timeout;
      until_ =
          timeout == Duration(0) ? Instant::Never() : task_.now() + timeout;
    }
    socket_.ReceiveDone(copied_);  // the window opens before the sleep
    Enough enough{socket_, peek_ ? target_ : 1};
    if (!task_.Block(Call::kRecv, fd_, until_, &Receiver::MayGoOn, &enough))
      return false;
    expired_ = task_.timed_out;
    return true;
  }

  static bool MayGoOn(Task& /*task*/, void* context) {
    const Enough& enough = *static_cast<Enough*>(context);
    const Connection& connection = enough.socket.connection();
    return enough.socket.listening() || Broken(connection.tcb()) ||
           connection.unread() >= enough.bytes;
  }

  void Tell(int64_t result) const {
    const FourTuple tuple = Task::TupleOf(&socket_);
    size_t left = peek_ ? 0 : copied_;
    for (const iovec& piece : to_) {
      const size_t size = std::min(left, piece.iov_len);
      if (size > 0)
        task_.witness()->OnRead(
            tuple, {static_cast<const char*>(piece.iov_base), size});
      left -= size;
    }
    if (result == 0 && wanted_ > 0) task_.witness()->OnEnd(tuple);
    if (result < 0 && result != -EAGAIN) task_.witness()->OnBroken(tuple);
  }

  Task& task_;
  OpenFile& file_;
  Socket& socket_;
  const int fd_;
  const std::span<const iovec> to_;
  const bool peek_;
  const bool nonblocking_;
  bool plain_ = false;
  bool may_be_short_ = false;
  bool expired_ = false;
  size_t wanted_ = 0;
  size_t target_ = 0;  // enough to return with
  size_t limit_ = 0;   // never more
  size_t copied_ = 0;
  Instant until_;
};

}  // namespace

int64_t Receive(Task& task, int fd, std::span<const iovec> to, int flags) {
  if (!task.Enter()) return kDied;
  const Descriptor* descriptor = task.Find(fd);
  if (descriptor == nullptr) {
    return task.Record(Call::kRecv, fd, -EBADF, nullptr, 0,
                       [] { return std::string("recv"); });
  }
  if ((flags & ~kKnownFlags) != 0) {
    return task.Record(
        Call::kRecv, fd, -EOPNOTSUPP, descriptor->file->socket, 0, [flags] {
          return absl::StrCat("recv(unsupported flags ", flags, ")");
        });
  }
  return Receiver(task, *descriptor->file, fd, to, flags).Run();
}

}  // namespace orderly::sys
