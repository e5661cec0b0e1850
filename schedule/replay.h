#ifndef ORDERLY_SCHEDULE_REPLAY_H_
#define ORDERLY_SCHEDULE_REPLAY_H_

#include <optional>

#include "properties/run.h"
#include "schedule/misfit.h"
#include "schedule/schedule.h"
#include "search/token.h"

namespace orderly {

struct ScheduleRun {
  Outcome outcome;  // with its trace
  // The same run by its decisions' names; its promise is the first that the
  // schedule expects to be broken.
  Token token;
  // The schedule is stale: something in it no longer applies, or what came of
  // the run is not what it expects. nullopt: all fits.
  std::optional<Misfit> stale;
};

// Runs a schedule: each step decides what it names, wherever that is; all other
// decisions are benign. Then looks that every step applied, between the anchors
// around it, the anchors in their order, and that what came of it is as
// expected.
ScheduleRun RunSchedule(const Schedule& schedule);

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_REPLAY_H_
