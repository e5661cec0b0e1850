#include "report/wrapped.h"

namespace orderly {

std::string Wrapped(std::string_view first, std::string_view text) {
  constexpr size_t kColumns = 100;
  std::string out(first);
  size_t column = first.size();
  bool line_start = true;
  while (!text.empty()) {
    const size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
    if (!line_start && column + 1 + word.size() > kColumns) {
      out += '\n';
      out.append(first.size(), ' ');
      column = first.size();
      line_start = true;
    }
    if (!line_start) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    line_start = false;
  }
  return out + '\n';
}

}  // namespace orderly
