#ifndef TOOLS_STYLE_RULES_H_
#define TOOLS_STYLE_RULES_H_

#include <string>
#include <string_view>
#include <vector>

namespace style {

inline constexpr int kMaxFileLines = 400;
inline constexpr int kMaxFunctionLines = 60;

struct Finding {
  int line;  // From 1.
  std::string message;

  friend bool operator==(const Finding&, const Finding&) = default;
};

// What STYLE.md forbids in the file at `path` (relative to the workspace, with
// '/'), in the order of its lines. Banned names are judged in C and C++ files,
// by folder; tabs and length in every file.
std::vector<Finding> CheckFile(std::string_view path,
                               std::string_view contents);

}  // namespace style

#endif  // TOOLS_STYLE_RULES_H_
