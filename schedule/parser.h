#ifndef ORDERLY_SCHEDULE_PARSER_H_
#define ORDERLY_SCHEDULE_PARSER_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "schedule/schedule.h"

namespace orderly {

// Reads the text of a .close file; `file` is its name for errors. Comments
// begin with '#'; one behind a line is its remark. Errors: kInvalidArgument
// "FILE:LINE:COLUMN: expected ..., found '...'".
absl::StatusOr<Schedule> ParseSchedule(std::string_view file,
                                       std::string_view text);

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_PARSER_H_
