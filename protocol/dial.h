#ifndef ORDERLY_PROTOCOL_DIAL_H_
#define ORDERLY_PROTOCOL_DIAL_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace protocol {

// An IPv4 address in dotted form, and a port in host order.
struct Endpoint {
  std::string address = "127.0.0.1";
  uint16_t port = 0;
};

// "127.0.0.1:4000"
std::string ToString(const Endpoint& endpoint);

// Blocking sockets, close-on-exec; the caller closes them. Errors are one
// sentence with the endpoint and the reason.

absl::StatusOr<int> Connect(const Endpoint& endpoint);

// Port 0 lets the system choose; BoundPort() says what it chose.
absl::StatusOr<int> Listen(const Endpoint& endpoint, int backlog);
absl::StatusOr<uint16_t> BoundPort(int fd);

// Waits for one connection. kUnavailable: that connection died in the queue,
// the next call may succeed.
absl::StatusOr<int> Accept(int listener);

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_DIAL_H_
