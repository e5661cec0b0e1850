#ifndef ORDERLY_DRILL_SO_ADDRESS_BOOK_H_
#define ORDERLY_DRILL_SO_ADDRESS_BOOK_H_

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sim/wire/icmp_error.h"
#include "sim/wire/ipv6_bytes.h"
#include "sim/wire/segment.h"

namespace orderly::drill {

// The addresses that packetdrill gave to its two ends, which are those of the
// machine's host and peer. They are learned from what names them: a bind(), a
// connect(), a packet. IPv4 is kept as mapped IPv6.
class AddressBook final {
 public:
  // Bytes of a packet that arrives at the host, as the machine takes it.
  // monostate: neither TCP nor an ICMP error about it, or broken.
  using Arrival = std::variant<std::monostate, Segment, IcmpError>;
  Arrival FromWire(std::string_view packet);
  // What the host sent, as bytes of the version that is spoken.
  std::string ToWire(Segment segment) const;

  // The argument of bind() and of connect(), as the machine's. nullopt: a
  // family that is neither, for the call to refuse.
  std::optional<sockaddr_storage> Local(const sockaddr* address,
                                        socklen_t size);
  std::optional<sockaddr_storage> Remote(const sockaddr* address,
                                         socklen_t size);
  // The peer with this port, to a socket of that family. What does not fit is
  // cut off, as accept() does.
  void TellRemote(int family, uint16_t port, sockaddr* address,
                  socklen_t* size) const;

 private:
  std::optional<sockaddr_storage> Learn(const sockaddr* address, socklen_t size,
                                        uint32_t ours, Ipv6Address& known);

  Ipv6Address local_ = MappedIpv4(0xc0a80001);   // 192.168.0.1
  Ipv6Address remote_ = MappedIpv4(0xc0000201);  // 192.0.2.1
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_SO_ADDRESS_BOOK_H_
