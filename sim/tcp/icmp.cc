// What a connection makes of an ICMP error: tcp_v4_err, tcp_v6_err. Only one
// that quotes what is under way counts (RFC 5927, 4.1).
#include <algorithm>
#include <array>
#include <cerrno>

#include "sim/tcp/connection.h"
#include "sim/wire/icmp_error.h"

namespace orderly {
namespace {

// icmp_err_convert, by code.
constexpr std::array<int, 16> kUnreachableErrors = {
    ENETUNREACH,  EHOSTUNREACH, ENOPROTOOPT,  ECONNREFUSED,
    EMSGSIZE,     EOPNOTSUPP,   ENETUNREACH,  EHOSTDOWN,
    ENONET,       ENETUNREACH,  EHOSTUNREACH, ENETUNREACH,
    EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH};

// tab_unreach (net/ipv6/icmp.c), by code.
constexpr std::array<int, 7> kUnreachableErrorsV6 = {
    ENETUNREACH,  EACCES, EHOSTUNREACH, EHOSTUNREACH,
    ECONNREFUSED, EACCES, EACCES};

// icmpv6_err_convert.
int ErrorOfV6(const IcmpError& icmp) {
  switch (icmp.type) {
    case IcmpError::kUnreachableV6:
      return icmp.code < kUnreachableErrorsV6.size()
                 ? kUnreachableErrorsV6[icmp.code]
                 : EPROTO;
    case IcmpError::kPacketTooBigV6:
      return EMSGSIZE;
    case IcmpError::kTimeExceededV6:
      return EHOSTUNREACH;
    case IcmpError::kParameterProblemV6:
      return EPROTO;
    default:
      return 0;
  }
}

// 0: it means nothing.
int ErrorOf(const IcmpError& icmp) {
  if (icmp.ipv6) return ErrorOfV6(icmp);
  switch (icmp.type) {
    case IcmpError::kUnreachable:
      return icmp.code < kUnreachableErrors.size()
                 ? kUnreachableErrors[icmp.code]
                 : 0;
    case IcmpError::kTimeExceeded:
      return EHOSTUNREACH;
    case IcmpError::kParameterProblem:
      return EPROTO;
    default:
      return 0;
  }
}

// The net or the host cannot be reached at the moment.
bool IsTransient(const IcmpError& icmp) {
  if (icmp.ipv6) {
    return icmp.type == IcmpError::kUnreachableV6 &&
           icmp.code == IcmpError::kNoRouteV6;
  }
  return icmp.type == IcmpError::kUnreachable &&
         (icmp.code == IcmpError::kNet || icmp.code == IcmpError::kHost);
}

// Ends an embryo: of IPv6 what icmpv6_err_convert calls fatal.
bool EndsRequest(const IcmpError& icmp) {
  if (!icmp.ipv6)
    return IsTransient(icmp) || icmp.type != IcmpError::kUnreachable;
  constexpr uint8_t kAdministrative = 1;  // and its neighbours
  constexpr uint8_t kPortV6 = 4;
  return icmp.type == IcmpError::kParameterProblemV6 ||
         (icmp.type == IcmpError::kUnreachableV6 &&
          (icmp.code == kAdministrative || icmp.code >= kPortV6));
}

}  // namespace

bool Connection::OnIcmp(Instant now, const IcmpError& icmp) {
  now_ = now;
  if (tcb_.state == TcpState::kClosed) return false;
  const bool opening =
      tcb_.state == TcpState::kSynSent || tcb_.state == TcpState::kSynReceived;
  const SeqNum una = opening ? tcb_.iss : queue_.una();
  if (Before(icmp.seq, una) || After(icmp.seq, tcb_.snd_nxt)) return false;
  const int error = ErrorOf(icmp);
  if (error == 0) return false;
  if (request_) {
    // tcp_req_err: an error is nothing that accept() could tell.
    if (icmp.seq == tcb_.iss && EndsRequest(icmp)) Done();
    return true;
  }
  if (error == EMSGSIZE) {
    PathMtuReduced(icmp);
    return true;
  }
  if (IsTransient(icmp)) RevertBackOff(icmp.seq);
  if (opening) {
    Fail(error);
  } else if (options_.receive_errors) {
    tcb_.error = error;
    changed_ = true;
  } else {
    tcb_.soft_error = error;  // told when the connection times out
  }
  return true;
}

// tcp_ld_RTO_revert (RFC 6069): the network is broken, not full.
void Connection::RevertBackOff(SeqNum seq) {
  if (seq != queue_.una() || tcb_.retransmits == 0 || tcb_.backoff == 0 ||
      !queue_.has_sent())
    return;
  --tcb_.backoff;
  rtt_.RevertBackOff(tcb_.backoff);
  const Instant at = queue_.sent(0).sent_at + rtt_.rto();
  if (at > now_) {
    timers_.SetSend(Timers::Send::kRetransmit, at);
  } else {
    OnRetransmitTimeout();
  }
}

// tcp_v4_mtu_reduced, tcp_v6_mtu_reduced, tcp_simple_retransmit: what is longer
// than a segment may be now is sent again at once, and the window is not to
// blame.
void Connection::PathMtuReduced(const IcmpError& icmp) {
  constexpr uint16_t kLeastPathMtu = 552;     // ip_rt_min_pmtu
  constexpr uint16_t kLeastPathMtuV6 = 1280;  // IPV6_MIN_MTU
  const uint32_t headers = icmp.ipv6 ? 60 : 40;
  const uint16_t believed =
      std::max(icmp.mtu, icmp.ipv6 ? kLeastPathMtuV6 : kLeastPathMtu);
  if (icmp.mtu < believed && !icmp.ipv6) tcb_.soft_error = EMSGSIZE;
  if (believed - headers >= std::min<uint32_t>(tcb_.path_mss, config_.mss))
    return;
  tcb_.path_mss = believed - headers;
  SyncMss();
  bool any = false;
  for (size_t i = 0; i < queue_.sent_count(); ++i) {
    Piece& piece = queue_.sent(i);
    if (piece.size > tcb_.mss && !piece.sacked) {
      piece.lost = true;
      piece.in_flight_again = false;
    }
    any |= piece.lost;
  }
  if (!any) return;
  congestion_.EnterLossOfMtu(tcb_.snd_nxt);
  if (sack_ != nullptr) sack_->undo_armed = false;
  RetransmitLost();
}

}  // namespace orderly
