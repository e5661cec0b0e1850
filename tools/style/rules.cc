#include "tools/style/rules.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tools/style/banned_names.h"
#include "tools/style/source_text.h"

namespace style {
namespace {

bool IsCpp(std::string_view path) {
  return path.ends_with(".h") || path.ends_with(".cc") || path.ends_with(".c");
}

void FindTabs(const SourceText& source, std::vector<Finding>& findings) {
  for (size_t i = 0; i < source.raw.size(); ++i) {
    if (source.raw[i].find('\t') == std::string::npos) continue;
    findings.push_back({static_cast<int>(i) + 1, "a tab; use spaces or \\t"});
  }
}

void FindLongFile(const SourceText& source, std::vector<Finding>& findings) {
  const size_t lines = source.raw.size();
  if (lines <= kMaxFileLines) return;
  findings.push_back({kMaxFileLines + 1,
                      "the file has " + std::to_string(lines) +
                          " lines, more than " + std::to_string(kMaxFileLines) +
                          "; split it by noun"});
}

bool OpensType(std::string_view statement) {
  for (std::string_view word : {"class ", "struct ", "union ", "enum "}) {
    if (statement.starts_with(word)) return true;
  }
  return false;
}

// Reads what clang-format (Google) has laid out: a statement at namespace scope
// starts in column 0, a member in column 2, and the brace that ends it stands
// in the same column.
class FunctionLengths {
 public:
  explicit FunctionLengths(std::vector<Finding>& findings)
      : findings_(findings) {}

  void Line(int number, std::string_view code) {
    const size_t indent = code.find_first_not_of(' ');
    if (indent == std::string_view::npos || code.front() == '#') return;
    const std::string_view text =
        code.substr(indent, code.find_last_not_of(' ') + 1 - indent);
    if (indent == 0) {
      members_ = {};
      if (text.front() == '}') in_type_ = false;
      scope_.Line(number, text, findings_);
      if (OpensType(text) && text.ends_with('{')) in_type_ = true;
    } else if (in_type_ && indent == 2) {
      members_.Line(number, text, findings_);
    } else {
      (in_type_ ? members_ : scope_).Continue(text);
    }
  }

 private:
  // The statement last begun in one column.
  struct Statement {
    int start = 0;  // Its line; 0: none.
    bool is_function = false;
    bool is_open = false;  // Its body has begun.
    bool is_type = false;
    bool has_parenthesis = false;

    void Line(int number, std::string_view text,
              std::vector<Finding>& findings) {
      if (text.front() == '}') {
        End(number, findings);
        return;
      }
      *this = {};
      start = number;
      is_type = OpensType(text);
      Continue(text);
    }

    void Continue(std::string_view text) {
      if (start == 0 || is_open) return;
      has_parenthesis |= text.find('(') != std::string_view::npos;
      if (!text.ends_with('{')) return;
      is_open = true;
      is_function = has_parenthesis && !is_type;
    }

    void End(int number, std::vector<Finding>& findings) {
      const int lines = number - start + 1;
      if (start != 0 && is_function && lines > kMaxFunctionLines) {
        findings.push_back(
            {start, "the function has " + std::to_string(lines) +
                        " lines, more than " +
                        std::to_string(kMaxFunctionLines) +
                        "; name its parts and call them in order"});
      }
      *this = {};
    }
  };

  std::vector<Finding>& findings_;
  Statement scope_;
  Statement members_;
  bool in_type_ = false;
};

void FindLongFunctions(const SourceText& source,
                       std::vector<Finding>& findings) {
  FunctionLengths lengths(findings);
  for (size_t i = 0; i < source.code.size(); ++i) {
    lengths.Line(static_cast<int>(i) + 1, source.code[i]);
  }
}

}  // namespace

std::vector<Finding> CheckFile(std::string_view path,
                               std::string_view contents) {
  const SourceText source = ParseSource(contents);
  std::vector<Finding> findings;
  if (IsCpp(path)) {
    findings = FindBannedNames(path, source);
    FindLongFunctions(source, findings);
  }
  FindTabs(source, findings);
  FindLongFile(source, findings);
  std::stable_sort(
      findings.begin(), findings.end(),
      [](const Finding& a, const Finding& b) { return a.line < b.line; });
  return findings;
}

}  // namespace style
