#ifndef ORDERLY_SCHEDULE_MISFIT_H_
#define ORDERLY_SCHEDULE_MISFIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "properties/run.h"
#include "schedule/schedule.h"
#include "schedule/story.h"

namespace orderly {

// The first line of a schedule that the run did not fit.
struct Misfit {
  uint32_t line = 0;
  std::string_view what;  // "setting", "step", "anchor", "expectation"
  std::string step;       // as the file says it
  std::string why;        // "never happened: ..."
};
// "7.close:12: anchor 'server close' never happened: ..."
std::string MisfitText(std::string_view file, const Misfit& misfit);

// What there was instead, of what a run to its end had not: "the server sent 2
// of them, not 3".
std::string WhyNotSent(const SegmentName& name, const Story& story);
std::string WhyNotCalled(Who process, const CallPlace& place,
                         const Story& story);
std::string WhyNotStruck(const StrikeStep& step, const Story& story);
// Requires an anchor.
std::string WhyNeverHappened(const StepWords& anchor, const Story& story);

// The first expectation that is not met; nullopt: all are.
std::optional<Misfit> Unexpected(const Schedule& schedule,
                                 const Outcome& outcome);

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_MISFIT_H_
