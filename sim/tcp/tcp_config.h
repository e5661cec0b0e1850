#ifndef ORDERLY_SIM_TCP_TCP_CONFIG_H_
#define ORDERLY_SIM_TCP_TCP_CONFIG_H_

#include <cstdint>

#include "sim/base/instant.h"

namespace orderly {

// What a host's TCP is like. The defaults are Linux 6.18's default sysctls; the
// comment names the sysctl or the constant. Where stacks differ the difference
// is a switch here, with Linux's answer as the default.
struct TcpConfig {
  using ms = std::chrono::milliseconds;
  using s = std::chrono::seconds;

  bool charge_packets =
      false;            // what arrives fills the receive buffer with its
                        // packets (ReceiveMemory), not with its bytes
  uint16_t mss = 1460;  // largest payload of a segment
  uint32_t send_buffer = 128 << 10;  // bytes; tcp_wmem without auto-tuning
  uint32_t receive_buffer =
      64 << 10;  // bytes of window space: half of tcp_rmem (tcp_win_from_space)
  bool window_in_whole_segments =
      true;  // tcp_select_initial_window: 64240 for an MSS of 1460
  // What is offered to the other end, and used if it offers it too.
  bool window_scaling = false;  // tcp_window_scaling
  bool timestamps = false;      // tcp_timestamps
  bool sack = false;            // tcp_sack
  bool dsack = true;            // tcp_dsack
  uint8_t ecn = 2;          // tcp_ecn: 1 asks for it, 2 agrees to it if asked
  uint32_t reordering = 3;  // tcp_reordering
  uint32_t recovery = 1;    // tcp_recovery: 2 keeps the reordering window, 4
                            // takes no notice of three duplicates
  uint32_t early_retrans = 3;  // tcp_early_retrans: 3 and 4 send tail probes
  bool frto = true;            // tcp_frto
  uint32_t receive_buffer_max = 32 << 20;  // tcp_rmem[2], bytes: decides the
                                           // window scale
  uint32_t timestamp_base = 0;  // tsoffset: the value at the start of the run
  uint32_t initial_cwnd = 10;   // TCP_INIT_CWND, in segments
  bool cubic = false;  // tcp_congestion_control: a loss leaves 0.7, not half
  bool slow_start_after_idle = true;  // tcp_slow_start_after_idle

  Duration rto_initial = s(1);       // TCP_TIMEOUT_INIT
  Duration rto_fallback = s(3);      // TCP_TIMEOUT_FALLBACK
  Duration rto_min = ms(200);        // TCP_RTO_MIN
  Duration rto_max = s(120);         // tcp_rto_max_ms
  uint32_t syn_retries = 6;          // tcp_syn_retries
  uint32_t syn_linear_timeouts = 4;  // tcp_syn_linear_timeouts
  uint32_t synack_retries = 5;       // tcp_synack_retries
  uint32_t retries = 15;             // tcp_retries2
  uint32_t orphan_retries = 0;       // tcp_orphan_retries; 0 means 8
  bool orphans_give_up = true;  // false: RFC 9293 has no horizon for an orphan

  Duration tick = ms(4);               // one jiffy, of HZ=250
  Duration delayed_ack_min = ms(40);   // TCP_DELACK_MIN, TCP_ATO_MIN
  Duration delayed_ack_max = ms(200);  // TCP_DELACK_MAX
  uint32_t quick_acks = 16;            // TCP_MAX_QUICKACKS

  Duration fin_timeout = s(60);  // tcp_fin_timeout: an orphan's FIN-WAIT-2
  Duration time_wait = s(60);    // TCP_TIMEWAIT_LEN
  bool rfc1337 = false;          // tcp_rfc1337: RST does not end TIME-WAIT
  Duration invalid_ratelimit = ms(500);  // tcp_invalid_ratelimit; 0: none
  bool abort_on_overflow = false;        // tcp_abort_on_overflow

  bool keep_unread_on_reset =
      true;  // RFC 9293 3.10.7.4 flushes; Linux keeps, Windows discards
  bool challenge_acks = true;  // RFC 5961, 3.2 and 4.2
  bool linger_timeout_discards =
      false;  // BSD books: close() discards when SO_LINGER runs out
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_TCP_CONFIG_H_
