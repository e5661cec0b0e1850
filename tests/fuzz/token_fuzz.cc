// Any text is a token or is refused with a sentence; a token's text is itself.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "search/token.h"
#include "sim/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<orderly::Token> token = orderly::ParseToken(text);
  if (!token.ok()) {
    SIM_CHECK(!token.status().message().empty());
    return 0;
  }
  const absl::StatusOr<orderly::Token> again =
      orderly::ParseToken(orderly::TokenText(*token));
  SIM_CHECK(again.ok());
  SIM_CHECK(*again == *token);
  return 0;
}
