#ifndef ORDERLY_SEARCH_SHRINK_PASSES_H_
#define ORDERLY_SEARCH_SHRINK_PASSES_H_

#include <cstdint>

#include "search/shrink/attempts.h"

namespace orderly {

// Whose decisions a pass is about: what the network and the environment do,
// what the scenario is, how the processes run.
enum class Domain : uint8_t { kFaults, kScenario, kProcesses };

// The ways to make a failing tape smaller. Each tries what it can until it is
// through or the trials are used up, and says whether it made any progress.
using Pass = bool (*)(Attempts&, Domain);

// Leaves out blocks of neighbours: all, halves, quarters, ... single steps, of
// every domain.
bool DeleteBlocks(Attempts& attempts, Domain);
// Answers all questions of one site, or of one site and actor, with 0: nobody
// is preempted, the client's reads are whole.
bool ZeroKinds(Attempts& attempts, Domain domain);
// The same step with a lower value.
bool LowerValues(Attempts& attempts, Domain domain);
// The same step at an earlier place.
bool MoveEarlier(Attempts& attempts, Domain domain);
// Two steps of one site become one, of any value: two losses an outage, two
// delays a longer one; or all of a site a single one, wherever it is.
bool Merge(Attempts& attempts, Domain domain);
// One lost segment, wherever it is, for all steps of the domain: what many
// preemptions or short writes come to is often that something is late.
bool Substitute(Attempts& attempts, Domain domain);
// A step less, and another one adapted to that: with fewer records the segment
// that must be lost has another number.
bool DropAndMend(Attempts& attempts, Domain domain);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_SHRINK_PASSES_H_
