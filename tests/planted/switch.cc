#include "tests/planted/switch.h"

namespace orderly {

constinit thread_local Bug planted_bug = Bug::kNone;
constinit std::atomic<Bug> planted_everywhere = Bug::kNone;

}  // namespace orderly
