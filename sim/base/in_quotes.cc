#include "sim/base/in_quotes.h"

#include <cstddef>

namespace orderly {
namespace {

void AppendEscaped(unsigned char byte, std::string& text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  text += "\\x";
  text += kDigits[byte / 16];
  text += kDigits[byte % 16];
}

}  // namespace

// Bytes from 0x80 on may be of a letter, in a name of a file.
std::string Printable(std::string_view text) {
  std::string printable;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      AppendEscaped(byte, printable);
    } else {
      printable += c;
    }
  }
  return printable;
}

// No letter is cut in two: all but ASCII is shown by its bytes.
std::string InQuotes(std::string_view text) {
  constexpr size_t kMost = 40;
  std::string quoted = "'";
  for (const char c : text.substr(0, kMost)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7f) {
      AppendEscaped(byte, quoted);
    } else {
      quoted += c;
    }
  }
  return quoted + (text.size() > kMost ? "...'" : "'");
}

}  // namespace orderly
