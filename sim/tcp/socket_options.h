#ifndef ORDERLY_SIM_TCP_SOCKET_OPTIONS_H_
#define ORDERLY_SIM_TCP_SOCKET_OPTIONS_H_

#include <cstdint>
#include <optional>

#include "sim/base/instant.h"

namespace orderly {

// What a send() asks for.
struct WriteFlags {
  bool more = false;         // MSG_MORE
  bool ends_record = false;  // MSG_EOR
  bool continued = false;    // the call wrote before, and waited
};

// What setsockopt() set. An accepted socket inherits its listener's.
struct SocketOptions {
  // SO_LINGER: l_linger when l_onoff. Linux keeps it unsigned.
  std::optional<Duration> linger;
  bool no_delay = false;  // TCP_NODELAY
  bool cork = false;      // TCP_CORK
  // TCP_NODELAY was set, or the cork taken off with it: what waits goes
  // (TCP_NAGLE_PUSH). Until more is written.
  bool push_held = false;
  bool keep_alive = false;
  Duration keep_idle = std::chrono::hours(2);
  Duration keep_interval = std::chrono::seconds(75);
  uint32_t keep_count = 9;
  Duration user_timeout{0};       // TCP_USER_TIMEOUT; 0: none
  uint16_t most_segment = 0;      // TCP_MAXSEG; 0: as the path allows
  uint8_t syn_retries = 0;        // TCP_SYNCNT; 0: tcp_syn_retries
  uint8_t defer_accept = 0;       // TCP_DEFER_ACCEPT, in SYN-ACKs; 0: do not
  bool tell_unread = false;       // TCP_INQ: recvmsg() tells what is left
  uint32_t unsent_low_water = 0;  // TCP_NOTSENT_LOWAT; 0: the sysctl's
  // TCP_LINGER2: how long an orphan stays in FIN-WAIT-2. 0: tcp_fin_timeout;
  // negative: it does not.
  Duration linger2{0};
  bool receive_buffer_locked = false;  // SO_RCVBUF was set (SOCK_RCVBUF_LOCK)
  bool send_buffer_locked = false;     // SO_SNDBUF was set (SOCK_SNDBUF_LOCK)
  bool reuse_address = false;          // SO_REUSEADDR
  bool accepted = true;  // not: a child that accept() has not taken (sk_socket)
  bool receive_errors = false;  // IP_RECVERR: ICMP errors are told at once
  uint32_t receive_low_water = 1;
  Duration receive_timeout{0};  // SO_RCVTIMEO; 0: none
  Duration send_timeout{0};     // SO_SNDTIMEO; 0: none
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_SOCKET_OPTIONS_H_
