// recv(2) and its relatives: tcp_recvmsg_locked around Socket::Receive().
#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "sim/process/calls.h"

namespace orderly::sys {
namespace {

constexpr int kKnownFlags =
    MSG_PEEK | MSG_DONTWAIT | MSG_WAITALL | MSG_NOSIGNAL | MSG_CMSG_CLOEXEC;
constexpr int64_t kDied = -ECONNRESET;

size_t TotalOf(std::span<const iovec> pieces) {
  size_t total = 0;
  for (const iovec& piece : pieces) total += piece.iov_len;
  return total;
}

// What a call asks for.
struct Wanted {
  int fd;
  std::span<const iovec> to;
  bool peek;
};

bool Broken(const Tcb& tcb) {
  return tcb.error != 0 || tcb.read_shut || tcb.state == TcpState::kClosed;
}

// Whether Receive() has another answer than to wait for so many bytes.
bool Readable(const Socket& socket, size_t bytes) {
  const Connection& connection = socket.connection();
  return connection.unread() >= bytes || Broken(connection.tcb()) ||
         socket.listening();
}

// What a wait is for.
struct Enough {
  const Socket& socket;
  size_t bytes;
};

bool MayGoOn(Task& /*task*/, void* context) {
  const Enough& enough = *static_cast<Enough*>(context);
  return Readable(enough.socket, enough.bytes);
}

// The bytes, from the first piece on. A call that waits learns what it has
// copied already, too: it is in no queue any more.
void Learn(Task& task, const Wanted& wanted, size_t copied) {
  for (const iovec& piece : wanted.to) {
    const size_t size = std::min(copied, piece.iov_len);
    task.Learn(
        std::string_view(static_cast<const char*>(piece.iov_base), size));
    copied -= size;
  }
}

// Until Readable(), or the time of SO_RCVTIMEO is over, which `until` keeps for
// the next wait of the same call. False when the process died.
bool Wait(Task& task, OpenFile& file, const Wanted& wanted, Enough enough,
          size_t copied, Instant& until) {
  Socket& socket = *file.socket;
  if (task.held.empty()) {
    task.Hold(&file);
    const Duration timeout = socket.connection().options().receive_timeout;
    until = timeout == Duration(0) ? Instant::Never() : task.now() + timeout;
  }
  task.Learn(copied);
  if (copied > 0) Learn(task, wanted, copied);
  socket.ReceiveDone(copied);  // the window opens before the sleep
  return task.Block(Call::kRecv, wanted.fd, until, MayGoOn, &enough);
}

// The witness hears what was copied, and of an end.
void Tell(const Task& task, const Socket& socket, const Wanted& wanted,
          size_t copied, int64_t result) {
  const FourTuple tuple = Task::TupleOf(&socket);
  size_t left = wanted.peek ? 0 : copied;
  size_t asked = 0;
  for (const iovec& piece : wanted.to) {
    asked += piece.iov_len;
    const size_t size = std::min(left, piece.iov_len);
    if (size > 0)
      task.witness()->OnRead(tuple,
                             {static_cast<const char*>(piece.iov_base), size});
    left -= size;
  }
  if (result == 0 && asked > 0) task.witness()->OnEnd(tuple);
  const bool again = result == -EAGAIN || result == -EINTR;
  if (result < 0 && !again) task.witness()->OnBroken(tuple);
}

// The end of every call, whose process lives.
int64_t Finish(Task& task, Socket& socket, const Wanted& wanted, size_t copied,
               int64_t result) {
  if (!socket.listening()) socket.ReceiveDone(copied);
  Learn(task, wanted, copied);
  if (task.witness() != nullptr) Tell(task, socket, wanted, copied, result);
  task.Record(Call::kRecv, wanted.fd, result, &socket, TotalOf(wanted.to),
              [result, wanted, copied] {
                std::string call = wanted.peek ? "recv(MSG_PEEK)" : "recv";
                if (result <= 0) return call;
                const iovec& first = wanted.to[0];
                return call + " " +
                       Quoted({static_cast<const char*>(first.iov_base),
                               std::min(copied, first.iov_len)});
              });
  (void)task.Unhold();  // the call has happened, whatever comes now
  return result;
}

// The usual call: one piece, and any number of bytes is enough.
[[gnu::flatten]] int64_t ReceivePlain(Task& task, OpenFile& file,
                                      const Wanted& wanted, bool nonblocking) {
  Socket& socket = *file.socket;
  Instant until;
  while (!Readable(socket, 1)) {
    if (nonblocking) return Finish(task, socket, wanted, 0, -EAGAIN);
    if (!Wait(task, file, wanted, {socket, 1}, 0, until)) return kDied;
    if (task.timed_out && !Readable(socket, 1))
      return Finish(task, socket, wanted, 0, task.WaitedInVain());
  }
  const IoResult result =
      socket.Receive(static_cast<char*>(wanted.to[0].iov_base),
                     wanted.to[0].iov_len, /*peek=*/false, /*have_some=*/false);
  if (!result.ok()) return Finish(task, socket, wanted, 0, -result.error);
  return Finish(task, socket, wanted, static_cast<size_t>(result.value),
                result.value);
}

// Any other call of recv(). Lives on the fiber's stack while it waits.
class Receiver final {
 public:
  Receiver(Task& task, OpenFile& file, const Wanted& wanted, int flags)
      : task_(task),
        file_(file),
        socket_(*file.socket),
        wanted_(wanted),
        to_(wanted.to),
        peek_(wanted.peek),
        nonblocking_(socket_.nonblocking || (flags & MSG_DONTWAIT) != 0),
        may_be_short_((flags & MSG_WAITALL) == 0 && !peek_),
        limit_(TotalOf(to_)) {
    const size_t low_water = socket_.connection().options().receive_low_water;
    const size_t most = (flags & MSG_WAITALL) != 0 ? limit_ : low_water;
    target_ = std::max<size_t>(std::min(most, limit_), 1);
  }

  int64_t Run() {
    const int64_t result = Loop();
    if (task_.dying) return result;
    return Finish(task_, socket_, wanted_, copied_, result);
  }

 private:
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
      if (expired_ && must_wait) return task_.WaitedInVain();
      if (!must_wait || nonblocking_) return -result.error;
      const Enough enough{socket_, peek_ ? target_ : 1};
      if (!Wait(task_, file_, wanted_, enough, copied_, until_)) return kDied;
      expired_ = task_.timed_out;
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
      const size_t could = std::min<size_t>(limit_, connection.unread());
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

  bool Broken() const {
    return orderly::sys::Broken(socket_.connection().tcb());
  }

  Task& task_;
  OpenFile& file_;
  Socket& socket_;
  const Wanted wanted_;
  const std::span<const iovec> to_;
  const bool peek_;
  const bool nonblocking_;
  bool may_be_short_;
  bool expired_ = false;
  size_t target_ = 0;  // enough to return with
  size_t limit_;       // never more
  size_t copied_ = 0;
  Instant until_;
};

}  // namespace

int64_t Receive(Task& task, int fd, std::span<const iovec> to, int flags) {
  if (!task.Enter(Call::kRecv)) return kDied;
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
  OpenFile& file = *descriptor->file;
  const bool nowhere =
      !to.empty() && to[0].iov_base == nullptr && to[0].iov_len > 0;
  if (nowhere && file.socket->connection().unread() > 0) [[unlikely]] {
    return task.Record(Call::kRecv, fd, -EFAULT, file.socket, 0,
                       [] { return std::string("recv(NULL)"); });
  }
  const Wanted wanted{fd, to, (flags & MSG_PEEK) != 0};
  const bool plain =
      to.size() == 1 && (flags & (MSG_PEEK | MSG_WAITALL)) == 0 &&
      file.socket->connection().options().receive_low_water <= 1 &&
      !task.MayShorten();
  if (!plain) return Receiver(task, file, wanted, flags).Run();
  return ReceivePlain(task, file, wanted,
                      file.socket->nonblocking || (flags & MSG_DONTWAIT) != 0);
}

}  // namespace orderly::sys
