#include "drill/assertion.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace orderly::drill {
namespace {

constexpr int kMostNesting = 40;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

int64_t Whole(double value) {
  constexpr double kMost = 9e18;
  return static_cast<int64_t>(std::clamp(value, -kMost, kMost));
}

// One expression, by recursive descent: one function a level of precedence,
// loosest first.
class Evaluator final {
 public:
  Evaluator(std::string_view text, const Names& names)
      : text_(text), names_(names) {}

  // nullopt: not of the grammar; problem() may say why.
  std::optional<double> Run() {
    const double value = Or();
    SkipBlank();
    if (broken_ || (!AtEnd() && text_[at_] != ',')) return std::nullopt;
    return value;
  }
  const std::string& problem() const { return problem_; }
  // Where the expression ends.
  size_t at() const { return at_; }
  const std::vector<std::pair<std::string, double>>& used() const {
    return used_;
  }

 private:
  bool AtEnd() const { return at_ >= text_.size(); }
  void SkipBlank() {
    while (!AtEnd() && (text_[at_] == ' ' || text_[at_] == '\t' ||
                        text_[at_] == '\n' || text_[at_] == '\\'))
      ++at_;
  }
  double Break() {
    broken_ = true;
    at_ = text_.size();
    return 0;
  }
  std::string_view WordHere() {
    SkipBlank();
    size_t size = 0;
    while (at_ + size < text_.size() &&
           (IsLetter(text_[at_ + size]) || IsDigit(text_[at_ + size])))
      ++size;
    return text_.substr(at_, size);
  }
  bool AcceptWord(std::string_view word) {
    if (WordHere() != word) return false;
    at_ += word.size();
    return true;
  }
  // `not_before`: the sign is another one if this follows.
  bool Accept(std::string_view sign, std::string_view not_before = "") {
    SkipBlank();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with(sign)) return false;
    if (rest.size() > sign.size() &&
        not_before.find(rest[sign.size()]) != std::string_view::npos)
      return false;
    at_ += sign.size();
    return true;
  }

  double Or() {
    double left = And();
    while (AcceptWord("or")) {
      const double right = And();
      left = left != 0 ? left : right;
    }
    return left;
  }
  double And() {
    double left = Not();
    while (AcceptWord("and")) {
      const double right = Not();
      left = left == 0 ? left : right;
    }
    return left;
  }
  double Not() {
    if (!AcceptWord("not")) return Comparison();
    if (++depth_ > kMostNesting) return Break();
    const bool value = Not() != 0;
    --depth_;
    return value ? 0 : 1;
  }

  // a < b < c: every neighbour is compared, as Python does.
  double Comparison() {
    double left = BitOr();
    bool holds = true;
    bool some = false;
    while (!broken_) {
      bool result = false;
      double right = 0;
      if (Accept("==")) {
        result = left == (right = BitOr());
      } else if (Accept("!=")) {
        result = left != (right = BitOr());
      } else if (Accept("<=")) {
        result = left <= (right = BitOr());
      } else if (Accept(">=")) {
        result = left >= (right = BitOr());
      } else if (Accept("<", "<")) {
        result = left < (right = BitOr());
      } else if (Accept(">", ">")) {
        result = left > (right = BitOr());
      } else {
        break;
      }
      holds = holds && result;
      some = true;
      left = right;
    }
    if (!some) return left;
    return holds ? 1 : 0;
  }
  double BitOr() {
    double left = BitXor();
    while (Accept("|"))
      left = static_cast<double>(Whole(left) | Whole(BitXor()));
    return left;
  }
  double BitXor() {
    double left = BitAnd();
    while (Accept("^"))
      left = static_cast<double>(Whole(left) ^ Whole(BitAnd()));
    return left;
  }
  double BitAnd() {
    double left = Shift();
    while (Accept("&"))
      left = static_cast<double>(Whole(left) & Whole(Shift()));
    return left;
  }
  double Shift() {
    double left = Sum();
    while (true) {
      const bool up = Accept("<<");
      if (!up && !Accept(">>")) return left;
      const double by = std::clamp(Sum(), 0.0, 62.0);
      left = up ? std::ldexp(left, static_cast<int>(by))
                : std::floor(std::ldexp(left, -static_cast<int>(by)));
    }
  }
  double Sum() {
    double left = Product();
    while (true) {
      if (Accept("+")) {
        left += Product();
      } else if (Accept("-")) {
        left -= Product();
      } else {
        return left;
      }
    }
  }
  double Product() {
    double left = Unary();
    while (true) {
      if (Accept("//")) {
        const double right = Unary();
        left = right == 0 ? Break() : std::floor(left / right);
      } else if (Accept("*", "*")) {
        left *= Unary();
      } else if (Accept("/")) {
        const double right = Unary();
        left = right == 0 ? Break() : left / right;
      } else if (Accept("%")) {
        const double right = Unary();
        left = right == 0 ? Break() : left - right * std::floor(left / right);
      } else {
        return left;
      }
    }
  }
  double Unary() {
    if (++depth_ > kMostNesting) return Break();
    double value = 0;
    if (Accept("-")) {
      value = -Unary();
    } else if (Accept("+")) {
      value = Unary();
    } else if (Accept("~")) {
      value = static_cast<double>(~Whole(Unary()));
    } else {
      value = Primary();
    }
    --depth_;
    return value;
  }

  double Primary() {
    if (Accept("(")) {
      const double value = Or();
      return Accept(")") ? value : Break();
    }
    SkipBlank();
    if (AtEnd()) return Break();
    if (IsDigit(text_[at_]) || text_[at_] == '.') return Number();
    const std::string name(WordHere());
    if (name.empty()) return Break();
    at_ += name.size();
    if (name == "True") return 1;
    if (name == "False" || name == "None") return 0;
    if (name == "abs" || name == "min" || name == "max" || name == "int" ||
        name == "float")
      return Function(name);
    const std::optional<double> value = names_(name);
    if (!value.has_value()) {
      if (problem_.empty()) problem_ = name;
      return Break();
    }
    used_.emplace_back(name, *value);
    return *value;
  }

  double Number() {
    const char* const begin = text_.data() + at_;
    const char* const end = text_.data() + text_.size();
    if (text_.substr(at_).starts_with("0x")) {
      uint64_t number = 0;
      const char* const stop = std::from_chars(begin + 2, end, number, 16).ptr;
      at_ += static_cast<size_t>(stop - begin);
      return static_cast<double>(number);
    }
    double number = 0;
    const auto [stop, error] = std::from_chars(begin, end, number);
    if (error != std::errc()) return Break();
    at_ += static_cast<size_t>(stop - begin);
    return number;
  }

  double Function(const std::string& name) {
    if (!Accept("(")) return Break();
    double value = Or();
    while (Accept(",")) {
      const double other = Or();
      value = name == "min" ? std::min(value, other) : std::max(value, other);
    }
    if (name == "abs") value = std::fabs(value);
    if (name == "int") value = std::trunc(value);
    return Accept(")") ? value : Break();
  }

  std::string_view text_;
  const Names& names_;
  size_t at_ = 0;
  int depth_ = 0;
  bool broken_ = false;
  std::string problem_;
  std::vector<std::pair<std::string, double>> used_;
};

// The statements of a text: by lines and ';', but not within parentheses or
// quotes, nor after '\' at the end of a line. Without comments.
std::vector<std::string> Statements(std::string_view code) {
  std::vector<std::string> statements(1);
  int depth = 0;
  char quote = '\0';
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    std::string& statement = statements.back();
    if (quote != '\0') {
      if (c == quote) quote = '\0';
      statement += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      statement += c;
    } else if (c == '#') {
      while (i + 1 < code.size() && code[i + 1] != '\n') ++i;
    } else if (c == '\\' && i + 1 < code.size() && code[i + 1] == '\n') {
      ++i;
      statement += ' ';
    } else if ((c == '\n' && depth == 0) || c == ';') {
      statements.emplace_back();
    } else {
      if (c == '(') ++depth;
      if (c == ')') --depth;
      statement += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    }
  }
  for (std::string& statement : statements) {
    const size_t first = statement.find_first_not_of(' ');
    const size_t last = statement.find_last_not_of(' ');
    statement = first == std::string::npos
                    ? ""
                    : statement.substr(first, last - first + 1);
  }
  return statements;
}

std::string Values(const std::vector<std::pair<std::string, double>>& used) {
  std::string text;
  for (const auto& [name, value] : used) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", name, " is ", value);
  }
  return text;
}

}  // namespace

absl::StatusOr<std::optional<std::string>> FailedAssertion(
    std::string_view code, const Names& names) {
  constexpr std::string_view kAssert = "assert";
  for (const std::string& statement : Statements(code)) {
    if (statement.empty() || statement.starts_with("print") ||
        statement == "pass" || statement.starts_with("import "))
      continue;
    const bool is_assert =
        statement.starts_with(kAssert) && statement.size() > kAssert.size() &&
        (statement[kAssert.size()] == ' ' || statement[kAssert.size()] == '(');
    if (!is_assert)
      return absl::UnimplementedError(
          absl::StrCat("Python: ", statement.substr(0, 40)));
    const std::string_view text =
        std::string_view(statement).substr(kAssert.size());
    Evaluator evaluator(text, names);
    const std::optional<double> value = evaluator.Run();
    if (!value.has_value()) {
      return absl::UnimplementedError(
          evaluator.problem().empty()
              ? absl::StrCat("Python: ", statement.substr(0, 40))
              : absl::StrCat("the name ", evaluator.problem(), " in %{ }%"));
    }
    if (*value != 0) continue;
    std::string what(text.substr(0, evaluator.at()));
    what = what.substr(std::min(what.find_first_not_of(' '), what.size()));
    if (!evaluator.used().empty())
      absl::StrAppend(&what, " (", Values(evaluator.used()), ")");
    return std::optional<std::string>(std::move(what));
  }
  return std::optional<std::string>();
}

}  // namespace orderly::drill
