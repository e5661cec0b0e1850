#ifndef ORDERLY_DRILL_PARSER_H_
#define ORDERLY_DRILL_PARSER_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "drill/script.h"

namespace orderly::drill {

// Reads a script. Grammar: google/packetdrill's parser.y, and what nplab's
// scripts have besides: '#', #ifdef, "...(0)". An error is
// "LINE:COLUMN: expected ..., got ...".
absl::StatusOr<Script> ParseScript(std::string_view text);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_PARSER_H_
