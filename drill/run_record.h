#ifndef ORDERLY_DRILL_RUN_RECORD_H_
#define ORDERLY_DRILL_RUN_RECORD_H_

#include <string>
#include <vector>

#include "drill/machine.h"
#include "sim/trace/trace.h"

namespace orderly::drill {

// A run's trace as a ladder, without bound.
std::string LadderOf(const Trace& trace);

// The segments of a run as a capture file (sim/wire/pcap.h). Its times are the
// machine's CLOCK_REALTIME; the addresses are the machine's, for IPv6 with
// fd3d:fa7b:d17d::/96 before them.
std::string CaptureFile(const std::vector<Machine::Sent>& segments, bool ipv6);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_RUN_RECORD_H_
