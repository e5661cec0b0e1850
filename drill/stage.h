#ifndef ORDERLY_DRILL_STAGE_H_
#define ORDERLY_DRILL_STAGE_H_

#include "absl/status/statusor.h"
#include "drill/script.h"
#include "drill/settings.h"
#include "sim/tcp/tcp_config.h"

namespace orderly::drill {

// The host that a script is for: Linux as packetdrill's defaults.sh makes it,
// but for the receive window of scripts that do not call that, and with what
// its options and the commands before its first call or packet set.
// Unimplemented for a command that is not known.
absl::StatusOr<TcpConfig> StageOf(const Script& script,
                                  const Settings& settings);

// What a command does to the host's TCP (sysctl, defaults.sh, ip link), then or
// later on.
absl::Status ApplyCommand(const Command& command, const Settings& settings,
                          TcpConfig& config);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_STAGE_H_
