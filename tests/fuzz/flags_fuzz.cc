// Any words are flags and operands or are refused with a sentence. The input is
// cut into words at newlines.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/flags.h"
#include "cli/row_flags.h"
#include "sim/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    words.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
  }
  absl::StatusOr<orderly::Flags> flags = orderly::Flags::Parse(words);
  if (!flags.ok()) {
    SIM_CHECK(!flags.status().message().empty());
    return 0;
  }
  uint64_t number = 7;
  if (flags->TakeNumber("runs", 1000, number).ok()) SIM_CHECK(number <= 1000);
  bool on = false;
  (void)flags->TakeSwitch("all", on);
  const absl::StatusOr<orderly::Row> row = orderly::TakeRow(*flags);
  if (!row.ok()) SIM_CHECK(!row.status().message().empty());
  (void)flags->RefuseUnknown("--runs");
  return 0;
}
