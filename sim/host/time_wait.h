#ifndef ORDERLY_SIM_HOST_TIME_WAIT_H_
#define ORDERLY_SIM_HOST_TIME_WAIT_H_

#include <cstdint>

#include "sim/base/instant.h"
#include "sim/tcp/connection.h"
#include "sim/tcp/tcp_config.h"
#include "sim/wire/segment.h"

namespace orderly {

class StateHash;

// What answers for a connection that has no queues any more: TIME-WAIT, or the
// FIN-WAIT-2 of an orphan. Linux's inet_timewait_sock and
// tcp_timewait_state_process.
class TimeWait final {
 public:
  TimeWait(const TcpConfig& config, Instant now, const Remnant& remnant,
           bool reuse_address);

  enum class Verdict : uint8_t {
    kDrop,
    kAck,      // answer with Acknowledgement()
    kReset,    // answer with a reset, and end
    kDestroy,  // end silently (TIME-WAIT assassination)
    kReopen    // a new SYN: end, and let a listener take it with NextIss()
  };
  Verdict OnSegment(Instant now, const Segment& segment);
  Segment Acknowledgement(Instant now) const;
  SeqNum NextIss() const { return remnant_.snd_nxt + 65537; }

  const FourTuple& tuple() const { return remnant_.tuple; }
  TcpState state() const { return remnant_.state; }
  Instant expires_at() const { return expires_at_; }
  bool reuse_address() const { return reuse_address_; }
  void HashInto(StateHash& hash) const;

 private:
  // `old`: PAWS rejects it.
  Verdict InFinWait2(Instant now, const Segment& segment, bool old);
  void NoteTimestamp(Instant now, const Segment& segment);
  Verdict AckUnlessLimited(Instant now, const Segment& segment);

  const TcpConfig* config_;
  Remnant remnant_;
  Instant expires_at_;
  Instant last_answer_;
  bool answered_ = false;
  bool reuse_address_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_HOST_TIME_WAIT_H_
