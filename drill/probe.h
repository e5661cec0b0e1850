#ifndef ORDERLY_DRILL_PROBE_H_
#define ORDERLY_DRILL_PROBE_H_

#include <optional>
#include <string>

#include "drill/command.h"
#include "drill/machine.h"

namespace orderly::drill {

// Of a step that asks something of the host: "expected ..., got ...", if that
// is not what it is. nullopt of any other.
std::optional<std::string> ProbeMismatch(const Step& step, Machine& machine);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_PROBE_H_
