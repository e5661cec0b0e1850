// Any text is a script, or is refused with line:column and what was expected.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "drill/parser.h"
#include "sim/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<orderly::drill::Script> script =
      orderly::drill::ParseScript(text);
  if (!script.ok()) {
    const std::string message(script.status().message());
    int line = 0;
    int column = 0;
    int read = 0;
    SIM_CHECK(std::sscanf(message.c_str(), "%d:%d: expected %n", &line, &column,
                          &read) == 2);
    SIM_CHECK(line > 0 && column > 0 && read > 0);
    // What was expected, then maybe what was there instead.
    SIM_CHECK(message.size() > static_cast<size_t>(read));
    return 0;
  }
  SIM_CHECK(!script->events.empty());
  return 0;
}
