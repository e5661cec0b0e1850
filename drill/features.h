#ifndef ORDERLY_DRILL_FEATURES_H_
#define ORDERLY_DRILL_FEATURES_H_

#include <optional>
#include <string>

#include "drill/script.h"

namespace orderly::drill {

// The first thing that a script uses and that is not run here, in words: "Fast
// Open", "the command `ip route ...`". nullopt: it can be run.
std::optional<std::string> MissingFeature(const Script& script);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_FEATURES_H_
