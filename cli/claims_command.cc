#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"

namespace orderly {
int RunClaims(Flags) { return kInternal; }
}  // namespace orderly
