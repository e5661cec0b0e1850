#ifndef ORDERLY_CLI_ROW_FLAGS_H_
#define ORDERLY_CLI_ROW_FLAGS_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/flags.h"
#include "properties/row.h"
#include "search/strategy.h"
#include "sim/choice/tape.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {

// What is wrong with the value of a flag: "--server=foo: ...".
absl::Status OfFlag(std::string_view name, std::string_view value,
                    const absl::Status& status);

// Takes --stack, of both ends, --client_stack and --server_stack. Linux
// without.
absl::StatusOr<Stacks> TakeStacks(Flags& flags);
// Takes --strategy. The default one without.
absl::StatusOr<StrategyKind> TakeStrategy(Flags& flags);
// Takes --goodbye, --server and --client, and the stacks. Without them: the row
// that README recommends.
absl::StatusOr<Row> TakeRow(Flags& flags);
// The same, where a row may have been named already: nullopt without any of the
// flags.
absl::StatusOr<std::optional<Row>> TakeRowIfGiven(Flags& flags);
// Takes --heartbeat, in milliseconds: the step of the scenario that makes the
// client send PING so often, or none.
absl::StatusOr<Tape> TakeHeartbeat(Flags& flags);

}  // namespace orderly

#endif  // ORDERLY_CLI_ROW_FLAGS_H_
