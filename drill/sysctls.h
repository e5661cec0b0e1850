#ifndef ORDERLY_DRILL_SYSCTLS_H_
#define ORDERLY_DRILL_SYSCTLS_H_

#include <string>

#include "absl/status/status.h"
#include "sim/tcp/tcp_config.h"

namespace orderly::drill {

// name = value, as sysctl(8) takes it: net.ipv4.tcp_fin_timeout.
struct Sysctl {
  std::string name;
  std::string value;
};

// The one place where sysctls become a TcpConfig. Unimplemented for one that is
// not known here, InvalidArgument for a value that is not one.
absl::Status ApplySysctl(const Sysctl& sysctl, TcpConfig& config);

// google/packetdrill's gtests/net/tcp/common/defaults.sh.
void ApplyDefaults(TcpConfig& config);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_SYSCTLS_H_
