#ifndef ORDERLY_DRILL_COMMAND_H_
#define ORDERLY_DRILL_COMMAND_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "drill/sysctls.h"
#include "sim/tcp/tcp_state.h"

namespace orderly::drill {

// google's defaults.sh.
struct DefaultsPreset {};
// tc qdisc ... limit 0: what the host sends is lost.
struct DropAll {};
// test $(ss -Htan state STATE | wc -l) = N
struct StateProbe {
  TcpState state = TcpState::kEstablished;
  int64_t expected = 0;
};
// ss ... state STATE | grep ...: there is one.
struct SomeInState {
  TcpState state = TcpState::kEstablished;
};
// nstat | grep NAME | grep -q N
struct CounterProbe {
  std::string name;
  int64_t expected = 0;
};
// ip link set dev tun0 mtu N
struct LinkMtu {
  uint32_t mtu = 0;
};
using Step = std::variant<DefaultsPreset, Sysctl, DropAll, StateProbe,
                          SomeInState, CounterProbe, LinkMtu>;

// What a shell command of a script is to a simulated host; commands without
// meaning for it (true, tc with another queue, nstat into nothing) are no step.
// Unimplemented for any other.
absl::StatusOr<std::vector<Step>> StepsOf(std::string_view command);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_COMMAND_H_
