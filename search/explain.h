#ifndef ORDERLY_SEARCH_EXPLAIN_H_
#define ORDERLY_SEARCH_EXPLAIN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "search/token.h"
#include "sim/choice/tape.h"

namespace orderly {

// What a run is without one of its steps.
enum class Need : uint8_t {
  kNeeded,     // the promise holds
  kThisCause,  // it is broken all the same, by something else
  kNotNeeded,  // it is broken in the same way
};

// One step of a tape, by trying.
struct StepNeed {
  Need need = Need::kNotNeeded;
  // The other values, of those that were tried, that break the promise for the
  // same cause.
  std::vector<uint32_t> others;
  uint32_t tried = 0;
  bool tried_all = false;  // that the step could have
  // The event of the trace where the run first shows that it has this step;
  // nullopt: it never does.
  std::optional<size_t> shows_at;
};

// Why a token breaks its promise.
struct Explanation {
  std::vector<StepNeed> steps;  // as in the tape
  // The step, from 0, that decides: without those that show after it the
  // promise is broken, too, and without it, it is not. nullopt: the promise is
  // broken without any.
  std::optional<size_t> decided_by;
};

// Replays the token without each of its steps - also with what comes later at
// the same place moved by up to three, which may have been counted from it -
// and with other values of it, the lowest 32 at most. nullopt: the token breaks
// no promise that it names.
std::optional<Explanation> Explain(const Token& token);

// "NEEDED", "NEEDED (any value)", "NEEDED (or 7, 33 ms)", "not needed".
std::string NeedText(const Step& step, const StepNeed& need);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_EXPLAIN_H_
