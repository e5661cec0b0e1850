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
using Step = std::variant<DefaultsPreset, Sysctl, DropAll, StateProbe>;

// What a shell command of a script is to a simulated host; commands without
// meaning for it (true, tc with another queue, nstat into nothing) are no step.
// Unimplemented for any other.
absl::StatusOr<std::vector<Step>> StepsOf(std::string_view command);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_COMMAND_H_
