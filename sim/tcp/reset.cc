#include "sim/tcp/reset.h"

#include "sim/base/check.h"

namespace orderly {

Segment ResetReply(const Segment& arrived) {
  SIM_CHECK(!arrived.Has(kRst));
  Segment reset;
  reset.source = arrived.destination;
  reset.destination = arrived.source;
  if (arrived.Has(kAck)) {
    reset.seq = arrived.ack;
    reset.flags = kRst;
  } else {
    reset.ack = arrived.end();
    reset.flags = kRst | kAck;
  }
  return reset;
}

}  // namespace orderly
