#include "drill/cursor.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "drill/lexer.h"

namespace orderly::drill {
namespace {

std::string Got(const Token& token) {
  constexpr size_t kMost = 24;
  std::string text = token.text.substr(0, kMost);
  if (token.text.size() > kMost) text += "...";
  switch (token.kind) {
    case Token::Kind::kEnd:
      return "the end";
    case Token::Kind::kOpen:
      return "#ifdef";
    case Token::Kind::kOption:
      return absl::StrCat("'--", text, "'");
    case Token::Kind::kCode:
      return "%{";
    case Token::Kind::kString:
      return absl::StrCat("\"", text, "\"");
    case Token::Kind::kCommand:
      return absl::StrCat("`", text, "`");
    case Token::Kind::kWord:
    case Token::Kind::kInteger:
    case Token::Kind::kHex:
    case Token::Kind::kFloat:
    case Token::Kind::kEllipsis:
    case Token::Kind::kSign:
      return absl::StrCat("'", text, "'");
  }
  return "";
}

}  // namespace

absl::Status Cursor::Expected(std::string_view what) const {
  return ErrorAt(Peek().place, absl::StrCat("expected ", std::string(what),
                                            ", got ", Got(Peek())));
}

absl::Status Cursor::Expect(char sign) {
  if (Accept(sign)) return absl::OkStatus();
  return Expected(absl::StrCat("'", std::string(1, sign), "'"));
}

absl::StatusOr<int64_t> Cursor::Number(std::string_view what, int64_t least,
                                       int64_t most) {
  const Token& token = Peek();
  const bool is_number =
      token.kind == Token::Kind::kInteger || token.kind == Token::Kind::kHex;
  if (!is_number || token.number < least || token.number > most)
    return Expected(
        absl::StrCat(std::string(what), " from ", least, " to ", most));
  return Next().number;
}

}  // namespace orderly::drill
