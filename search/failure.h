#ifndef ORDERLY_SEARCH_FAILURE_H_
#define ORDERLY_SEARCH_FAILURE_H_

#include <string>

#include "properties/run.h"
#include "search/token.h"

namespace orderly {

struct FailureOptions {
  size_t max_rows = 40;  // of the ladder; 0: all
};

// What a person reads of a broken promise, the same in the terminal and in a
// test's message: the verdict, the promise, what happened, the decisions as a
// schedule, each with whether it is needed, the one that decides, the ladder,
// both ends at the moment of loss, and the line that repeats it. Requires an
// outcome whose trace was kept; runs the token again to explain it.
std::string FailureText(const Token& token, const Outcome& outcome,
                        const FailureOptions& options = {});

// The event at which something was thrown away for good: the reset, kill or
// power loss after which a side could not hear any more. The last event if
// there is none of these.
size_t MomentOfLoss(const Trace& trace);
// The last event before it at which both ends still held what was lost.
size_t BeforeLoss(const Trace& trace, size_t moment);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_FAILURE_H_
