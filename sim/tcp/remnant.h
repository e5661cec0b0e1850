#ifndef ORDERLY_SIM_TCP_REMNANT_H_
#define ORDERLY_SIM_TCP_REMNANT_H_

#include <cstdint>

#include "sim/base/instant.h"
#include "sim/tcp/tcp_state.h"
#include "sim/tcp/timestamps.h"
#include "sim/wire/four_tuple.h"
#include "sim/wire/seq_num.h"

namespace orderly {

// What a connection leaves behind when it needs no queues any more: Linux's
// inet_timewait_sock.
struct Remnant {
  FourTuple tuple;
  TcpState state = TcpState::kTimeWait;  // or kFinWait2, of an orphan
  SeqNum snd_nxt;
  SeqNum rcv_nxt;
  uint32_t rcv_wnd = 0;
  uint8_t rcv_wscale = 0;
  Timestamps ts;
  Duration lifetime{0};
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_REMNANT_H_
