#include "sim/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace orderly {

void CheckFailed(const char* file, int line, const char* fact) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, fact);
  std::fflush(stderr);
  std::abort();
}

}  // namespace orderly
