#ifndef ORDERLY_SIM_TCP_RESET_H_
#define ORDERLY_SIM_TCP_RESET_H_

#include "sim/wire/segment.h"

namespace orderly {

// The reset that answers a segment for which there is no connection, or that a
// connection may not accept (RFC 9293, 3.5.2, group 1; Linux:
// tcp_v4_send_reset). Requires !arrived.Has(kRst): a reset is never answered.
Segment ResetReply(const Segment& arrived);

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_RESET_H_
