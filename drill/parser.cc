#include "drill/parser.h"

#include <string>
#include <utility>
#include <vector>

#include "drill/call_parser.h"
#include "drill/cursor.h"
#include "drill/lexer.h"
#include "drill/packet_parser.h"

namespace orderly::drill {
namespace {

constexpr int64_t kMostSeconds = 1'000'000;

// "1.25", ".5" or "3", to the nanosecond. -1: too large.
int64_t Nanos(std::string_view text) {
  constexpr int64_t kSecond = 1'000'000'000;
  const size_t dot = text.find('.');
  int64_t seconds = 0;
  for (const char digit : text.substr(0, dot)) {
    seconds = seconds * 10 + (digit - '0');
    if (seconds > kMostSeconds) return -1;
  }
  int64_t nanos = 0;
  if (dot != std::string_view::npos) {
    int64_t unit = kSecond / 10;
    for (const char digit : text.substr(dot + 1)) {
      nanos += (digit - '0') * unit;
      unit /= 10;
    }
  }
  return seconds * kSecond + nanos;
}

class Parser final {
 public:
  explicit Parser(const std::vector<Token>& tokens) : cursor_(tokens) {}

  absl::StatusOr<Script> Run() {
    SkipOpen();
    while (cursor_.Peek().kind == Token::Kind::kOption) {
      const Token& token = cursor_.Next();
      script_.options.push_back({token.place, token.text, token.value});
      SkipOpen();
    }
    Commands(script_.before);
    while (cursor_.Peek().kind != Token::Kind::kEnd) {
      if (cursor_.Peek().kind == Token::Kind::kCommand) {
        Commands(script_.after);
        if (cursor_.Peek().kind != Token::Kind::kEnd)
          return cursor_.Expected("nothing after the last command");
        break;
      }
      absl::StatusOr<Event> event = OneEvent();
      if (!event.ok()) return event.status();
      script_.events.push_back(*std::move(event));
      SkipOpen();
    }
    script_.open_at_end = open_;
    if (script_.events.empty()) return cursor_.Expected("an event");
    return std::move(script_);
  }

 private:
  void SkipOpen() {
    while (cursor_.Peek().kind == Token::Kind::kOpen) {
      cursor_.Next();
      open_ = true;
    }
  }

  void Commands(std::vector<Command>& commands) {
    while (cursor_.Peek().kind == Token::Kind::kCommand) {
      const Token& token = cursor_.Next();
      commands.push_back({token.place, token.text});
      SkipOpen();
    }
  }

  absl::StatusOr<Duration> Seconds() {
    const Token& token = cursor_.Peek();
    const bool is_time = (token.kind == Token::Kind::kFloat ||
                          token.kind == Token::Kind::kInteger) &&
                         token.text[0] != '-';
    const int64_t nanos = is_time ? Nanos(token.text) : -1;
    if (nanos < 0) return cursor_.Expected("a time in seconds");
    cursor_.Next();
    return Duration(nanos);
  }

  absl::StatusOr<Time> EventTime() {
    Time time;
    if (cursor_.Accept('*')) {
      time.kind = Time::Kind::kAny;
      return time;
    }
    const bool relative = cursor_.Accept('+');
    if (!relative && cursor_.Peek().kind != Token::Kind::kFloat &&
        cursor_.Peek().kind != Token::Kind::kInteger)
      return cursor_.Expected("the time of an event");
    absl::StatusOr<Duration> at = Seconds();
    if (!at.ok()) return at.status();
    time.kind = relative ? Time::Kind::kRelative : Time::Kind::kAbsolute;
    time.at = *at;
    if (!cursor_.Accept('~')) return time;
    if (relative) {
      if (absl::Status status = cursor_.Expect('+'); !status.ok())
        return status;
    }
    const Place place = cursor_.Peek().place;
    absl::StatusOr<Duration> end = Seconds();
    if (!end.ok()) return end.status();
    time.kind =
        relative ? Time::Kind::kRelativeRange : Time::Kind::kAbsoluteRange;
    time.end = *end;
    if (time.end < time.at)
      return ErrorAt(place, "expected an end that is not before the start");
    return time;
  }

  absl::StatusOr<Action> OneAction() {
    const Token& token = cursor_.Peek();
    if (token.Is('<') || token.Is('>')) return ParsePacket(cursor_);
    if (token.kind == Token::Kind::kCommand) {
      cursor_.Next();
      return Action(Command{token.place, token.text});
    }
    if (token.kind == Token::Kind::kCode) {
      cursor_.Next();
      return Action(Code{token.place, token.text});
    }
    std::optional<Duration> end;
    if (token.kind == Token::Kind::kEllipsis) {
      cursor_.Next();
      absl::StatusOr<Duration> time = Seconds();
      if (!time.ok()) return time.status();
      end = *time;
    }
    absl::StatusOr<SystemCall> call = ParseCall(cursor_);
    if (!call.ok()) return call.status();
    call->end = end;
    return Action(*std::move(call));
  }

  absl::StatusOr<Event> OneEvent() {
    Event event;
    event.place = cursor_.Peek().place;
    event.open_before = std::exchange(open_, false);
    absl::StatusOr<Time> time = EventTime();
    if (!time.ok()) return time.status();
    event.time = *time;
    absl::StatusOr<Action> action = OneAction();
    if (!action.ok()) return action.status();
    event.action = *std::move(action);
    const bool waits = time->kind != Time::Kind::kAbsolute &&
                       time->kind != Time::Kind::kRelative;
    if (waits && !IsOutbound(event.action)) {
      return ErrorAt(event.place,
                     "expected an outbound packet after '*' or a range");
    }
    const bool at_zero = time->at == Duration(0);
    if (script_.events.empty() && time->kind == Time::Kind::kAbsolute &&
        !at_zero)
      return ErrorAt(event.place, "expected 0, the time of the first event");
    return event;
  }

  static bool IsOutbound(const Action& action) {
    if (const auto* tcp = std::get_if<TcpPacket>(&action)) return !tcp->inbound;
    if (const auto* icmp = std::get_if<IcmpPacket>(&action))
      return !icmp->inbound;
    return std::holds_alternative<OtherPacket>(action);
  }

  Cursor cursor_;
  Script script_;
  bool open_ = false;
};

}  // namespace

absl::StatusOr<Script> ParseScript(std::string_view text) {
  const absl::StatusOr<std::vector<Token>> tokens = Tokens(text);
  if (!tokens.ok()) return tokens.status();
  return Parser(*tokens).Run();
}

}  // namespace orderly::drill
