#ifndef ORDERLY_DRILL_CALL_PARSER_H_
#define ORDERLY_DRILL_CALL_PARSER_H_

#include "absl/status/statusor.h"
#include "drill/cursor.h"
#include "drill/script.h"

namespace orderly::drill {

// NAME(expression, ...) = expression [ERRNO (text)] [(note)], without a time of
// return.
absl::StatusOr<SystemCall> ParseCall(Cursor& cursor);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_CALL_PARSER_H_
