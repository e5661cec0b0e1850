#ifndef ORDERLY_DRILL_CALL_RESULT_H_
#define ORDERLY_DRILL_CALL_RESULT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "drill/calls.h"
#include "drill/script.h"

namespace orderly::drill {

// "-1 EAGAIN", "3": what a script writes after the =.
std::string ResultText(const SystemCall& call);

// What of a call that returned `result` (a negative errno is an error) is not
// as the script says: "expected write(4, ..., 24) = 24, got -1 EPIPE". nullopt:
// nothing. An error: the script's result has no value here.
absl::StatusOr<std::optional<std::string>> ResultMismatch(
    const SystemCall& call, const ReadyCall& ready, int64_t result);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_CALL_RESULT_H_
