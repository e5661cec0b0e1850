#include "drill/so/library_flags.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "drill/parser.h"
#include "drill/script.h"
#include "drill/settings.h"
#include "drill/stage.h"

namespace orderly::drill {
namespace {

absl::StatusOr<Script> ScriptIn(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in)
    return absl::NotFoundError(absl::StrCat("'", file, "' cannot be read"));
  return ParseScript(text.str());
}

}  // namespace

absl::StatusOr<LibraryFlags> ReadLibraryFlags(std::string_view flags) {
  LibraryFlags result;
  Script script;
  std::vector<Option> options;
  while (!flags.empty()) {
    const std::string_view flag = flags.substr(0, flags.find(','));
    flags.remove_prefix(std::min(flag.size() + 1, flags.size()));
    const size_t equals = flag.find('=');
    const std::string name(flag.substr(0, equals));
    const std::string value(
        equals == std::string_view::npos ? "" : flag.substr(equals + 1));
    if (name == "states") {
      result.states = value;
    } else if (name == "script") {
      absl::StatusOr<Script> read = ScriptIn(value);
      if (!read.ok()) return read.status();
      script = *std::move(read);
    } else {
      options.push_back({{0, 0}, name, value});
    }
  }
  // As a command line's, which packetdrill reads after the script.
  script.options.insert(script.options.end(), options.begin(), options.end());
  const absl::StatusOr<Settings> settings = SettingsOf(script);
  if (!settings.ok()) return settings.status();
  absl::StatusOr<TcpConfig> config = StageOf(script, *settings);
  if (!config.ok()) return config.status();
  result.config = *std::move(config);
  return result;
}

}  // namespace orderly::drill
