#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "drill/runner.h"
#include "drill/settings.h"

namespace orderly {
namespace {

namespace fs = std::filesystem;

// The files of the operands: a folder stands for the .pkt files under it, by
// name.
absl::StatusOr<std::vector<std::string>> FilesOf(
    const std::vector<std::string>& operands) {
  std::vector<std::string> files;
  for (const std::string& operand : operands) {
    std::error_code error;
    if (!fs::is_directory(operand, error)) {
      if (!fs::exists(operand, error))
        return absl::NotFoundError("'" + operand + "': no such file or folder");
      files.push_back(operand);
      continue;
    }
    std::vector<std::string> found;
    const auto end = fs::recursive_directory_iterator();
    for (auto it = fs::recursive_directory_iterator(operand, error);
         !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".pkt")
        found.push_back(it->path().string());
    }
    if (error)
      return absl::NotFoundError("'" + operand + "': " + error.message());
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

absl::StatusOr<std::string> TextOf(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) return absl::NotFoundError("'" + file + "' cannot be read");
  return text.str();
}

}  // namespace

int RunDrill(Flags flags) {
  drill::RunOptions options;
  absl::Status status = flags.TakeSwitch("lenient", options.lenient);
  status.Update(flags.TakeSwitch("trace", options.ladder));
  std::string stack = "linux";
  status.Update(flags.TakeText("stack", stack));
  for (const char* name : {"ip_version", "mtu", "tolerance_usecs"}) {
    std::string value;
    status.Update(flags.TakeText(name, value));
    if (!value.empty()) options.options.push_back({{0, 0}, name, value});
  }
  status.Update(flags.RefuseUnknown(
      "--lenient, --stack, --trace, --ip_version, --mtu and "
      "--tolerance_usecs"));
  // As of a script that says nothing else: is each value one?
  status.Update(drill::SettingsOf({}, options.options).status());
  if (!status.ok()) return UsageError(std::string(status.message()));
  const absl::StatusOr<Stack> parsed = ParseStack(stack);
  if (!parsed.ok()) return UsageError(std::string(parsed.status().message()));
  options.stack = *parsed;
  if (flags.operands().empty())
    return UsageError("drill takes packetdrill scripts, or folders of them");
  const absl::StatusOr<std::vector<std::string>> files =
      FilesOf(flags.operands());
  if (!files.ok()) return UsageError(std::string(files.status().message()));
  size_t passed = 0;
  size_t failed = 0;
  size_t skipped = 0;
  for (const std::string& file : *files) {
    const absl::StatusOr<std::string> text = TextOf(file);
    if (!text.ok()) return UsageError(std::string(text.status().message()));
    const drill::RunResult result = drill::RunText(*text, options);
    std::printf("%s\n", drill::VerdictLine(result.verdict, file).c_str());
    std::fputs(result.ladder.c_str(), stdout);
    switch (result.verdict.kind) {
      case drill::Verdict::Kind::kPass:
        ++passed;
        break;
      case drill::Verdict::Kind::kSkip:
        ++skipped;
        break;
      case drill::Verdict::Kind::kFail:
      case drill::Verdict::Kind::kRejected:
        ++failed;
        break;
    }
  }
  std::printf("%zu passed, %zu failed, %zu skipped\n", passed, failed, skipped);
  return failed == 0 ? kHeld : kViolated;
}

}  // namespace orderly
