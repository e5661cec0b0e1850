#ifndef ORDERLY_SCHEDULE_SCRIBE_H_
#define ORDERLY_SCHEDULE_SCRIBE_H_

#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "schedule/schedule.h"
#include "search/token.h"

namespace orderly {

// Runs a token and writes it as a schedule: every decision by its meaning, the
// calls around them as anchors, what came of it as expectations. The schedule
// gives the same run. `remarks`, if any, are one for each step of the tape, in
// its order ("" for none), for the comment behind the line of that step.
// Errors: kFailedPrecondition if the token is stale, with the reason.
absl::StatusOr<Schedule> ScheduleOf(const Token& token,
                                    std::span<const std::string> remarks = {});

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_SCRIBE_H_
