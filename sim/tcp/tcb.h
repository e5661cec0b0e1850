#ifndef ORDERLY_SIM_TCP_TCB_H_
#define ORDERLY_SIM_TCP_TCB_H_

#include <cstdint>

#include "sim/base/instant.h"
#include "sim/tcp/ecn.h"
#include "sim/tcp/pacing.h"
#include "sim/tcp/tcp_state.h"
#include "sim/tcp/timestamps.h"
#include "sim/wire/four_tuple.h"
#include "sim/wire/seq_num.h"

namespace orderly {

// The variables of a connection, by RFC 9293's names (3.3.1), with Linux's
// where the RFC has none. SND.UNA and write_seq are the send queue's.
struct Tcb {
  FourTuple tuple;
  TcpState state = TcpState::kClosed;
  bool handshaking() const {
    return state == TcpState::kSynSent || state == TcpState::kSynReceived;
  }

  SeqNum iss;
  SeqNum irs;

  SeqNum snd_nxt;
  uint32_t snd_wnd = 0;
  SeqNum snd_wl1;            // SEG.SEQ of the last window update
  uint32_t max_window = 0;   // largest window the peer ever offered
  uint32_t piece_limit = 0;  // how long a piece grows (tcp_xmit_size_goal)
  SeqNum snd_sml;      // end of the last small segment sent (Minshall's Nagle)
  SeqNum pushed_seq;   // end of what was marked PSH last
  uint32_t mss = 536;  // what we may send in one segment now
  uint32_t path_mss = 0xffff;  // what the path was found to take
  Pacing pacing;
  uint8_t snd_wscale = 0;  // Snd.Wind.Shift (RFC 7323, 2.3)
  uint8_t rcv_wscale = 0;  // Rcv.Wind.Shift
  bool extended = false;   // segments carry options after the handshake
  bool scaled = false;     // both ends offered window scaling

  SeqNum rcv_nxt;
  SeqNum rcv_wup;          // RCV.NXT when the window was last advertised
  uint32_t rcv_wnd = 0;    // ... and what was advertised
  uint32_t rcv_limit = 0;  // most that is ever advertised (rcv_ssthresh)
  uint32_t window_clamp = 0xffff;
  uint32_t advmss = 0;  // MSS that the peer was told, less timestamps
  Timestamps ts;
  Ecn ecn;

  bool read_shut = false;   // RCV_SHUTDOWN: SHUT_RD, or the peer's FIN
  bool write_shut = false;  // SEND_SHUTDOWN
  bool done = false;        // SOCK_DONE: the peer's FIN was processed
  bool orphan = false;      // SOCK_DEAD: no descriptor refers to it
  int error = 0;            // sk_err: errno, told once
  int soft_error = 0;       // sk_err_soft

  uint32_t retransmits = 0;  // time-outs since the last progress
  uint32_t backoff = 0;      // doublings of the RTO
  uint32_t probes = 0;       // zero-window probes since the last answer
  Instant retransmit_since;  // first retransmission of the current trouble
  bool retransmit_since_set = false;
  Instant probe_since;  // first probe of the current zero window
  bool probe_since_set = false;
  uint64_t bytes_acked = 0;
  uint32_t delivered = 0;          // segments that arrived, SYN and FIN too
  uint32_t total_retransmits = 0;  // segments that were sent again
  Instant last_sent_data;          // lsndtime
  Instant last_arrival;            // rcv_tstamp
  Instant last_challenge;          // last_oow_ack_time
  bool challenged = false;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_TCB_H_
