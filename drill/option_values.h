#ifndef ORDERLY_DRILL_OPTION_VALUES_H_
#define ORDERLY_DRILL_OPTION_VALUES_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "drill/script.h"

namespace orderly::drill {

// The value of a socket option: [1], {onoff=1, linger=0}, "reno".
absl::StatusOr<std::string> OptionBytes(const Expression& value);

// "expected [0], got [104]" if getsockopt() gave other bytes; "..." is
// anything.
std::optional<std::string> OptionMismatch(const Expression& expected,
                                          const std::string& bytes);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_OPTION_VALUES_H_
