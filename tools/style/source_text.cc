#include "tools/style/source_text.h"

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace style {
namespace {

constexpr size_t kEnd = std::string_view::npos;

bool IsWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == kEnd ? text.size() : end + 1);
  }
  return lines;
}

// The word that ends just before `at`: digit separators belong to it.
std::string_view WordBefore(std::string_view text, size_t at) {
  size_t start = at;
  while (start > 0 && (IsWord(text[start - 1]) || text[start - 1] == '\'')) {
    --start;
  }
  return text.substr(start, at - start);
}

bool IsDigitSeparator(std::string_view text, size_t at) {
  const std::string_view word = WordBefore(text, at);
  return !word.empty() &&
         std::isdigit(static_cast<unsigned char>(word.front())) != 0;
}

bool IsRawPrefix(std::string_view word) {
  return word == "R" || word == "u8R" || word == "uR" || word == "UR" ||
         word == "LR";
}

// The end of what starts with the quote at `at`.
size_t EndOfQuoted(std::string_view text, size_t at) {
  const char quote = text[at];
  if (quote == '"' && IsRawPrefix(WordBefore(text, at))) {
    const size_t open = text.find('(', at);
    if (open == kEnd) return text.size();
    const std::string close =
        ")" + std::string(text.substr(at + 1, open - at - 1)) + "\"";
    const size_t end = text.find(close, open);
    return end == kEnd ? text.size() : end + close.size();
  }
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return i + 1;
    } else if (text[i] == '\n') {
      return i;  // Not closed: do not take the rest of the file with it.
    }
  }
  return text.size();
}

size_t EndOfComment(std::string_view text, size_t at) {
  const bool is_line = text[at + 1] == '/';
  const size_t end = is_line ? text.find('\n', at) : text.find("*/", at + 2);
  if (end == kEnd) return text.size();
  return is_line ? end : end + 2;
}

bool StartsComment(std::string_view text, size_t at) {
  return text[at] == '/' && at + 1 < text.size() &&
         (text[at + 1] == '/' || text[at + 1] == '*');
}

void Blank(std::string& view, size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) {
    if (view[i] != '\n') view[i] = ' ';
  }
}

}  // namespace

SourceText ParseSource(std::string_view contents) {
  std::string code(contents);
  std::string literals(contents);
  size_t at = 0;
  while (at < contents.size()) {
    size_t end = at + 1;
    if (StartsComment(contents, at)) {
      end = EndOfComment(contents, at);
      Blank(code, at, end);
      Blank(literals, at, end);
    } else if (contents[at] == '"' ||
               (contents[at] == '\'' && !IsDigitSeparator(contents, at))) {
      end = EndOfQuoted(contents, at);
      Blank(code, at, end);
    } else {
      Blank(literals, at, end);
    }
    at = end;
  }
  return {Lines(contents), Lines(code), Lines(literals)};
}

}  // namespace style
