#include "sim/process/tcp_info_value.h"

#include <linux/tcp.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "sim/base/instant.h"
#include "sim/tcp/tcp_state.h"

namespace orderly::sys {
namespace {

// include/net/tcp_states.h.
uint8_t LinuxState(TcpState state) {
  switch (state) {
    case TcpState::kEstablished:
      return 1;
    case TcpState::kSynSent:
      return 2;
    case TcpState::kSynReceived:
      return 3;
    case TcpState::kFinWait1:
      return 4;
    case TcpState::kFinWait2:
      return 5;
    case TcpState::kTimeWait:
      return 6;
    case TcpState::kClosed:
      return 7;
    case TcpState::kCloseWait:
      return 8;
    case TcpState::kLastAck:
      return 9;
    case TcpState::kListen:
      return 10;
    case TcpState::kClosing:
      return 11;
  }
  return 0;
}

uint32_t Micros(Duration time) {
  return static_cast<uint32_t>(time.count() / 1000);
}

uint32_t Millis(Duration time) {
  return static_cast<uint32_t>(time.count() / 1'000'000);
}

}  // namespace

size_t StoreTcpInfo(const TcpInfo& told, void* to, size_t size) {
  tcp_info info{};
  info.tcpi_state = LinuxState(told.state);
  info.tcpi_ca_state = told.ca_state;
  info.tcpi_retransmits = told.retransmits;
  info.tcpi_probes = told.probes;
  info.tcpi_backoff = told.backoff;
  info.tcpi_options = told.options;
  info.tcpi_snd_wscale = told.snd_wscale & 0xf;
  info.tcpi_rcv_wscale = told.rcv_wscale & 0xf;
  info.tcpi_rto = Micros(told.rto);
  info.tcpi_ato = Micros(told.ato);
  info.tcpi_snd_mss = told.snd_mss;
  info.tcpi_rcv_mss = told.rcv_mss;
  info.tcpi_unacked = told.unacked;
  info.tcpi_sacked = told.sacked;
  info.tcpi_lost = told.lost;
  info.tcpi_retrans = told.retrans;
  info.tcpi_last_data_sent = Millis(told.last_data_sent);
  info.tcpi_last_data_recv = Millis(told.last_data_recv);
  info.tcpi_last_ack_recv = Millis(told.last_ack_recv);
  info.tcpi_pmtu = told.pmtu;
  info.tcpi_rcv_ssthresh = told.rcv_ssthresh;
  info.tcpi_rtt = Micros(told.rtt);
  info.tcpi_rttvar = Micros(told.rttvar);
  info.tcpi_snd_ssthresh = told.snd_ssthresh;
  info.tcpi_snd_cwnd = told.snd_cwnd;
  info.tcpi_advmss = told.advmss;
  info.tcpi_reordering = told.reordering;
  info.tcpi_rcv_space = told.rcv_space;
  info.tcpi_total_retrans = told.total_retrans;
  info.tcpi_bytes_acked = told.bytes_acked;
  info.tcpi_bytes_received = told.bytes_received;
  info.tcpi_notsent_bytes = told.notsent_bytes;
  info.tcpi_min_rtt =
      told.min_rtt.count() < 0 ? UINT32_MAX : Micros(told.min_rtt);
  info.tcpi_delivered = told.delivered;
  info.tcpi_dsack_dups = told.dsack_dups;
  info.tcpi_reord_seen = told.reord_seen;
  info.tcpi_snd_wnd = told.snd_wnd;
  const size_t stored = std::min(size, sizeof(info));
  std::memcpy(to, &info, stored);
  return stored;
}

}  // namespace orderly::sys
