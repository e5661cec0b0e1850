// tcp_get_info.
#include <algorithm>

#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"
#include "sim/tcp/tcp_info.h"

namespace orderly {

TcpInfo Connection::Info(Instant now) const {
  constexpr uint32_t kInitialWindow = 10;           // TCP_INIT_CWND
  const uint32_t headers = config_.ipv6 ? 60 : 40;  // without options
  TcpInfo info;
  const SegmentCounts counts = CountSent();
  info.state = tcb_.state;
  info.ca_state = static_cast<uint8_t>(congestion_.phase());
  info.retransmits = static_cast<uint8_t>(tcb_.retransmits);
  info.probes = static_cast<uint8_t>(tcb_.probes);
  info.backoff = static_cast<uint8_t>(tcb_.backoff);
  if (tcb_.ts.on) info.options |= TcpInfo::kTimestamps;
  if (sack_ != nullptr) info.options |= TcpInfo::kSack;
  if (tcb_.ecn.on()) info.options |= TcpInfo::kEcn;
  if (tcb_.ecn.seen()) info.options |= TcpInfo::kEcnSeen;
  if (tcb_.scaled) {
    info.options |= TcpInfo::kWindowScale;
    info.snd_wscale = tcb_.snd_wscale;
    info.rcv_wscale = tcb_.rcv_wscale;
  }
  info.rto = rtt_.rto();
  info.ato = ack_.timeout;
  info.snd_mss = tcb_.mss;
  info.rcv_mss = ack_.peer_mss;
  const bool syn_out = tcb_.state == TcpState::kSynSent;
  info.unacked = static_cast<uint32_t>(queue_.sent_count()) + (syn_out ? 1 : 0);
  info.sacked = sack_ == nullptr ? congestion_.duplicate_acks() : counts.sacked;
  info.lost = counts.lost;
  info.retrans = counts.again;
  info.last_data_sent = now - tcb_.last_sent_data;
  info.last_data_recv = now - ack_.last_data_at;
  info.last_ack_recv = now - tcb_.last_arrival;
  info.pmtu = std::min<uint32_t>(config_.mss, tcb_.path_mss) + headers;
  info.rcv_ssthresh = tcb_.rcv_limit;
  info.rtt = rtt_.srtt();
  info.rttvar = rtt_.deviation();
  info.snd_ssthresh = congestion_.ssthresh();
  info.snd_cwnd = congestion_.cwnd();
  info.advmss = tcb_.advmss;
  info.reordering =
      sack_ == nullptr ? congestion_.reordering() : sack_->reordering;
  info.rcv_space =
      std::min({tcb_.rcv_limit, tcb_.rcv_wnd, kInitialWindow * tcb_.advmss});
  info.total_retrans = tcb_.total_retransmits + syn_repeats_;
  info.bytes_acked = tcb_.bytes_acked;
  if (tcb_.rcv_nxt != SeqNum())
    info.bytes_received = tcb_.rcv_nxt - tcb_.irs - 1 - (tcb_.done ? 1 : 0);
  info.notsent_bytes = queue_.unsent_bytes();
  if (sack_ != nullptr && sack_->least_rtt.count() > 0)
    info.min_rtt = sack_->least_rtt;
  info.delivered = tcb_.delivered;
  info.snd_wnd = tcb_.snd_wnd;
  info.rcv_wnd = ReceiveWindow();
  if (sack_ != nullptr) {
    info.dsack_dups = sack_->duplicates_ever;
    info.reord_seen = sack_->reordering_seen;
  }
  return info;
}

}  // namespace orderly
