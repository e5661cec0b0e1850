#ifndef ORDERLY_DRILL_LEXER_H_
#define ORDERLY_DRILL_LEXER_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "drill/token.h"

namespace orderly::drill {

// "LINE:COLUMN: expected ..., got ...", as every error of this folder begins.
absl::Status ErrorAt(Place place, std::string_view message);

// The words of a script; the last one is kEnd. Comments: //, /* */, and # at
// the start of a line. --define=NAME=VALUE replaces NAME from there on. A block
// of #ifdef NAME ... #endif is left out, but for kOpen, if NAME is not defined.
absl::StatusOr<std::vector<Token>> Tokens(std::string_view text);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_LEXER_H_
