#include "drill/families.h"

#include <netinet/in.h>

#include <cerrno>
#include <cstring>

namespace orderly::drill {
namespace {

int64_t StoreInt(int number, void* value, socklen_t* size) {
  if (*size < sizeof(number)) return -EINVAL;
  std::memcpy(value, &number, sizeof(number));
  *size = sizeof(number);
  return 0;
}

// Options of IPv6 that the host has as IPv4's.
bool Translate(int& level, int& name) {
  constexpr int kPairs[][2] = {{IPV6_RECVERR, IP_RECVERR},
                               {IPV6_TCLASS, IP_TOS},
                               {IPV6_UNICAST_HOPS, IP_TTL},
                               {IPV6_MTU_DISCOVER, IP_MTU_DISCOVER}};
  for (const auto& [ipv6, ipv4] : kPairs) {
    if (name != ipv6) continue;
    level = IPPROTO_IP;
    name = ipv4;
    return true;
  }
  return false;
}

}  // namespace

bool Families::IsIpv6(int fd) const {
  const auto it = sockets_.find(fd);
  return it != sockets_.end() && it->second.family == AF_INET6;
}

// inet6_bind: a mapped address.
int64_t Families::MayBind(int fd, bool any) {
  if (!ipv6_on_wire && !any && sockets_[fd].v6_only) return -EINVAL;
  return 0;
}

// tcp_v6_connect: a mapped address.
int64_t Families::MayConnect(int fd) const {
  const auto it = sockets_.find(fd);
  const bool v6_only = it != sockets_.end() && it->second.v6_only;
  return v6_only && !ipv6_on_wire ? -ENETUNREACH : 0;
}

// ipv6_setsockopt: after bind() it is too late.
int64_t Families::Set(int fd, int& level, int& name, const void* value,
                      socklen_t size) {
  if (level != IPPROTO_IPV6 || !IsIpv6(fd)) return kNone;
  if (name != IPV6_V6ONLY) {
    // Where IPv4 is on the wire they change nothing in it.
    return Translate(level, name) && !ipv6_on_wire ? 0 : kNone;
  }
  int number = 0;
  if (size < sizeof(number) || sockets_[fd].bound) return -EINVAL;
  std::memcpy(&number, value, sizeof(number));
  sockets_[fd].v6_only = number != 0;
  return 0;
}

int64_t Families::Get(int fd, int& level, int& name, void* value,
                      socklen_t* size) const {
  if (!IsIpv6(fd)) return kNone;
  if (level == SOL_SOCKET && name == SO_DOMAIN)
    return StoreInt(AF_INET6, value, size);
  if (level != IPPROTO_IPV6) return kNone;
  if (name == IPV6_V6ONLY)
    return StoreInt(sockets_.at(fd).v6_only ? 1 : 0, value, size);
  (void)Translate(level, name);
  return kNone;
}

}  // namespace orderly::drill
