#ifndef ORDERLY_CLI_FILES_H_
#define ORDERLY_CLI_FILES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace orderly {

// Whole files, of at most 64 MB. "-" is stdout for writing. Errors name the
// file and what to do.
absl::StatusOr<std::string> ReadFile(const std::string& path);
absl::Status WriteFile(const std::string& path, std::string_view text);

// Whether WriteFile() would be able to, before the work whose result it is to
// keep. Leaves what is there as it is; "" is no file, and fine.
absl::Status CanBeWritten(const std::string& path);

// Whether two names are those of one file that exists.
bool SameFile(const std::string& a, const std::string& b);

}  // namespace orderly

#endif  // ORDERLY_CLI_FILES_H_
