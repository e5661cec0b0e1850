#include "drill/value.h"

#include <charconv>
#include <optional>

#include "absl/strings/str_cat.h"
#include "drill/symbols.h"

namespace orderly::drill {
namespace {

using Kind = Expression::Kind;

std::string Joined(const std::vector<Expression>& items, size_t from,
                   const char* between) {
  std::string text;
  for (size_t i = from; i < items.size(); ++i)
    absl::StrAppend(&text, i == from ? "" : between, ExpressionText(items[i]));
  return text;
}

}  // namespace

absl::StatusOr<int64_t> NumberOf(const Expression& expression) {
  switch (expression.kind) {
    case Kind::kNumber:
      return expression.number;
    case Kind::kWord:
      if (const std::optional<int64_t> value = SymbolValue(expression.text))
        return *value;
      break;
    case Kind::kOr: {
      int64_t bits = 0;
      for (const Expression& side : expression.items) {
        absl::StatusOr<int64_t> value = NumberOf(side);
        if (!value.ok()) return value;
        bits |= *value;
      }
      return bits;
    }
    case Kind::kCall:
      if ((expression.text == "htons" || expression.text == "htonl") &&
          expression.items.size() == 1)
        return NumberOf(expression.items[0]);
      break;
    case Kind::kList:
      if (expression.items.size() == 1) return NumberOf(expression.items[0]);
      break;
    case Kind::kEllipsis:
    case Kind::kString:
    case Kind::kGroup:
    case Kind::kField:
      break;
  }
  return absl::UnimplementedError(
      absl::StrCat("the value ", ExpressionText(expression)));
}

const Expression* Field(const Expression& group, std::string_view name) {
  for (const Expression& item : group.items) {
    if (item.kind == Kind::kField && item.text == name) return &item.items[0];
  }
  return nullptr;
}

std::string ExpressionText(const Expression& expression) {
  switch (expression.kind) {
    case Kind::kEllipsis:
      return "...";
    case Kind::kNumber:
      return absl::StrCat(expression.number);
    case Kind::kWord:
      return expression.text;
    case Kind::kString:
      return absl::StrCat("\"", expression.text, "\"");
    case Kind::kOr:
      return Joined(expression.items, 0, "|");
    case Kind::kList:
      return absl::StrCat("[", Joined(expression.items, 0, ", "), "]");
    case Kind::kGroup:
      return absl::StrCat("{", Joined(expression.items, 0, ", "), "}");
    case Kind::kCall:
      return absl::StrCat(expression.text, "(",
                          Joined(expression.items, 0, ", "), ")");
    case Kind::kField: {
      const std::string arguments =
          expression.items.size() < 2
              ? ""
              : absl::StrCat("(", Joined(expression.items, 1, ", "), ")");
      return absl::StrCat(expression.text, arguments, "=",
                          ExpressionText(expression.items[0]));
    }
  }
  return "";
}

std::string Unescaped(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      bytes += text[i];
      continue;
    }
    const char letter = text[++i];
    constexpr std::string_view kLetters = "ntr0";
    constexpr std::string_view kBytes("\n\t\r\0", 4);
    const size_t known = kLetters.find(letter);
    uint8_t byte = 0;
    if (known != std::string_view::npos) {
      bytes += kBytes[known];
    } else if (letter == 'x' && i + 2 < text.size() &&
               std::from_chars(&text[i + 1], &text[i + 1] + 2, byte, 16).ptr ==
                   &text[i + 1] + 2) {
      bytes += static_cast<char>(byte);
      i += 2;
    } else {
      bytes += letter;
    }
  }
  return bytes;
}

}  // namespace orderly::drill
