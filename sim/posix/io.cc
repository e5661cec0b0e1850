// read(2), write(2) and their relatives, with the names that FORTIFY gives
// them.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <cstring>
#include <span>

#include "sim/posix/libc.h"
#include "sim/process/calls.h"

using ::orderly::Task;
using ::orderly::posix::Next;
using ::orderly::posix::Simulated;
using ::orderly::posix::Told;
namespace sys = ::orderly::sys;

namespace {

int64_t Receive(Task& task, int fd, void* to, size_t size, int flags) {
  const iovec piece{to, size};
  return Told(sys::Receive(task, fd, std::span(&piece, 1), flags));
}

int64_t Send(Task& task, int fd, const void* from, size_t size, int flags) {
  const iovec piece{const_cast<void*>(from), size};
  return Told(sys::Send(task, fd, std::span(&piece, 1), flags));
}

// libc's own. Apart, so that the calls of a process, which are many, need no
// frame for them.
[[gnu::noinline]] ssize_t LibcRead(int fd, void* to, size_t size) {
  static auto* const next = Next<decltype(read)>("read");
  return next(fd, to, size);
}
[[gnu::noinline]] ssize_t LibcWrite(int fd, const void* from, size_t size) {
  static auto* const next = Next<decltype(write)>("write");
  return next(fd, from, size);
}
[[gnu::noinline]] ssize_t LibcRecv(int fd, void* to, size_t size, int flags) {
  static auto* const next = Next<decltype(recv)>("recv");
  return next(fd, to, size, flags);
}
[[gnu::noinline]] ssize_t LibcSend(int fd, const void* from, size_t size,
                                   int flags) {
  static auto* const next = Next<decltype(send)>("send");
  return next(fd, from, size, flags);
}

// False, with EINVAL: too many pieces, or too large.
bool Sane(const iovec* pieces, size_t count) {
  if (count <= 1024) {
    size_t total = 0;
    for (size_t i = 0; i < count; ++i) total += pieces[i].iov_len;
    if (total <= SSIZE_MAX) return true;
  }
  errno = EINVAL;
  return false;
}

// TCP_CM_INQ: what is left to read, if the socket is to tell.
void TellUnread(Task& task, int fd, msghdr* message, size_t room) {
  const ::orderly::Socket* of = sys::SocketOf(task, fd);
  if (of == nullptr || !of->connection().options().tell_unread) return;
  if (message->msg_control == nullptr || room < CMSG_SPACE(sizeof(int))) {
    message->msg_flags |= MSG_CTRUNC;
    return;
  }
  const int unread = static_cast<int>(of->UnreadHint());
  task.Learn(static_cast<uint64_t>(unread));
  auto* header = static_cast<cmsghdr*>(message->msg_control);
  header->cmsg_level = IPPROTO_TCP;
  header->cmsg_type = TCP_CM_INQ;
  header->cmsg_len = CMSG_LEN(sizeof(unread));
  std::memcpy(CMSG_DATA(header), &unread, sizeof(unread));
  message->msg_controllen = CMSG_SPACE(sizeof(unread));
}

int64_t ReceiveMessage(Task& task, int fd, msghdr* message, int flags) {
  if (!Sane(message->msg_iov, message->msg_iovlen)) return -1;
  const size_t room = message->msg_controllen;
  message->msg_namelen = 0;
  message->msg_controllen = 0;
  message->msg_flags = 0;
  const int64_t result = Told(sys::Receive(
      task, fd, std::span(message->msg_iov, message->msg_iovlen), flags));
  if (result >= 0) TellUnread(task, fd, message, room);
  return result;
}

// Descriptors in a message (SCM_RIGHTS) are not simulated.
int64_t SendMessage(Task& task, int fd, const msghdr* message, int flags) {
  if (!Sane(message->msg_iov, message->msg_iovlen)) return -1;
  if (message->msg_controllen != 0)
    return Told(sys::Unsupported(task, fd, "sendmsg with control data"));
  return Told(sys::Send(
      task, fd, std::span(message->msg_iov, message->msg_iovlen), flags));
}

}  // namespace

extern "C" {

ssize_t read(int fd, void* to, size_t size) {
  if (Task* task = Simulated(fd)) return Receive(*task, fd, to, size, 0);
  return LibcRead(fd, to, size);
}

ssize_t write(int fd, const void* from, size_t size) {
  if (Task* task = Simulated(fd)) return Send(*task, fd, from, size, 0);
  return LibcWrite(fd, from, size);
}

ssize_t recv(int fd, void* to, size_t size, int flags) {
  if (Task* task = Simulated(fd)) return Receive(*task, fd, to, size, flags);
  return LibcRecv(fd, to, size, flags);
}

ssize_t send(int fd, const void* from, size_t size, int flags) {
  if (Task* task = Simulated(fd)) return Send(*task, fd, from, size, flags);
  return LibcSend(fd, from, size, flags);
}

ssize_t recvfrom(int fd, void* to, size_t size, int flags, sockaddr* address,
                 socklen_t* address_size) {
  if (Task* task = Simulated(fd)) {
    if (address_size != nullptr) *address_size = 0;  // a stream has none
    return Receive(*task, fd, to, size, flags);
  }
  static auto* const next = Next<decltype(recvfrom)>("recvfrom");
  return next(fd, to, size, flags, address, address_size);
}

ssize_t sendto(int fd, const void* from, size_t size, int flags,
               const sockaddr* address, socklen_t address_size) {
  if (Task* task = Simulated(fd)) return Send(*task, fd, from, size, flags);
  static auto* const next = Next<decltype(sendto)>("sendto");
  return next(fd, from, size, flags, address, address_size);
}

ssize_t readv(int fd, const iovec* pieces, int count) {
  if (Task* task = Simulated(fd))
    return Sane(pieces, static_cast<size_t>(count))
               ? Told(sys::Receive(
                     *task, fd, std::span(pieces, static_cast<size_t>(count)),
                     0))
               : -1;
  static auto* const next = Next<decltype(readv)>("readv");
  return next(fd, pieces, count);
}

ssize_t writev(int fd, const iovec* pieces, int count) {
  if (Task* task = Simulated(fd))
    return Sane(pieces, static_cast<size_t>(count))
               ? Told(sys::Send(*task, fd,
                                std::span(pieces, static_cast<size_t>(count)),
                                0))
               : -1;
  static auto* const next = Next<decltype(writev)>("writev");
  return next(fd, pieces, count);
}

ssize_t recvmsg(int fd, msghdr* message, int flags) {
  if (Task* task = Simulated(fd))
    return ReceiveMessage(*task, fd, message, flags);
  static auto* const next = Next<decltype(recvmsg)>("recvmsg");
  return next(fd, message, flags);
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  if (Task* task = Simulated(fd)) return SendMessage(*task, fd, message, flags);
  static auto* const next = Next<decltype(sendmsg)>("sendmsg");
  return next(fd, message, flags);
}

// What a compiler calls when it knows the size of the buffer.
// NOLINTBEGIN(bugprone-reserved-identifier)
ssize_t __read_chk(int fd, void* to, size_t size, size_t room) {
  if (size > room) abort();
  return read(fd, to, size);
}

ssize_t __recv_chk(int fd, void* to, size_t size, size_t room, int flags) {
  if (size > room) abort();
  return recv(fd, to, size, flags);
}

ssize_t __recvfrom_chk(int fd, void* to, size_t size, size_t room, int flags,
                       sockaddr* address, socklen_t* address_size) {
  if (size > room) abort();
  return recvfrom(fd, to, size, flags, address, address_size);
}
// NOLINTEND(bugprone-reserved-identifier)

}  // extern "C"
