#ifndef ORDERLY_CLI_ROW_FLAGS_H_
#define ORDERLY_CLI_ROW_FLAGS_H_

#include "absl/status/statusor.h"
#include "cli/flags.h"
#include "properties/row.h"
#include "search/strategy.h"
#include "sim/choice/tape.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {

// Takes --stack, of both ends, --client_stack and --server_stack. Linux
// without.
absl::StatusOr<Stacks> TakeStacks(Flags& flags);
// Takes --strategy. The default one without.
absl::StatusOr<StrategyKind> TakeStrategy(Flags& flags);
// Takes --goodbye, --server and --client, and the stacks. Without them: the row
// that README recommends.
absl::StatusOr<Row> TakeRow(Flags& flags);
// Takes --heartbeat, in milliseconds: the step of the scenario that makes the
// client send PING so often, or none.
absl::StatusOr<Tape> TakeHeartbeat(Flags& flags);

}  // namespace orderly

#endif  // ORDERLY_CLI_ROW_FLAGS_H_
