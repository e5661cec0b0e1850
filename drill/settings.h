#ifndef ORDERLY_DRILL_SETTINGS_H_
#define ORDERLY_DRILL_SETTINGS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "drill/script.h"
#include "sim/base/instant.h"

namespace orderly::drill {

// What the options of a script (--name=value) ask for. Defaults are
// packetdrill's (config.c).
struct Settings {
  // How far a segment or the end of a blocking call may be off: the larger of
  // the two, the second being of the time since the event before.
  Duration tolerance = std::chrono::milliseconds(4);
  double tolerance_percent = 12.5;
  bool ipv6 = false;  // on the wire: not where it is mapped
  bool ipv6_sockets = false;
  // Of the segments that an inbound packet is put together of; 0: it is one.
  uint32_t mss = 0;
  uint32_t mtu = 1500;
  uint16_t bind_port = 8080;
  uint16_t connect_port = 8080;
  bool strict_segments = false;     // a scripted segment is one on the wire
  bool packets_may_differ = false;  // --non_fatal=packet
  Duration ts_tick{0};              // of TS val; 0: TS val is not compared
  bool ts_echo_scaled = false;
};

// Unimplemented for an option that is not known here, InvalidArgument with
// line:column for a value that is wrong. `more` are a command line's: they are
// read after the script's, but a script that names its IP version is written
// for that one, and keeps it and its MTU (so the kernel's selftests are run).
absl::StatusOr<Settings> SettingsOf(const Script& script,
                                    const std::vector<Option>& more = {});

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_SETTINGS_H_
