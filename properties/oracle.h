#ifndef ORDERLY_PROPERTIES_ORACLE_H_
#define ORDERLY_PROPERTIES_ORACLE_H_

#include <string>
#include <vector>

#include "properties/promise.h"
#include "properties/world.h"

namespace orderly {

// Judges a run that is over: what each side was told against what is true.
// At most one violation of each promise, in the promises' order.
std::vector<Violation> Judge(const World& world);

// "committed", "rolled back", "unknown", "killed", "never connected".
std::string ClientBelief(const World& world);
// By its journal, as a recovery would find it.
std::string ServerBelief(const World& world);

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_ORACLE_H_
