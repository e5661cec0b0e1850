#ifndef ORDERLY_CLI_ROW_FLAGS_H_
#define ORDERLY_CLI_ROW_FLAGS_H_

#include "absl/status/statusor.h"
#include "cli/flags.h"
#include "properties/row.h"

namespace orderly {

// Takes --goodbye, --server and --client. Without them: the row that README
// recommends.
absl::StatusOr<Row> TakeRow(Flags& flags);

}  // namespace orderly

#endif  // ORDERLY_CLI_ROW_FLAGS_H_
