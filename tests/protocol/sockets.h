#ifndef ORDERLY_TESTS_PROTOCOL_SOCKETS_H_
#define ORDERLY_TESTS_PROTOCOL_SOCKETS_H_

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "protocol/dial.h"

namespace protocol {

// Two ends of a TCP connection over 127.0.0.1. The caller closes them.
struct Connected {
  int client = -1;
  int server = -1;
};

inline Connected Loopback() {
  const absl::StatusOr<int> listener = Listen({}, 1);
  if (!listener.ok()) return {};
  const absl::StatusOr<uint16_t> port = BoundPort(*listener);
  const absl::StatusOr<int> client = Connect({.port = port.value_or(0)});
  const absl::StatusOr<int> server = Accept(*listener);
  close(*listener);
  return {.client = client.value_or(-1), .server = server.value_or(-1)};
}

inline void Write(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(size));
  }
}

// Up to `size` bytes, fewer at the end of the stream or an error.
inline std::string Read(int fd, size_t size) {
  std::string bytes(size, '\0');
  size_t done = 0;
  while (done < size) {
    const ssize_t more = recv(fd, bytes.data() + done, size - done, 0);
    if (more <= 0) break;
    done += static_cast<size_t>(more);
  }
  bytes.resize(done);
  return bytes;
}

// Waits until the connection of `fd` was reset.
inline void AwaitReset(int fd) {
  pollfd reset = {.fd = fd, .events = 0, .revents = 0};
  poll(&reset, 1, 1000);
}

inline std::string ReadToEnd(int fd) { return Read(fd, 1 << 20); }

}  // namespace protocol

#endif  // ORDERLY_TESTS_PROTOCOL_SOCKETS_H_
