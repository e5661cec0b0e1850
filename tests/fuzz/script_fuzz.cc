// Any text is a script, or is refused with a place and a sentence.
#include <cstddef>
#include <cstdint>
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
    SIM_CHECK(message.find(": expected ") != std::string::npos);
    return 0;
  }
  SIM_CHECK(!script->events.empty());
  return 0;
}
