#ifndef ORDERLY_SIM_TCP_TCP_CONFIG_H_
#define ORDERLY_SIM_TCP_TCP_CONFIG_H_

#include <cstdint>

#include "sim/base/instant.h"

namespace orderly {

// After shutdown(SHUT_RD), what was not read and what comes later: can still be
// read, is thrown away, or resets the connection.
enum class ShutRead : uint8_t { kQueues, kDiscards, kResets };
// When SO_LINGER's time is over in close(): the connection goes on; is reset;
// is reset, and close() says EWOULDBLOCK.
enum class LingerTimeout : uint8_t { kGoesOn, kDiscards, kDiscardsAndFails };
// close() of a non-blocking socket with SO_LINGER and a time: waits all the
// same; says EWOULDBLOCK, and the connection ends in the background; says
// EWOULDBLOCK, and the descriptor stays open.
enum class LingerNonBlocking : uint8_t { kWaits, kBackground, kRefuses };

// What a host's TCP is like. The defaults are Linux 6.18's default sysctls; the
// comment names the sysctl or the constant. Where stacks differ the difference
// is a switch here, with Linux's answer as the default; stack_profile.h lists
// who differs in what, and why we think so.
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
  bool ipv6 = false;  // tcp_info's path MTU has its header, too
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
  bool cubic = false;  // tcp_congestion_control: not reno; with counts_packets
  bool slow_start_after_idle = true;  // tcp_slow_start_after_idle
  // Whether what waits to be sent is counted as Linux does, in sk_buffs: the
  // send buffer (send_buffer is sk_sndbuf then) in their memory, bursts in what
  // the pacing rate allows. Off: in bytes, with no bound of a burst.
  bool counts_packets = false;
  uint32_t packet_head = 256;  // MAX_TCP_HEADER; 320 in kernels with more
                               // drivers
  uint32_t send_buffer_max = 4 << 20;      // tcp_wmem[2], with counts_packets
  uint32_t unsent_low_water = UINT32_MAX;  // tcp_notsent_lowat
  uint32_t min_tso_segs = 2;               // tcp_min_tso_segs
  uint32_t tso_rtt_log = 9;                // tcp_tso_rtt_log
  uint32_t tso_win_divisor = 3;            // tcp_tso_win_divisor
  uint32_t pacing_slow_start = 200;        // tcp_pacing_ss_ratio, percent
  uint32_t pacing_avoidance = 120;         // tcp_pacing_ca_ratio, percent

  Duration rto_initial = s(1);       // TCP_TIMEOUT_INIT
  Duration rto_fallback = s(3);      // TCP_TIMEOUT_FALLBACK
  Duration rto_min = ms(200);        // TCP_RTO_MIN
  Duration rto_max = s(120);         // tcp_rto_max_ms
  uint32_t syn_retries = 6;          // tcp_syn_retries
  uint32_t syn_linear_timeouts = 4;  // tcp_syn_linear_timeouts
  uint32_t synack_retries = 5;       // tcp_synack_retries
  uint32_t retries = 15;             // tcp_retries2
  uint32_t orphan_retries = 0;       // tcp_orphan_retries; 0 means 8
  bool orphans_give_up = true;       // false: as patient as a live socket

  Duration tick = ms(4);               // one jiffy, of HZ=250
  Duration delayed_ack_min = ms(40);   // TCP_DELACK_MIN, TCP_ATO_MIN
  Duration delayed_ack_max = ms(200);  // TCP_DELACK_MAX
  uint32_t quick_acks = 16;            // TCP_MAX_QUICKACKS

  Duration fin_timeout = s(60);  // tcp_fin_timeout: an orphan's FIN-WAIT-2
  Duration time_wait = s(60);    // TCP_TIMEWAIT_LEN
  bool rfc1337 = false;          // tcp_rfc1337: RST does not end TIME-WAIT
  Duration invalid_ratelimit = ms(500);  // tcp_invalid_ratelimit; 0: none
  bool abort_on_overflow = false;        // tcp_abort_on_overflow

  // The switches of stack_profile.h.
  bool keep_unread_on_reset = true;
  bool challenge_acks = true;        // RFC 5961, 3.2, 4.2 and 5.2
  bool reset_one_early = true;       // tcp_reset_check
  bool reset_unread_close = true;    // RFC 9293, SHLD-3
  bool fin_at_zero_window = true;    // a FIN without data is taken
  bool close_wakes_readers = false;  // ... who wait in another thread
  ShutRead shut_read = ShutRead::kQueues;
  LingerTimeout linger_timeout = LingerTimeout::kGoesOn;
  LingerNonBlocking linger_non_blocking = LingerNonBlocking::kWaits;

  friend bool operator==(const TcpConfig&, const TcpConfig&) = default;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_TCP_CONFIG_H_
