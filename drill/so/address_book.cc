#include "drill/so/address_book.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

#include "drill/machine.h"
#include "sim/wire/ip_bytes.h"

namespace orderly::drill {
namespace {

constexpr Ipv6Address kAny{};
// Where nothing named the host's own: in the net that packetdrill uses.
constexpr Ipv6Address kOwnIpv6 = {0xfd, 0x3d, 0xfa, 0x7b, 0xd1, 0x7d, 0, 0,
                                  0,    0,    0,    0,    0,    0,    0, 1};

template <typename Name>
Name As(const sockaddr* address) {
  Name name;
  std::memcpy(&name, address, sizeof(name));
  return name;
}

}  // namespace

AddressBook::Arrival AddressBook::FromWire(std::string_view packet) {
  if (std::optional<IcmpError> icmp = IcmpErrorIn(packet)) {
    icmp->tuple.local.address = Machine::kHostAddress;
    icmp->tuple.remote.address = Machine::kPeerAddress;
    return *icmp;
  }
  Ipv6Names names;
  const std::optional<std::string> ipv4 = ToIpv4(packet, names);
  std::optional<Segment> segment = FromIpv4(ipv4.has_value() ? *ipv4 : packet);
  if (!segment.has_value()) return std::monostate();
  if (!ipv4.has_value()) {
    names.source = MappedIpv4(segment->source.address);
    names.destination = MappedIpv4(segment->destination.address);
  }
  remote_ = names.source;
  local_ = names.destination;
  segment->source.address = Machine::kPeerAddress;
  segment->destination.address = Machine::kHostAddress;
  return *std::move(segment);
}

std::string AddressBook::ToWire(Segment segment) const {
  const std::optional<uint32_t> remote = Ipv4Of(remote_);
  const std::optional<uint32_t> local = Ipv4Of(local_);
  segment.source.address = local.value_or(0);
  segment.destination.address = remote.value_or(0);
  std::string packet = ToIpv4(segment);
  if (remote.has_value()) return packet;
  return ToIpv6(packet, {local.has_value() ? kOwnIpv6 : local_, remote_});
}

std::optional<sockaddr_storage> AddressBook::Learn(const sockaddr* address,
                                                   socklen_t size,
                                                   uint32_t ours,
                                                   Ipv6Address& known) {
  sockaddr_in mapped{};
  mapped.sin_family = AF_INET;
  Ipv6Address named{};
  if (address == nullptr) return std::nullopt;
  if (size >= sizeof(sockaddr_in) && address->sa_family == AF_INET) {
    const auto in = As<sockaddr_in>(address);
    if (in.sin_addr.s_addr != INADDR_ANY)
      named = MappedIpv4(ntohl(in.sin_addr.s_addr));
    mapped.sin_port = in.sin_port;
  } else if (size >= sizeof(sockaddr_in6) && address->sa_family == AF_INET6) {
    const auto in = As<sockaddr_in6>(address);
    std::copy_n(in.sin6_addr.s6_addr, named.size(), named.begin());
    mapped.sin_port = in.sin6_port;
  } else {
    return std::nullopt;
  }
  if (named != kAny) {
    known = named;
    mapped.sin_addr.s_addr = htonl(ours);
  }
  sockaddr_storage result{};
  std::memcpy(&result, &mapped, sizeof(mapped));
  return result;
}

std::optional<sockaddr_storage> AddressBook::Local(const sockaddr* address,
                                                   socklen_t size) {
  return Learn(address, size, Machine::kHostAddress, local_);
}

std::optional<sockaddr_storage> AddressBook::Remote(const sockaddr* address,
                                                    socklen_t size) {
  return Learn(address, size, Machine::kPeerAddress, remote_);
}

void AddressBook::TellRemote(int family, uint16_t port, sockaddr* address,
                             socklen_t* size) const {
  if (address == nullptr || size == nullptr) return;
  const auto tell = [&](const auto& name) {
    std::memcpy(address, &name, std::min<size_t>(*size, sizeof(name)));
    *size = sizeof(name);
  };
  if (family == AF_INET6) {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(port);
    std::copy(remote_.begin(), remote_.end(), in.sin6_addr.s6_addr);
    tell(in);
  } else {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    in.sin_addr.s_addr = htonl(Ipv4Of(remote_).value_or(0));
    tell(in);
  }
}

}  // namespace orderly::drill
