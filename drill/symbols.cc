#include "drill/symbols.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstring>

namespace orderly::drill {
namespace {

struct Symbol {
  std::string_view name;
  int64_t value;
};

// include/uapi/linux/tcp.h; numbers where Debian 12's header has none.
constexpr Symbol kTcpOptions[] = {
    {"TCP_NODELAY", TCP_NODELAY},
    {"TCP_MAXSEG", TCP_MAXSEG},
    {"TCP_CORK", TCP_CORK},
    {"TCP_KEEPIDLE", TCP_KEEPIDLE},
    {"TCP_KEEPINTVL", TCP_KEEPINTVL},
    {"TCP_KEEPCNT", TCP_KEEPCNT},
    {"TCP_SYNCNT", TCP_SYNCNT},
    {"TCP_LINGER2", TCP_LINGER2},
    {"TCP_DEFER_ACCEPT", TCP_DEFER_ACCEPT},
    {"TCP_WINDOW_CLAMP", TCP_WINDOW_CLAMP},
    {"TCP_INFO", TCP_INFO},
    {"TCP_QUICKACK", TCP_QUICKACK},
    {"TCP_CONGESTION", TCP_CONGESTION},
    {"TCP_USER_TIMEOUT", TCP_USER_TIMEOUT},
    {"TCP_FASTOPEN", TCP_FASTOPEN},
    {"TCP_FASTOPEN_CONNECT", TCP_FASTOPEN_CONNECT},
    {"TCP_FASTOPEN_KEY", TCP_FASTOPEN_KEY},
    {"TCP_FASTOPEN_NO_COOKIE", TCP_FASTOPEN_NO_COOKIE},
    {"TCP_TIMESTAMP", TCP_TIMESTAMP},
    {"TCP_NOTSENT_LOWAT", TCP_NOTSENT_LOWAT},
    {"TCP_SAVE_SYN", TCP_SAVE_SYN},
    {"TCP_SAVED_SYN", TCP_SAVED_SYN},
    {"TCP_ZEROCOPY_RECEIVE", TCP_ZEROCOPY_RECEIVE},
    {"TCP_INQ", TCP_INQ},
    {"TCP_CM_INQ", TCP_CM_INQ},
    {"TCP_TX_DELAY", TCP_TX_DELAY},
    {"TCP_MD5SIG", TCP_MD5SIG},
    {"TCP_RTO_MAX_MS", 44},
    {"TCP_RTO_MIN_US", 45},
    {"TCP_DELACK_MAX_US", 46},
};

constexpr Symbol kSocketOptions[] = {
    {"SOL_SOCKET", SOL_SOCKET},
    {"SOL_IP", IPPROTO_IP},
    {"SOL_IPV6", IPPROTO_IPV6},
    {"SOL_TCP", IPPROTO_TCP},
    {"IPPROTO_IP", IPPROTO_IP},
    {"IPPROTO_IPV6", IPPROTO_IPV6},
    {"IPPROTO_TCP", IPPROTO_TCP},
    {"IPPROTO_UDP", IPPROTO_UDP},
    {"SO_ACCEPTCONN", SO_ACCEPTCONN},
    {"SO_DOMAIN", SO_DOMAIN},
    {"SO_ERROR", SO_ERROR},
    {"SO_INCOMING_CPU", SO_INCOMING_CPU},
    {"SO_KEEPALIVE", SO_KEEPALIVE},
    {"SO_LINGER", SO_LINGER},
    {"SO_MARK", SO_MARK},
    {"SO_MAX_PACING_RATE", SO_MAX_PACING_RATE},
    {"SO_PRIORITY", SO_PRIORITY},
    {"SO_PROTOCOL", SO_PROTOCOL},
    {"SO_RCVBUF", SO_RCVBUF},
    {"SO_RCVBUFFORCE", SO_RCVBUFFORCE},
    {"SO_RCVLOWAT", SO_RCVLOWAT},
    {"SO_RCVTIMEO", SO_RCVTIMEO},
    {"SO_REUSEADDR", SO_REUSEADDR},
    {"SO_REUSEPORT", SO_REUSEPORT},
    {"SO_SNDBUF", SO_SNDBUF},
    {"SO_SNDBUFFORCE", SO_SNDBUFFORCE},
    {"SO_SNDTIMEO", SO_SNDTIMEO},
    {"SO_TIMESTAMPING", SO_TIMESTAMPING},
    {"SO_TYPE", SO_TYPE},
    {"SO_ZEROCOPY", SO_ZEROCOPY},
    {"IP_TOS", IP_TOS},
    {"IP_TTL", IP_TTL},
    {"IP_RECVERR", IP_RECVERR},
    {"IP_MTU_DISCOVER", IP_MTU_DISCOVER},
    {"IP_MTU", IP_MTU},
    {"IP_FREEBIND", IP_FREEBIND},
    {"IP_PMTUDISC_DONT", IP_PMTUDISC_DONT},
    {"IP_PMTUDISC_WANT", IP_PMTUDISC_WANT},
    {"IP_PMTUDISC_DO", IP_PMTUDISC_DO},
    {"IP_PMTUDISC_PROBE", IP_PMTUDISC_PROBE},
    {"IPV6_RECVERR", IPV6_RECVERR},
    {"IPV6_TCLASS", IPV6_TCLASS},
    {"IPV6_UNICAST_HOPS", IPV6_UNICAST_HOPS},
    {"IPV6_V6ONLY", IPV6_V6ONLY},
};

constexpr Symbol kOthers[] = {
    {"AF_INET", AF_INET},
    {"AF_INET6", AF_INET6},
    {"PF_INET", PF_INET},
    {"PF_INET6", PF_INET6},
    {"AF_UNSPEC", AF_UNSPEC},
    {"SOCK_STREAM", SOCK_STREAM},
    {"SOCK_DGRAM", SOCK_DGRAM},
    {"SOCK_RAW", SOCK_RAW},
    {"SOCK_NONBLOCK", SOCK_NONBLOCK},
    {"SOCK_CLOEXEC", SOCK_CLOEXEC},
    {"SHUT_RD", SHUT_RD},
    {"SHUT_WR", SHUT_WR},
    {"SHUT_RDWR", SHUT_RDWR},
    {"F_GETFD", F_GETFD},
    {"F_SETFD", F_SETFD},
    {"F_GETFL", F_GETFL},
    {"F_SETFL", F_SETFL},
    {"FD_CLOEXEC", FD_CLOEXEC},
    {"O_RDONLY", O_RDONLY},
    {"O_WRONLY", O_WRONLY},
    {"O_RDWR", O_RDWR},
    {"O_NONBLOCK", O_NONBLOCK},
    {"O_CLOEXEC", O_CLOEXEC},
    {"FIONREAD", FIONREAD},
    {"FIONBIO", FIONBIO},
    {"SIOCINQ", SIOCINQ},
    {"SIOCOUTQ", SIOCOUTQ},
    {"SIOCOUTQNSD", SIOCOUTQNSD},
    {"MSG_CTRUNC", MSG_CTRUNC},
    {"MSG_DONTWAIT", MSG_DONTWAIT},
    {"MSG_EOR", MSG_EOR},
    {"MSG_ERRQUEUE", MSG_ERRQUEUE},
    {"MSG_FASTOPEN", MSG_FASTOPEN},
    {"MSG_MORE", MSG_MORE},
    {"MSG_NOSIGNAL", MSG_NOSIGNAL},
    {"MSG_OOB", MSG_OOB},
    {"MSG_PEEK", MSG_PEEK},
    {"MSG_TRUNC", MSG_TRUNC},
    {"MSG_WAITALL", MSG_WAITALL},
    {"MSG_ZEROCOPY", MSG_ZEROCOPY},
    {"POLLIN", POLLIN},
    {"POLLOUT", POLLOUT},
    {"POLLPRI", POLLPRI},
    {"POLLERR", POLLERR},
    {"POLLHUP", POLLHUP},
    {"POLLNVAL", POLLNVAL},
    {"POLLRDHUP", POLLRDHUP},
    {"POLLRDNORM", POLLRDNORM},
    {"POLLWRNORM", POLLWRNORM},
    {"EPOLLIN", EPOLLIN},
    {"EPOLLOUT", EPOLLOUT},
    {"EPOLLPRI", EPOLLPRI},
    {"EPOLLERR", EPOLLERR},
    {"EPOLLHUP", EPOLLHUP},
    {"EPOLLRDHUP", EPOLLRDHUP},
    {"EPOLLRDNORM", EPOLLRDNORM},
    {"EPOLLWRNORM", EPOLLWRNORM},
    {"EPOLLET", static_cast<int64_t>(EPOLLET)},
    {"EPOLLONESHOT", EPOLLONESHOT},
    {"EPOLLEXCLUSIVE", EPOLLEXCLUSIVE},
    {"EPOLL_CTL_ADD", EPOLL_CTL_ADD},
    {"EPOLL_CTL_DEL", EPOLL_CTL_DEL},
    {"EPOLL_CTL_MOD", EPOLL_CTL_MOD},
    {"EPOLL_CLOEXEC", EPOLL_CLOEXEC},
};

template <size_t size>
std::optional<int64_t> Find(const Symbol (&symbols)[size],
                            std::string_view name) {
  for (const Symbol& symbol : symbols) {
    if (symbol.name == name) return symbol.value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<int64_t> SymbolValue(std::string_view name) {
  if (const auto value = Find(kSocketOptions, name)) return value;
  if (const auto value = Find(kTcpOptions, name)) return value;
  if (const auto value = Find(kOthers, name)) return value;
  return ErrorNumber(name);
}

std::optional<int> ErrorNumber(std::string_view name) {
  constexpr int kLast = 133;  // EHWPOISON
  if (name == "EWOULDBLOCK") name = "EAGAIN";
  if (name == "ENOTSUP") name = "EOPNOTSUPP";
  for (int error = 1; error <= kLast; ++error) {
    if (ErrorText(error) == name) return error;
  }
  return std::nullopt;
}

std::string_view ErrorText(int error) {
  const char* const name = strerrorname_np(error);
  return name == nullptr ? "an unknown error" : name;
}

}  // namespace orderly::drill
