#include "sim/process/tcp_info_value.h"

#include <cstdint>

#include "sim/base/instant.h"
#include "sim/tcp/tcp_state.h"

namespace orderly::sys {
namespace {

// include/net/tcp_states.h.
uint8_t LinuxState(TcpState state) {
  switch (state) {
    case TcpState::kEstablished:
      return TCP_ESTABLISHED;
    case TcpState::kSynSent:
      return TCP_SYN_SENT;
    case TcpState::kSynReceived:
      return TCP_SYN_RECV;
    case TcpState::kFinWait1:
      return TCP_FIN_WAIT1;
    case TcpState::kFinWait2:
      return TCP_FIN_WAIT2;
    case TcpState::kTimeWait:
      return TCP_TIME_WAIT;
    case TcpState::kClosed:
      return TCP_CLOSE;
    case TcpState::kCloseWait:
      return TCP_CLOSE_WAIT;
    case TcpState::kLastAck:
      return TCP_LAST_ACK;
    case TcpState::kListen:
      return TCP_LISTEN;
    case TcpState::kClosing:
      return TCP_CLOSING;
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

tcp_info AsLinuxTells(const TcpInfo& told) {
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
  return info;
}

}  // namespace orderly::sys
