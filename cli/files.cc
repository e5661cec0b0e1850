#include "cli/files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace orderly {
namespace {

constexpr size_t kMostBytes = 64'000'000;

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File Open(const std::string& path, const char* mode) {
  return {std::fopen(path.c_str(), mode), &std::fclose};
}

absl::Status Unreadable(const std::string& path, int error) {
  if (error == EISDIR)
    return absl::NotFoundError(
        absl::StrCat(path, ": is a folder; name a file in it"));
  return absl::NotFoundError(absl::StrCat(path, ": cannot be read (",
                                          std::strerror(error),
                                          "); name a file that exists"));
}

absl::Status Unwritable(const std::string& path, int error) {
  return absl::UnavailableError(
      absl::StrCat(path, ": cannot be written (", std::strerror(error),
                   "); give a file in a folder that there is"));
}

}  // namespace

// Not by a stream: those throw for a folder.
absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const File in = Open(path, "rb");
  if (in == nullptr) return Unreadable(path, errno);
  std::string text;
  char buffer[65536];
  while (const size_t n = std::fread(buffer, 1, sizeof(buffer), in.get())) {
    text.append(buffer, n);
    if (text.size() > kMostBytes) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ": has more than ", kMostBytes,
          " bytes, which no file of orderly has; name another one"));
    }
  }
  if (std::ferror(in.get()) != 0) return Unreadable(path, errno);
  return text;
}

absl::Status WriteFile(const std::string& path, std::string_view text) {
  if (path == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return absl::OkStatus();
  }
  File out = Open(path, "wb");
  if (out == nullptr) return Unwritable(path, errno);
  const bool whole =
      std::fwrite(text.data(), 1, text.size(), out.get()) == text.size();
  if (std::fclose(out.release()) == 0 && whole) return absl::OkStatus();
  return Unwritable(path, errno);
}

absl::Status CanBeWritten(const std::string& path) {
  if (path.empty() || path == "-") return absl::OkStatus();
  std::error_code error;
  const bool existed = std::filesystem::exists(path, error);
  File out = Open(path, "ab");
  if (out == nullptr) return Unwritable(path, errno);
  out.reset();
  if (!existed) std::filesystem::remove(path, error);
  return absl::OkStatus();
}

bool SameFile(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error);
}

}  // namespace orderly
