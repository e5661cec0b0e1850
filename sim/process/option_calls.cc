// setsockopt(2) and getsockopt(2).
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "sim/base/error_name.h"
#include "sim/process/calls.h"
#include "sim/process/tcp_info_value.h"

namespace orderly::sys {
namespace {

// Linux's bounds: SOCK_MIN_RCVBUF and SOCK_MIN_SNDBUF are of the doubled value;
// net.core.rmem_max and wmem_max of the given one.
constexpr int kLeastReceiveBuffer = 1152;
constexpr int kLeastSendBuffer = 2304;
constexpr int kMostBuffer = 4 << 20;
constexpr int kLeastMss = 88;         // TCP_MIN_MSS
constexpr int kMostMss = 32'767;      // MAX_TCP_WINDOW
constexpr int kMostSynRetries = 127;  // MAX_TCP_SYNCNT
constexpr int kMostLinger2 = 120;     // TCP_FIN_TIMEOUT_MAX, seconds

// 0 or a negative errno.
template <typename Value>
int64_t Load(const void* from, socklen_t size, Value& value) {
  if (from == nullptr) return -EFAULT;
  if (size < sizeof(Value)) return -EINVAL;
  std::memcpy(&value, from, sizeof(Value));
  return 0;
}

template <typename Value>
int64_t Store(const Value& value, void* to, socklen_t* size) {
  const auto fits = std::min<socklen_t>(*size, sizeof(Value));
  std::memcpy(to, &value, fits);
  *size = fits;
  return 0;
}

int64_t StoreInt(int64_t value, void* to, socklen_t* size) {
  return Store(static_cast<int>(value), to, size);
}

int Seconds(Duration duration) {
  return static_cast<int>(
      std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

// sock_set_timeout: 0 waits for ever; negative does not wait at all.
int64_t LoadTimeout(const void* from, socklen_t size, Duration& timeout) {
  timeval time{};
  if (const int64_t error = Load(from, size, time)) return error;
  if (time.tv_usec < 0 || time.tv_usec >= 1'000'000) return -EDOM;
  constexpr int64_t kCentury = 100LL * 365 * 24 * 3600;
  if (time.tv_sec < 0) {
    timeout = Duration(1);
  } else if (time.tv_sec >= kCentury) {
    timeout = Duration(0);
  } else {
    timeout = std::chrono::seconds(time.tv_sec) +
              std::chrono::microseconds(time.tv_usec);
  }
  return 0;
}

int64_t StoreTimeout(Duration timeout, void* to, socklen_t* size) {
  const int64_t micros = timeout.count() / 1000;
  return Store(timeval{micros / 1'000'000, micros % 1'000'000}, to, size);
}

int64_t SetLinger(SocketOptions& options, const void* value, socklen_t size) {
  linger wanted{};
  if (const int64_t error = Load(value, size, wanted)) return error;
  options.linger.reset();
  if (wanted.l_onoff != 0) {
    options.linger =
        std::chrono::seconds(static_cast<uint32_t>(wanted.l_linger));
  }
  return 0;
}

int64_t SetSocketLevel(Socket& socket, int name, const void* value,
                       socklen_t size) {
  Connection& connection = socket.connection();
  SocketOptions& options = connection.options();
  if (name == SO_LINGER) return SetLinger(options, value, size);
  if (name == SO_RCVTIMEO)
    return LoadTimeout(value, size, options.receive_timeout);
  if (name == SO_SNDTIMEO)
    return LoadTimeout(value, size, options.send_timeout);
  int number = 0;
  if (const int64_t error = Load(value, size, number)) return error;
  switch (name) {
    case SO_REUSEADDR:
      options.reuse_address = number != 0;
      return 0;
    case SO_KEEPALIVE:
      options.keep_alive = number != 0;
      socket.SetOptionsChanged();
      return 0;
    case SO_RCVBUF:
      connection.SetReceiveBuffer(static_cast<uint32_t>(
          std::clamp(number, kLeastReceiveBuffer, kMostBuffer)));
      return 0;
    case SO_SNDBUF:
      connection.SetSendBuffer(static_cast<uint32_t>(
          std::clamp(number, kLeastSendBuffer, kMostBuffer)));
      return 0;
    case SO_RCVLOWAT:
      if (number < 0) number = INT32_MAX;
      options.receive_low_water = static_cast<uint32_t>(std::max(number, 1));
      return 0;
    default:
      return -ENOPROTOOPT;
  }
}

int64_t SetKeepAlive(SocketOptions& options, int name, int number) {
  constexpr int kMost = 32'767;  // MAX_TCP_KEEPIDLE, MAX_TCP_KEEPINTVL
  const int most = name == TCP_KEEPCNT ? 127 : kMost;
  if (number < 1 || number > most) return -EINVAL;
  if (name == TCP_KEEPIDLE) options.keep_idle = std::chrono::seconds(number);
  if (name == TCP_KEEPINTVL)
    options.keep_interval = std::chrono::seconds(number);
  if (name == TCP_KEEPCNT) options.keep_count = static_cast<uint32_t>(number);
  return 0;
}

// secs_to_retrans, retrans_to_secs: how many SYN-ACKs so many seconds are, a
// second for the first and twice as much for each next.
constexpr int kMostRto = 120;  // TCP_RTO_MAX
uint8_t SynAcksIn(int seconds) {
  if (seconds <= 0) return 0;
  int count = 1;
  for (int period = 1, timeout = 1; seconds > period && count < 255; ++count) {
    timeout = std::min(timeout * 2, kMostRto);
    period += timeout;
  }
  return static_cast<uint8_t>(count);
}
int SecondsOf(uint8_t syn_acks) {
  int period = 0;
  for (int timeout = 1; syn_acks > 0; --syn_acks) {
    period += timeout;
    timeout = std::min(timeout * 2, kMostRto);
  }
  return period;
}

int64_t SetTcpLevel(Socket& socket, int name, const void* value,
                    socklen_t size) {
  SocketOptions& options = socket.connection().options();
  int number = 0;
  if (const int64_t error = Load(value, size, number)) return error;
  int64_t result = 0;
  switch (name) {
    case TCP_NODELAY:
      options.no_delay = number != 0;
      if (options.no_delay) options.push_held = true;
      break;
    case TCP_CORK:
      options.cork = number != 0;
      if (!options.cork && options.no_delay) options.push_held = true;
      break;
    case TCP_KEEPIDLE:
    case TCP_KEEPINTVL:
    case TCP_KEEPCNT:
      result = SetKeepAlive(options, name, number);
      break;
    case TCP_USER_TIMEOUT:
      if (number < 0) return -EINVAL;
      options.user_timeout = std::chrono::milliseconds(number);
      break;
    case TCP_LINGER2:
      options.linger2 =
          std::chrono::seconds(std::clamp(number, -1, kMostLinger2));
      break;
    case TCP_QUICKACK:
      socket.SetQuickAck(number != 0);
      return 0;
    case TCP_MAXSEG:
      if (number != 0 && (number < kLeastMss || number > kMostMss))
        return -EINVAL;
      options.most_segment = static_cast<uint16_t>(number);
      return 0;
    case TCP_SYNCNT:
      if (number < 1 || number > kMostSynRetries) return -EINVAL;
      options.syn_retries = static_cast<uint8_t>(number);
      return 0;
    case TCP_DEFER_ACCEPT:
      options.defer_accept = SynAcksIn(number);
      return 0;
    case TCP_INQ:
      if (number < 0 || number > 1) return -EINVAL;
      options.tell_unread = number == 1;
      return 0;
    case TCP_NOTSENT_LOWAT:
      options.unsent_low_water = static_cast<uint32_t>(number);
      return 0;
    default:
      return -ENOPROTOOPT;
  }
  if (result == 0) socket.SetOptionsChanged();
  return result;
}

// do_ip_setsockopt: a byte will do. Which packets a path takes and how it ranks
// them is no affair of a simulated one.
int64_t SetIpLevel(SocketOptions& options, int name, const void* value,
                   socklen_t size) {
  int number = 0;
  if (size >= 1 && size < sizeof(number)) {
    number = *static_cast<const uint8_t*>(value);
  } else if (const int64_t error = Load(value, size, number)) {
    return error;
  }
  switch (name) {
    case IP_RECVERR:
      options.receive_errors = number != 0;
      return 0;
    case IP_TOS:
      return 0;
    case IP_MTU_DISCOVER:
      return number < IP_PMTUDISC_DONT || number > IP_PMTUDISC_OMIT ? -EINVAL
                                                                    : 0;
    default:
      return -ENOPROTOOPT;
  }
}

int64_t GetSocketLevel(Socket& socket, int name, void* value, socklen_t* size) {
  const Connection& connection = socket.connection();
  const SocketOptions& options = connection.options();
  switch (name) {
    case SO_ERROR:
      return StoreInt(socket.TakeError(), value, size);
    case SO_TYPE:
      return StoreInt(SOCK_STREAM, value, size);
    case SO_DOMAIN:
      return StoreInt(AF_INET, value, size);
    case SO_PROTOCOL:
      return StoreInt(IPPROTO_TCP, value, size);
    case SO_ACCEPTCONN:
      return StoreInt(socket.listening() ? 1 : 0, value, size);
    case SO_REUSEADDR:
      return StoreInt(options.reuse_address ? 1 : 0, value, size);
    case SO_KEEPALIVE:
      return StoreInt(options.keep_alive ? 1 : 0, value, size);
    case SO_RCVBUF:  // Linux tells twice the value
      return StoreInt(int64_t{connection.receive_buffer()} * 2, value, size);
    case SO_SNDBUF:
      return StoreInt(int64_t{connection.send_buffer()} *
                          (connection.counts_packets() ? 1 : 2),
                      value, size);
    case SO_RCVLOWAT:
      return StoreInt(options.receive_low_water, value, size);
    case SO_RCVTIMEO:
      return StoreTimeout(options.receive_timeout, value, size);
    case SO_SNDTIMEO:
      return StoreTimeout(options.send_timeout, value, size);
    case SO_LINGER:
      return Store(linger{options.linger.has_value() ? 1 : 0,
                          Seconds(options.linger.value_or(Duration(0)))},
                   value, size);
    default:
      return -ENOPROTOOPT;
  }
}

int64_t GetTcpLevel(Socket& socket, int name, void* value, socklen_t* size) {
  const SocketOptions& options = socket.connection().options();
  switch (name) {
    case TCP_NODELAY:
      return StoreInt(options.no_delay ? 1 : 0, value, size);
    case TCP_CORK:
      return StoreInt(options.cork ? 1 : 0, value, size);
    case TCP_KEEPIDLE:
      return StoreInt(Seconds(options.keep_idle), value, size);
    case TCP_KEEPINTVL:
      return StoreInt(Seconds(options.keep_interval), value, size);
    case TCP_KEEPCNT:
      return StoreInt(options.keep_count, value, size);
    case TCP_USER_TIMEOUT:
      return StoreInt(options.user_timeout.count() / 1'000'000, value, size);
    case TCP_LINGER2:
      return StoreInt(options.linger2 == Duration(0)
                          ? Seconds(socket.host().config().fin_timeout)
                          : Seconds(options.linger2),
                      value, size);
    case TCP_QUICKACK:
      return StoreInt(socket.connection().quick_ack() ? 1 : 0, value, size);
    case TCP_MAXSEG: {
      const TcpState state = socket.state();
      const bool idle =
          state == TcpState::kClosed || state == TcpState::kListen;
      return StoreInt(options.most_segment != 0 && idle
                          ? options.most_segment
                          : socket.connection().tcb().mss,
                      value, size);
    }
    case TCP_SYNCNT:
      return StoreInt(options.syn_retries != 0
                          ? options.syn_retries
                          : socket.host().config().syn_retries,
                      value, size);
    case TCP_DEFER_ACCEPT:
      return StoreInt(SecondsOf(options.defer_accept), value, size);
    case TCP_INQ:
      return StoreInt(options.tell_unread ? 1 : 0, value, size);
    case TCP_NOTSENT_LOWAT:
      return StoreInt(options.unsent_low_water, value, size);
    case TCP_INFO:
      *size = static_cast<socklen_t>(StoreTcpInfo(socket.Info(), value, *size));
      return 0;
    default:
      return -ENOPROTOOPT;
  }
}

}  // namespace

int64_t SetSockOpt(Task& task, int fd, int level, int name, const void* value,
                   socklen_t size) {
  if (!task.Enter(Call::kSetSockOpt)) return 0;
  Socket* socket = SocketOf(task, fd);
  int64_t result = -ENOPROTOOPT;
  if (socket == nullptr) {
    result = -EBADF;
  } else if (level == SOL_SOCKET) {
    result = SetSocketLevel(*socket, name, value, size);
  } else if (level == IPPROTO_TCP) {
    result = SetTcpLevel(*socket, name, value, size);
  } else if (level == IPPROTO_IP) {
    result = SetIpLevel(socket->connection().options(), name, value, size);
  }
  const bool linger = level == SOL_SOCKET && name == SO_LINGER;
  task.Count(Call::kSetSockOpt, fd, result);
  if (task.keeps() && (linger || result < 0)) {
    std::string text = absl::StrCat("setsockopt(", level, ", ", name, ")");
    if (linger && socket != nullptr) {
      const std::optional<Duration>& time =
          socket->connection().options().linger;
      text = time.has_value()
                 ? absl::StrCat("setsockopt(SO_LINGER, ", Seconds(*time), " s)")
                 : "setsockopt(SO_LINGER, off)";
    }
    task.Keep({Call::kSetSockOpt, fd, result, 0, Task::TupleOf(socket), socket,
               text});
  }
  return result;
}

int64_t GetSockOpt(Task& task, int fd, int level, int name, void* value,
                   socklen_t* size) {
  if (!task.Enter(Call::kGetSockOpt)) {
    // A dead process is told of no error: its next call tells.
    std::memset(value, 0, *size);
    return 0;
  }
  Socket* socket = SocketOf(task, fd);
  int64_t result = -ENOPROTOOPT;
  if (socket == nullptr) {
    result = -EBADF;
  } else if (level == SOL_SOCKET) {
    result = GetSocketLevel(*socket, name, value, size);
  } else if (level == IPPROTO_TCP) {
    result = GetTcpLevel(*socket, name, value, size);
  }
  if (result >= 0)
    task.Learn(std::string_view(static_cast<const char*>(value), *size));
  if (level != SOL_SOCKET || name != SO_ERROR || result < 0) {
    task.Count(Call::kGetSockOpt, fd, result);
    return result;
  }
  // The trace tells the error that was taken.
  int error = 0;
  std::memcpy(&error, value, std::min<size_t>(*size, sizeof(error)));
  task.Count(Call::kGetSockOpt, fd, error);
  if (error != 0 && task.witness() != nullptr)
    task.witness()->OnBroken(Task::TupleOf(socket));
  if (task.keeps()) {
    task.Keep({Call::kGetSockOpt, fd, 0, 0, Task::TupleOf(socket), socket,
               absl::StrCat("getsockopt(SO_ERROR) = 0: ",
                            error == 0 ? "none" : ErrorName(error))});
  }
  return 0;
}

}  // namespace orderly::sys
