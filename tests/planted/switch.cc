#include "tests/planted/switch.h"

namespace orderly {

constinit thread_local Bug planted_bug = Bug::kNone;

}  // namespace orderly
