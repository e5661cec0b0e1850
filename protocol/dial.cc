#include "protocol/dial.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

namespace protocol {
namespace {

absl::Status Failed(const char* doing, const Endpoint& endpoint, int error) {
  return absl::UnavailableError(absl::StrCat(
      "cannot ", doing, " ", ToString(endpoint), ": ", strerror(error)));
}

absl::StatusOr<sockaddr_in> ToSockaddr(const Endpoint& endpoint) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.port);
  if (inet_pton(AF_INET, endpoint.address.c_str(), &address.sin_addr) != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", endpoint.address, "\" is no IPv4 address of the form 127.0.0.1"));
  }
  return address;
}

int Socket() { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

// A signal interrupts connect() but not the connecting.
int AwaitConnected(int fd) {
  pollfd writable = {.fd = fd, .events = POLLOUT, .revents = 0};
  while (poll(&writable, 1, -1) == -1) {
    if (errno != EINTR) return errno;
  }
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == -1) return errno;
  return error;
}

// errno, or 0.
int ConnectTo(int fd, const sockaddr_in& address) {
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (connect(fd, generic, sizeof(address)) == 0) return 0;
  return errno == EINTR ? AwaitConnected(fd) : errno;
}

int ListenOn(int fd, const sockaddr_in& address, int backlog) {
  const int on = 1;
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1 ||
      bind(fd, generic, sizeof(address)) == -1 || listen(fd, backlog) == -1) {
    return errno;
  }
  return 0;
}

}  // namespace

std::string ToString(const Endpoint& endpoint) {
  return absl::StrCat(endpoint.address, ":", endpoint.port);
}

absl::StatusOr<int> Connect(const Endpoint& endpoint) {
  const absl::StatusOr<sockaddr_in> address = ToSockaddr(endpoint);
  if (!address.ok()) return address.status();
  const int fd = Socket();
  if (fd == -1) return Failed("make a socket for", endpoint, errno);
  const int error = ConnectTo(fd, *address);
  if (error == 0) return fd;
  close(fd);
  return Failed("connect to", endpoint, error);
}

absl::StatusOr<int> Listen(const Endpoint& endpoint, int backlog) {
  const absl::StatusOr<sockaddr_in> address = ToSockaddr(endpoint);
  if (!address.ok()) return address.status();
  const int fd = Socket();
  if (fd == -1) return Failed("make a socket for", endpoint, errno);
  const int error = ListenOn(fd, *address, backlog);
  if (error == 0) return fd;
  close(fd);
  return Failed("listen on", endpoint, error);
}

absl::StatusOr<uint16_t> BoundPort(int fd) {
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == -1) {
    return absl::UnavailableError(
        absl::StrCat("cannot read a socket's port: ", strerror(errno)));
  }
  return ntohs(address.sin_port);
}

absl::StatusOr<int> Accept(int listener) {
  const int fd = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (fd != -1) return fd;
  const int error = errno;
  const std::string text =
      absl::StrCat("cannot accept a connection: ", strerror(error));
  const bool only_this_one =
      error == ECONNABORTED || error == EINTR || error == EPROTO;
  if (only_this_one) return absl::UnavailableError(text);
  return absl::InternalError(text);
}

}  // namespace protocol
