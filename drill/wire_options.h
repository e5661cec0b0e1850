#ifndef ORDERLY_DRILL_WIRE_OPTIONS_H_
#define ORDERLY_DRILL_WIRE_OPTIONS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "drill/numbering.h"
#include "drill/script.h"
#include "sim/wire/segment.h"

// The one place where TCP options of a script meet those of sim/wire.
namespace orderly::drill {

// Puts the options of an inbound packet onto a segment. Unimplemented for what
// sim/wire has not.
absl::Status OptionsToWire(const TcpPacket& packet, const Numbering& numbering,
                           Segment& segment);

// The options of a segment of the host, with the padding and in the order of
// Linux (tcp_options_write).
std::vector<TcpOption> OptionsFromWire(const Segment& segment,
                                       const Numbering& numbering);

// (ect0) and the like of an inbound packet. Unimplemented as above.
absl::Status IpFieldsToWire(const IpFields& ip, Segment& segment);
// Whether the fields that are written are those of a segment of the host.
// Unimplemented as above.
absl::StatusOr<bool> IpFieldsMatch(const IpFields& ip, const Segment& segment);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_WIRE_OPTIONS_H_
