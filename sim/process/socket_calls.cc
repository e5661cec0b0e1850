// socket(2), bind(2), listen(2), accept(2), connect(2), shutdown(2) and the
// names.
#include <netinet/in.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "sim/process/calls.h"

namespace orderly::sys {
namespace {

constexpr uint32_t kLoopback = 0x7f000001;

std::string Text(Endpoint endpoint) {
  const uint32_t a = endpoint.address;
  return absl::StrCat(a >> 24, ".", (a >> 16) & 0xff, ".", (a >> 8) & 0xff, ".",
                      a & 0xff, ":", endpoint.port);
}

// 0, or a negative errno.
int64_t Parse(const sockaddr* address, socklen_t size, Endpoint& endpoint) {
  if (address == nullptr) return -EFAULT;
  if (size < sizeof(sockaddr_in)) return -EINVAL;
  sockaddr_in in;
  std::memcpy(&in, address, sizeof(in));
  if (in.sin_family != AF_INET) return -EAFNOSUPPORT;
  endpoint = {ntohl(in.sin_addr.s_addr), ntohs(in.sin_port)};
  return 0;
}

void Write(Task& task, Endpoint endpoint, sockaddr* address, socklen_t* size) {
  task.Learn((uint64_t{endpoint.address} << 16) | endpoint.port);
  if (address == nullptr || size == nullptr) return;
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_port = htons(endpoint.port);
  in.sin_addr.s_addr = htonl(endpoint.address);
  std::memcpy(address, &in, std::min<size_t>(*size, sizeof(in)));
  *size = sizeof(in);
}

int64_t Kernel(const IoResult& result) {
  return result.ok() ? result.value : -result.error;
}

Instant Deadline(const Task& task, Duration timeout) {
  return timeout == Duration(0) ? Instant::Never() : task.now() + timeout;
}

bool CanAccept(Task& /*task*/, void* context) {
  const Socket& socket = *static_cast<Socket*>(context);
  return !socket.listening() || socket.PollBits() != 0;
}

bool IsConnecting(const Socket& socket) {
  return socket.state() == TcpState::kSynSent ||
         socket.state() == TcpState::kSynReceived;
}

bool HasConnected(Task& /*task*/, void* context) {
  return !IsConnecting(*static_cast<Socket*>(context));
}

}  // namespace

int64_t NewSocket(Task& task, int domain, int type, int protocol) {
  if (!task.Enter(Call::kSocket)) return -ENFILE;
  const int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  int64_t result = 0;
  if (domain != AF_INET) {
    result = -EAFNOSUPPORT;
  } else if (kind != SOCK_STREAM) {
    result = -ESOCKTNOSUPPORT;
  } else if (protocol != 0 && protocol != IPPROTO_TCP) {
    result = -EPROTONOSUPPORT;
  } else if (!task.CanOpen()) {
    result = -EMFILE;
  } else {
    Socket* socket = task.host->NewSocket();
    socket->nonblocking = (type & SOCK_NONBLOCK) != 0;
    result = task.Open(OpenFile::New(socket), (type & SOCK_CLOEXEC) != 0);
  }
  const int fd = result < 0 ? -1 : static_cast<int>(result);
  return task.Record(Call::kSocket, fd, result, nullptr, 0,
                     [] { return std::string("socket"); });
}

int64_t Bind(Task& task, int fd, const sockaddr* address, socklen_t size) {
  if (!task.Enter(Call::kBind)) return -ECONNABORTED;
  Socket* socket = SocketOf(task, fd);
  Endpoint local;
  int64_t result = socket == nullptr ? -EBADF : Parse(address, size, local);
  if (result == 0) result = Kernel(socket->Bind(local));
  return task.Record(Call::kBind, fd, result, socket, 0,
                     [local] { return "bind(" + Text(local) + ")"; });
}

int64_t Listen(Task& task, int fd, int backlog) {
  if (!task.Enter(Call::kListen)) return -ECONNABORTED;
  Socket* socket = SocketOf(task, fd);
  const int64_t result =
      socket == nullptr ? -EBADF : Kernel(socket->Listen(backlog));
  return task.Record(Call::kListen, fd, result, socket, 0, [backlog] {
    return absl::StrCat("listen(", backlog, ")");
  });
}

int64_t Accept(Task& task, int fd, sockaddr* address, socklen_t* size,
               int flags) {
  if (!task.Enter(Call::kAccept)) return -ECONNABORTED;
  const auto text = [] { return std::string("accept"); };
  const Descriptor* descriptor = task.Find(fd);
  const bool known = (flags & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) == 0;
  if (descriptor == nullptr || !known || !task.CanOpen()) {
    const int error = descriptor == nullptr ? EBADF : known ? EMFILE : EINVAL;
    return task.Record(Call::kAccept, fd, -error, nullptr, 0, text);
  }
  OpenFile& file = *descriptor->file;
  Socket& listener = *file.socket;
  Socket* child = nullptr;
  IoResult accepted = listener.Accept(child);
  Instant until;
  while (accepted.error == EAGAIN && !listener.nonblocking) {
    if (task.held.empty()) {
      task.Hold(&file);
      until = Deadline(task, listener.connection().options().receive_timeout);
    }
    if (!task.Block(Call::kAccept, fd, until, CanAccept, &listener))
      return -ECONNABORTED;
    const bool expired = task.timed_out;
    accepted = listener.Accept(child);
    if (expired) break;
  }
  int64_t result =
      task.interrupted && !task.held.empty() ? -EINTR : -accepted.error;
  if (child != nullptr) {
    child->nonblocking = (flags & SOCK_NONBLOCK) != 0;
    result = task.Open(OpenFile::New(child), (flags & SOCK_CLOEXEC) != 0);
    // Also of a child that was reset meanwhile, which has no peer any more.
    Write(task, child->connection().tcb().tuple.remote, address, size);
  }
  task.Record(Call::kAccept, fd, result, child == nullptr ? &listener : child,
              0, text);
  (void)task.Unhold();
  return result;
}

int64_t Connect(Task& task, int fd, const sockaddr* address, socklen_t size) {
  if (!task.Enter(Call::kConnect)) return -ECONNABORTED;
  const Descriptor* descriptor = task.Find(fd);
  Socket* socket = SocketOf(task, fd);
  Endpoint remote;
  int64_t result = socket == nullptr ? -EBADF : Parse(address, size, remote);
  const bool starts = result == 0 && !socket->listening() &&
                      socket->state() == TcpState::kClosed;
  if (starts && task.DrawNoMemory()) result = -ENOBUFS;
  if (result == 0) {
    if (remote.address == 0) remote.address = kLoopback;
    result = Kernel(socket->Connect(remote));
    const bool waits = result == -EINPROGRESS || result == -EALREADY;
    if (waits && !socket->nonblocking) {
      task.Hold(descriptor->file);
      const Instant until =
          Deadline(task, socket->connection().options().send_timeout);
      if (!task.Block(Call::kConnect, fd, until, HasConnected, socket))
        return -ECONNABORTED;
      if (!IsConnecting(*socket)) {
        result = Kernel(socket->Connect(remote));
      } else if (task.interrupted) {
        result = -EINTR;  // and it goes on connecting
      }
    }
  }
  task.Record(Call::kConnect, fd, result, socket, 0,
              [remote] { return "connect(" + Text(remote) + ")"; });
  (void)task.Unhold();
  return result;
}

int64_t GetSockName(Task& task, int fd, sockaddr* address, socklen_t* size) {
  if (!task.Enter(Call::kGetSockName)) return -ENOTCONN;
  const Socket* socket = SocketOf(task, fd);
  if (socket != nullptr) Write(task, socket->LocalName(), address, size);
  const int64_t result = socket == nullptr ? -EBADF : 0;
  task.Count(Call::kGetSockName, fd, result);
  return result;
}

int64_t GetPeerName(Task& task, int fd, sockaddr* address, socklen_t* size) {
  if (!task.Enter(Call::kGetPeerName)) return -ENOTCONN;
  const Socket* socket = SocketOf(task, fd);
  Endpoint peer;
  const int64_t result =
      socket == nullptr ? -EBADF : Kernel(socket->PeerName(peer));
  if (result == 0) Write(task, peer, address, size);
  task.Count(Call::kGetPeerName, fd, result);
  return result;
}

int64_t Shutdown(Task& task, int fd, int how) {
  if (!task.Enter(Call::kShutdown)) return 0;
  Socket* socket = SocketOf(task, fd);
  int64_t result = -EBADF;
  std::string_view name = "?";
  if (socket != nullptr) {
    if (how != SHUT_WR && task.witness() != nullptr)
      task.witness()->OnBroken(Task::TupleOf(socket));
    switch (how) {
      case SHUT_RD:
        name = "SHUT_RD";
        result = Kernel(socket->Shutdown(Socket::How::kRead));
        break;
      case SHUT_WR:
        name = "SHUT_WR";
        result = Kernel(socket->Shutdown(Socket::How::kWrite));
        break;
      case SHUT_RDWR:
        name = "SHUT_RDWR";
        result = Kernel(socket->Shutdown(Socket::How::kBoth));
        break;
      default:
        result = -EINVAL;
    }
  }
  return task.Record(Call::kShutdown, fd, result, socket, 0, [name] {
    return absl::StrCat("shutdown(",
                        absl::string_view(name.data(), name.size()), ")");
  });
}

}  // namespace orderly::sys
