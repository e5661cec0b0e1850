#include "drill/lexer.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"

namespace orderly::drill {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool IsWordCharacter(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         c == '_';
}
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer final {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<Token>> Run() {
    while (true) {
      if (absl::Status status = SkipBlank(); !status.ok()) return status;
      if (at_ >= text_.size()) break;
      if (absl::Status status = Next(); !status.ok()) return status;
    }
    if (ifdef_.has_value())
      return ErrorAt(*ifdef_, "expected #endif for this #ifdef, got the end");
    Begin(Token::Kind::kEnd);
    return std::move(tokens_);
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  std::string_view Rest() const { return text_.substr(at_); }
  Place Here() const {
    return {line_, static_cast<int>(at_ - line_start_) + 1};
  }
  void Advance(size_t count) {
    for (; count > 0 && at_ < text_.size(); --count) {
      if (text_[at_++] != '\n') continue;
      ++line_;
      line_start_ = at_;
    }
  }
  bool FirstOnLine() const {
    return std::all_of(text_.begin() + static_cast<ptrdiff_t>(line_start_),
                       text_.begin() + static_cast<ptrdiff_t>(at_), IsSpace);
  }
  void SkipLine() {
    while (at_ < text_.size() && Peek() != '\n') Advance(1);
  }

  // White space, comments, and lines of the preprocessor.
  absl::Status SkipBlank() {
    while (at_ < text_.size()) {
      if (IsSpace(Peek())) {
        Advance(1);
      } else if (Rest().starts_with("//")) {
        SkipLine();
      } else if (Rest().starts_with("/*")) {
        const Place start = Here();
        const size_t end = Rest().find("*/", 2);
        if (end == std::string_view::npos)
          return ErrorAt(start, "expected */ for this /*, got the end");
        Advance(end + 2);
      } else if (Peek() == '#' && FirstOnLine()) {
        if (absl::Status status = Directive(); !status.ok()) return status;
      } else {
        break;
      }
    }
    return absl::OkStatus();
  }

  std::string_view LineRest() const {
    return Rest().substr(0, Rest().find('\n'));
  }

  // nplab's #ifdef NAME, #endif. Any other line is a comment.
  absl::Status Directive() {
    const Place start = Here();
    if (LineRest().starts_with("#ifdef")) {
      if (ifdef_.has_value())
        return ErrorAt(start, "expected #endif before the next #ifdef");
      Advance(6);
      while (Peek() == ' ' || Peek() == '\t') Advance(1);
      const std::string_view name = WordHere();
      if (name.empty()) return ErrorAt(Here(), "expected a name after #ifdef");
      Advance(name.size());
      if (defines_.count(std::string(name)) > 0) {
        ifdef_ = start;
        return absl::OkStatus();
      }
      const size_t end = Rest().find("#endif");
      if (end == std::string_view::npos)
        return ErrorAt(start, "expected #endif for this #ifdef, got the end");
      Begin(Token::Kind::kOpen);
      Advance(end + 6);
    } else if (LineRest().starts_with("#endif")) {
      if (!ifdef_.has_value())
        return ErrorAt(start, "expected #ifdef before this #endif");
      ifdef_.reset();
      Advance(6);
    } else {
      SkipLine();
    }
    return absl::OkStatus();
  }

  std::string_view WordHere() const {
    size_t size = 0;
    while (IsWordCharacter(Peek(size))) ++size;
    return Rest().substr(0, size);
  }

  Token& Begin(Token::Kind kind) {
    Token& token = tokens_.emplace_back();
    token.place = Here();
    token.kind = kind;
    token.first = FirstOnLine();
    token.spaced = at_ == 0 || IsSpace(text_[at_ - 1]);
    token.end_line = line_;
    return token;
  }
  void Take(Token::Kind kind, size_t size) {
    Token& token = Begin(kind);
    token.text = std::string(Rest().substr(0, size));
    Advance(size);
  }

  absl::Status Next() {
    const char c = Peek();
    if (c == '"' || c == '`') return Quoted(c);
    if (Rest().starts_with("%{")) return CodeBlock();
    if (Rest().starts_with("...")) {
      Take(Token::Kind::kEllipsis, 3);
    } else if (Rest().starts_with("--") && IsWordCharacter(Peek(2))) {
      return OptionWord();
    } else if (const size_t size = NumberSize(); size > 0) {
      Number(size);
    } else if (IsWordCharacter(c)) {
      Word();
    } else {
      Take(Token::Kind::kSign, 1);
    }
    return absl::OkStatus();
  }

  // [-]digits or [-][digits].digits, and not the beginning of a longer word.
  size_t NumberSize() const {
    size_t size = Peek() == '-' ? 1 : 0;
    const size_t start = size;
    while (IsDigit(Peek(size))) ++size;
    if (Peek(size) == '.' && IsDigit(Peek(size + 1))) {
      ++size;
      while (IsDigit(Peek(size))) ++size;
      return size;
    }
    if (size == start || (start == 0 && WordHere().size() > size)) return 0;
    return size;
  }

  void Number(size_t size) {
    const std::string_view digits = Rest().substr(0, size);
    if (digits.find('.') != std::string_view::npos) {
      Take(Token::Kind::kFloat, size);
      return;
    }
    int64_t number = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    // A Fast Open cookie may be longer: nobody asks for its value.
    if (error != std::errc()) number = INT64_MAX;
    Take(Token::Kind::kInteger, size);
    tokens_.back().number = number;
  }

  void Word() {
    const std::string_view word = WordHere();
    if (word.size() > 2 && word[0] == '0' && word[1] == 'x' &&
        std::all_of(word.begin() + 2, word.end(), IsHexDigit)) {
      uint64_t number = 0;
      std::from_chars(word.data() + 2, word.data() + word.size(), number, 16);
      Take(Token::Kind::kHex, word.size());
      tokens_.back().number = static_cast<int64_t>(number);
      return;
    }
    const auto definition = defines_.find(std::string(word));
    Take(Token::Kind::kWord, word.size());
    if (definition != defines_.end()) Replace(definition->second);
  }

  // The last word by what --define gave it.
  void Replace(const std::string& value) {
    Token& token = tokens_.back();
    const char quote = value.empty() ? '\0' : value.front();
    token.text = value;
    if (quote == '"' || quote == '`') {
      token.kind = quote == '"' ? Token::Kind::kString : Token::Kind::kCommand;
      token.text = value.substr(1, value.size() < 2 ? 0 : value.size() - 2);
      return;
    }
    const bool hex = value.starts_with("0x");
    const char* const begin = value.data() + (hex ? 2 : 0);
    const char* const end = value.data() + value.size();
    int64_t number = 0;
    const auto [stop, error] =
        std::from_chars(begin, end, number, hex ? 16 : 10);
    if (error != std::errc() || stop != end || begin == end) return;
    token.kind = hex ? Token::Kind::kHex : Token::Kind::kInteger;
    token.number = number;
  }

  absl::Status Quoted(char quote) {
    size_t size = 1;
    while (at_ + size < text_.size() && Peek(size) != quote)
      size += Peek(size) == '\\' ? 2 : 1;
    if (at_ + size >= text_.size()) {
      return ErrorAt(Here(),
                     absl::StrCat("expected a second ", std::string(1, quote),
                                  ", got the end"));
    }
    Token& token =
        Begin(quote == '"' ? Token::Kind::kString : Token::Kind::kCommand);
    token.text = std::string(Rest().substr(1, size - 1));
    Advance(size + 1);
    token.end_line = line_;
    return absl::OkStatus();
  }

  absl::Status CodeBlock() {
    const size_t end = Rest().find("}%");
    if (end == std::string_view::npos)
      return ErrorAt(Here(), "expected }% for this %{, got the end");
    Token& token = Begin(Token::Kind::kCode);
    token.text = std::string(Rest().substr(2, end - 2));
    Advance(end + 2);
    token.end_line = line_;
    return absl::OkStatus();
  }

  // --name, --name=value; a value is one word or is quoted, and ends at white
  // space.
  absl::Status OptionWord() {
    Token& token = Begin(Token::Kind::kOption);
    Advance(2);
    const std::string_view name = WordHere();
    token.text = std::string(name);
    Advance(name.size());
    if (Peek() != '=') return absl::OkStatus();
    Advance(1);
    const size_t start = at_;
    while (at_ < text_.size() && !IsSpace(Peek())) {
      const char quote = Peek();
      Advance(1);
      if (quote != '"' && quote != '`') continue;
      const size_t end = Rest().find(quote);
      if (end == std::string_view::npos)
        return ErrorAt(token.place, "expected a second quote in this option");
      Advance(end + 1);
    }
    token.value = std::string(text_.substr(start, at_ - start));
    token.end_line = line_;
    if (token.text == "define") Define(token.value);
    return absl::OkStatus();
  }

  void Define(const std::string& definition) {
    const size_t equals = definition.find('=');
    defines_[definition.substr(0, equals)] =
        equals == std::string::npos ? "" : definition.substr(equals + 1);
  }

  std::string_view text_;
  size_t at_ = 0;
  int line_ = 1;
  size_t line_start_ = 0;
  std::optional<Place> ifdef_;  // one that is open
  std::map<std::string, std::string> defines_;
  std::vector<Token> tokens_;
};

}  // namespace

absl::Status ErrorAt(Place place, std::string_view message) {
  return absl::InvalidArgumentError(
      absl::StrCat(place.line, ":", place.column, ": ",
                   absl::string_view(message.data(), message.size())));
}

absl::StatusOr<std::vector<Token>> Tokens(std::string_view text) {
  return Lexer(text).Run();
}

}  // namespace orderly::drill
