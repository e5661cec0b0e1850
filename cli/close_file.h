#ifndef ORDERLY_CLI_CLOSE_FILE_H_
#define ORDERLY_CLI_CLOSE_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "search/token.h"

namespace orderly {

// `orderly replay FILE.close`: prints what a token's replay prints, or STALE
// with the step that no longer applies; writes the run to `out` instead, unless
// that is empty. Returns an ExitCode.
int ReplayCloseFile(const std::string& path, uint64_t rows,
                    const std::string& out);

// Writes a token's run as a schedule to a file; "-": to stdout. Errors: the
// token is stale, the file cannot be written.
absl::Status WriteCloseFile(const Token& token, const std::string& path);

}  // namespace orderly

#endif  // ORDERLY_CLI_CLOSE_FILE_H_
