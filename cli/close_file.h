#ifndef ORDERLY_CLI_CLOSE_FILE_H_
#define ORDERLY_CLI_CLOSE_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "search/token.h"

namespace orderly {

// Whether a file's name ends in ".close", in letters of either case.
bool IsCloseName(std::string_view path);
// Whether a text is a schedule, whatever its file is called: its first line
// that is neither empty nor a comment says so.
bool IsSchedule(std::string_view text);

// The run that a schedule gives. Errors: kFailedPrecondition if the schedule is
// stale, or its run is not twice the same: with the step, and what to do;
// kInvalidArgument if it is none.
absl::StatusOr<Token> TokenOfSchedule(const std::string& path,
                                      std::string_view text);

// "FITS      3 expectations, 1 step and 8 anchors of FILE": what a schedule
// that is not stale says, with the end of the line.
absl::StatusOr<std::string> FitsText(const std::string& path,
                                     std::string_view text);

// Whether a schedule may be written to `path` once it is made: it ends in
// ".close" or is "-", can be written, and is not `source`, the file that the
// run came from. "": it is not asked for, and fine.
absl::Status MayWriteClose(const std::string& path, const std::string& source);
// Writes a token's run as a schedule to a file, and says so on stderr; "-": to
// stdout. Errors: the token is stale, the file cannot be written.
absl::Status WriteCloseFile(const Token& token, const std::string& path);

}  // namespace orderly

#endif  // ORDERLY_CLI_CLOSE_FILE_H_
