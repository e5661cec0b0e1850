#ifndef TOOLS_STYLE_SOURCE_TEXT_H_
#define TOOLS_STYLE_SOURCE_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace style {

// A C++ source in three views of the same lines and columns: as written; its
// code (comments and literals are blanks); its literals (all else is blanks).
// A `//` comment that a backslash continues ends at its line's end here.
struct SourceText {
  std::vector<std::string> raw;
  std::vector<std::string> code;
  std::vector<std::string> literals;
};

SourceText ParseSource(std::string_view contents);

}  // namespace style

#endif  // TOOLS_STYLE_SOURCE_TEXT_H_
