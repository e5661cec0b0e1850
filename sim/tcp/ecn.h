#ifndef ORDERLY_SIM_TCP_ECN_H_
#define ORDERLY_SIM_TCP_ECN_H_

#include <cstdint>

#include "sim/wire/segment.h"

namespace orderly {

class StateHash;

// Explicit congestion notification of one connection (RFC 3168): Linux's
// ecn_flags. It marks what is sent and reads what arrives; what follows from
// that for the congestion window and for ACKs is the connection's.
class Ecn final {
 public:
  // Both ends agreed (TCP_ECN_OK).
  bool on() const { return on_; }
  // The peer's segments were marked (TCP_ECN_SEEN).
  bool seen() const { return seen_; }

  // Our SYN asks for it, or does not.
  void Ask(bool ask) { on_ = ask; }
  // A SYN asked a listener: agreed to if `allowed`. One that is marked itself
  // is no RFC 3168 SYN (tcp_ecn_create_request).
  void Answer(const Segment& syn, bool allowed) {
    on_ = allowed && syn.Has(kEce) && syn.Has(kCwr) && syn.ecn == kNotEct;
  }
  // The answer to our SYN (tcp_ecn_rcv_synack), or a simultaneous one
  // (tcp_ecn_rcv_syn).
  void Answered(const Segment& syn) {
    on_ = on_ && syn.Has(kEce) && syn.Has(kCwr) != syn.Has(kAck);
  }

  // The window was reduced: the next new data say so (tcp_ecn_queue_cwr).
  void Reduced() { tell_reduced_ = on_; }
  // The reduction was taken back (tcp_ecn_withdraw_cwr).
  void Undone() { tell_reduced_ = false; }
  // New data go out (tcp_ecn_send).
  void MarkData(Segment& segment) {
    segment.ecn = kEct0;
    if (!tell_reduced_) return;
    segment.flags |= kCwr;
    tell_reduced_ = false;
  }
  // Any segment goes out but a SYN.
  void MarkEcho(Segment& segment) const {
    if (echo_) segment.flags |= kEce;
  }

  // The peer reduced its window (tcp_ecn_accept_cwr).
  void PeerReduced() { echo_ = false; }
  // Data arrived. True: acknowledge at once (tcp_data_ecn_check). Data that are
  // not marked, after some that were, were probably sent again.
  bool DataArrived(uint8_t mark) {
    if (mark == kNotEct) return seen_;
    seen_ = true;
    if (mark != kCe || echo_) return false;
    return echo_ = true;
  }

  void HashInto(StateHash& hash) const;

 private:
  bool on_ = false;
  bool seen_ = false;
  bool echo_ = false;          // TCP_ECN_DEMAND_CWR
  bool tell_reduced_ = false;  // TCP_ECN_QUEUE_CWR
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_ECN_H_
