#ifndef ORDERLY_TESTS_SIM_HOST_RIG_H_
#define ORDERLY_TESTS_SIM_HOST_RIG_H_

// The rig is the conformance page's too.
#include "conformance/rig.h"  // IWYU pragma: export

#endif  // ORDERLY_TESTS_SIM_HOST_RIG_H_
