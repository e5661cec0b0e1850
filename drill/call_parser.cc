#include "drill/call_parser.h"

#include <string>
#include <utility>

namespace orderly::drill {
namespace {

using Kind = Expression::Kind;

constexpr int kMostNesting = 40;

class ExpressionParser final {
 public:
  explicit ExpressionParser(Cursor& cursor) : cursor_(cursor) {}

  // primary ['|' primary]...
  absl::StatusOr<Expression> Any() {
    if (++depth_ > kMostNesting)
      return cursor_.Expected("fewer levels of nesting");
    absl::StatusOr<Expression> left = Primary();
    while (left.ok() && cursor_.Peek().Is('|')) {
      const Place place = cursor_.Next().place;
      absl::StatusOr<Expression> right = Primary();
      if (!right.ok()) return right;
      Expression both;
      both.place = place;
      both.kind = Kind::kOr;
      both.items = {*std::move(left), *std::move(right)};
      left = std::move(both);
    }
    --depth_;
    return left;
  }

  // Up to and with `close`.
  absl::Status List(char close, std::vector<Expression>& items) {
    if (cursor_.Accept(close)) return absl::OkStatus();
    while (true) {
      absl::StatusOr<Expression> item = Any();
      if (!item.ok()) return item.status();
      items.push_back(*std::move(item));
      if (cursor_.Accept(close)) return absl::OkStatus();
      if (!cursor_.Accept(','))
        return cursor_.Expected(close == ')'   ? "',' or ')'"
                                : close == ']' ? "',' or ']'"
                                               : "',' or '}'");
    }
  }

 private:
  absl::StatusOr<Expression> Primary() {
    const Token& token = cursor_.Peek();
    Expression expression;
    expression.place = token.place;
    switch (token.kind) {
      case Token::Kind::kEllipsis:
        cursor_.Next();
        return expression;
      case Token::Kind::kInteger:
      case Token::Kind::kHex:
        expression.kind = Kind::kNumber;
        expression.number = cursor_.Next().number;
        return expression;
      case Token::Kind::kString:
        return Strings();
      case Token::Kind::kWord:
        return Word();
      case Token::Kind::kSign:
        if (token.Is('[')) return Bracketed(Kind::kList, ']');
        if (token.Is('{')) return Bracketed(Kind::kGroup, '}');
        break;
      case Token::Kind::kFloat:
      case Token::Kind::kCommand:
      case Token::Kind::kCode:
      case Token::Kind::kOption:
      case Token::Kind::kOpen:
      case Token::Kind::kEnd:
        break;
    }
    return cursor_.Expected("an expression");
  }

  absl::StatusOr<Expression> Bracketed(Kind kind, char close) {
    Expression expression;
    expression.place = cursor_.Next().place;
    expression.kind = kind;
    if (absl::Status status = List(close, expression.items); !status.ok())
      return status;
    return expression;
  }

  // Strings side by side are one; "text"... is as much of it as is asked for.
  absl::StatusOr<Expression> Strings() {
    Expression expression;
    expression.place = cursor_.Peek().place;
    expression.kind = Kind::kString;
    while (cursor_.Peek().kind == Token::Kind::kString)
      expression.text += cursor_.Next().text;
    if (cursor_.Peek().kind == Token::Kind::kEllipsis) cursor_.Next();
    return expression;
  }

  // symbol, function(list), field = value, field(list) = value.
  absl::StatusOr<Expression> Word() {
    Expression expression;
    expression.place = cursor_.Peek().place;
    expression.text = cursor_.Next().text;
    std::vector<Expression> arguments;
    const bool call = cursor_.Accept('(');
    if (call) {
      if (absl::Status status = List(')', arguments); !status.ok())
        return status;
    }
    if (cursor_.Accept('=')) {
      absl::StatusOr<Expression> value = Any();
      if (!value.ok()) return value;
      expression.kind = Kind::kField;
      expression.items.push_back(*std::move(value));
      for (Expression& argument : arguments)
        expression.items.push_back(std::move(argument));
      return expression;
    }
    expression.kind = call ? Kind::kCall : Kind::kWord;
    expression.items = std::move(arguments);
    return expression;
  }

  Cursor& cursor_;
  int depth_ = 0;
};

// "(text)": of words and whatever stands between them.
absl::Status SkipNote(Cursor& cursor) {
  if (absl::Status status = cursor.Expect('('); !status.ok()) return status;
  while (!cursor.Accept(')')) {
    if (cursor.Peek().kind == Token::Kind::kEnd || cursor.Peek().first)
      return cursor.Expected("')'");
    cursor.Next();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SystemCall> ParseCall(Cursor& cursor) {
  SystemCall call;
  call.place = cursor.Peek().place;
  if (cursor.Peek().kind != Token::Kind::kWord)
    return cursor.Expected("a packet, a call, a command or %{");
  call.name = cursor.Next().text;
  if (absl::Status status = cursor.Expect('('); !status.ok()) return status;
  ExpressionParser parser(cursor);
  if (absl::Status status = parser.List(')', call.arguments); !status.ok())
    return status;
  if (absl::Status status = cursor.Expect('='); !status.ok()) return status;
  absl::StatusOr<Expression> result = parser.Any();
  if (!result.ok()) return result.status();
  call.result = *std::move(result);
  if (cursor.Peek().kind == Token::Kind::kWord && !cursor.Peek().first) {
    call.error = cursor.Next().text;
    if (absl::Status status = SkipNote(cursor); !status.ok()) return status;
  }
  if (cursor.Peek().Is('(')) {
    if (absl::Status status = SkipNote(cursor); !status.ok()) return status;
  }
  return call;
}

}  // namespace orderly::drill
