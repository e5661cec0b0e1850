#ifndef ORDERLY_SIM_TCP_TCP_INFO_H_
#define ORDERLY_SIM_TCP_TCP_INFO_H_

#include <cstdint>

#include "sim/base/instant.h"
#include "sim/tcp/tcp_state.h"

namespace orderly {

// What TCP_INFO tells of a connection: Linux's struct tcp_info, by its names
// without tcpi_, and in its units where they are not written here.
struct TcpInfo {
  enum Option : uint8_t {  // TCPI_OPT_
    kTimestamps = 1,
    kSack = 2,
    kWindowScale = 4,
    kEcn = 8,
    kEcnSeen = 16,
  };

  TcpState state = TcpState::kClosed;
  uint8_t ca_state = 0;  // TCP_CA_Open, Disorder, CWR, Recovery, Loss
  uint8_t retransmits = 0;
  uint8_t probes = 0;
  uint8_t backoff = 0;
  uint8_t options = 0;
  uint8_t snd_wscale = 0;
  uint8_t rcv_wscale = 0;
  Duration rto{0};
  Duration ato{0};
  uint32_t snd_mss = 0;
  uint32_t rcv_mss = 0;
  // Segments. Of a listener: connections that wait for accept(), and how many
  // may.
  uint32_t unacked = 0;
  uint32_t sacked = 0;
  uint32_t lost = 0;
  uint32_t retrans = 0;
  Duration last_data_sent{0};  // how long ago; Linux tells milliseconds
  Duration last_data_recv{0};
  Duration last_ack_recv{0};
  uint32_t pmtu = 0;
  uint32_t rcv_ssthresh = 0;
  Duration rtt{0};
  Duration rttvar{0};
  uint32_t snd_ssthresh = 0;
  uint32_t snd_cwnd = 0;
  uint32_t advmss = 0;
  uint32_t reordering = 0;
  uint32_t rcv_space = 0;
  uint32_t total_retrans = 0;
  uint64_t bytes_acked = 0;
  uint64_t bytes_received = 0;
  uint32_t notsent_bytes = 0;
  Duration min_rtt{
      -1};  // negative: not measured, as without SACK; Linux tells 2^32 - 1
  uint32_t delivered = 0;
  uint32_t snd_wnd = 0;
  uint32_t rcv_wnd = 0;
  uint32_t dsack_dups = 0;
  uint32_t reord_seen = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_TCP_INFO_H_
