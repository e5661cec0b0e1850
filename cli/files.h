#ifndef ORDERLY_CLI_FILES_H_
#define ORDERLY_CLI_FILES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace orderly {

// Whole files. "-" is stdout for writing. Errors name the file and what to do.
absl::StatusOr<std::string> ReadFile(const std::string& path);
absl::Status WriteFile(const std::string& path, std::string_view text);

}  // namespace orderly

#endif  // ORDERLY_CLI_FILES_H_
