#include "search/token.h"

#include <array>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "sim/base/hash.h"
#include "sim/base/in_quotes.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {
namespace {

constexpr std::string_view kVersion = "o1";
constexpr size_t kParts = 7;
constexpr std::array<std::string_view, kParts> kPartNames = {
    "version", "goodbye", "server's ending", "client's ending", "promise",
    "tape",    "check"};

std::string Check(std::string_view body) {
  uint64_t digest = kGoldenGamma;
  for (const char c : body) digest = Fold(digest, static_cast<uint8_t>(c));
  return absl::StrFormat("%04x", (digest >> 16) & 0xffff);
}

absl::Status Refused(size_t part, std::string_view text,
                     std::string_view expected) {
  return absl::InvalidArgumentError(
      absl::StrCat("token part ", part + 1, " (", std::string(kPartNames[part]),
                   ") ", InQuotes(text), ": ", std::string(expected)));
}

std::string PromiseNames() {
  std::string names;
  for (const Promise promise : kAllPromises) {
    absl::StrAppend(&names, names.empty() ? "" : ", ",
                    std::string(PromiseName(promise)));
  }
  return names;
}

std::string EndingNames() {
  std::string names;
  for (const protocol::Ending ending : protocol::AllEndings()) {
    absl::StrAppend(&names, names.empty() ? "" : " or ",
                    std::string(protocol::EndingName(ending)));
  }
  return names;
}

std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (parts.size() < kParts) {
    // What is too much is in the last part, whose check refuses it.
    const bool last = parts.size() + 1 == kParts;
    const size_t end = last ? std::string_view::npos : text.find(':');
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

// "close", or "close@windows".
absl::Status ParseEnd(size_t part, std::string_view text,
                      protocol::Ending& ending, Stack& stack) {
  const size_t at = text.find('@');
  const auto parsed = protocol::ParseEnding(text.substr(0, at));
  if (!parsed.ok()) {
    return Refused(
        part, text,
        absl::StrCat("expected ", EndingNames(), "; paste the token again"));
  }
  ending = *parsed;
  if (at == std::string_view::npos) return absl::OkStatus();
  const auto named = ParseStack(text.substr(at + 1));
  if (!named.ok())
    return Refused(part, text, std::string(named.status().message()));
  // Linux has one spelling only.
  if (*named == Stack::kLinux)
    return Refused(part, text, "expected no '@linux'; leave it out");
  stack = *named;
  return absl::OkStatus();
}

}  // namespace

std::string TokenText(const Token& token) {
  const std::string body = absl::StrCat(
      std::string(kVersion), ":",
      std::string(protocol::GoodbyeName(token.row.goodbye)), ":",
      EndText(token.row.server, token.row.stacks.server), ":",
      EndText(token.row.client, token.row.stacks.client), ":",
      token.promise.has_value() ? std::string(PromiseName(*token.promise))
                                : std::string("-"),
      ":", token.tape.ToText());
  return absl::StrCat(body, ":", Check(body));
}

std::string_view TrimmedToken(std::string_view text) {
  constexpr std::string_view kAround = " \t\r\n'\"`";
  const size_t begin = text.find_first_not_of(kAround);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kAround) + 1 - begin);
}

absl::StatusOr<Token> ParseToken(std::string_view text) {
  text = TrimmedToken(text);
  const std::vector<std::string_view> parts = Split(text);
  if (parts.front() != kVersion) {
    return Refused(0, parts.front(),
                   absl::StrCat("expected ", std::string(kVersion),
                                "; this token is of another version or no "
                                "token: take one from 'orderly compare'"));
  }
  if (parts.size() != kParts) {
    return Refused(parts.size() - 1, parts.back(),
                   absl::StrCat("expected ", kParts,
                                " parts joined by ':', "
                                "and there are ",
                                parts.size(), "; paste the whole token"));
  }
  Token token;
  const auto goodbye = protocol::ParseGoodbye(parts[1]);
  if (!goodbye.ok())
    return Refused(1, parts[1],
                   "expected eof or close-ok; paste the token again");
  token.row.goodbye = *goodbye;
  absl::Status end =
      ParseEnd(2, parts[2], token.row.server, token.row.stacks.server);
  end.Update(ParseEnd(3, parts[3], token.row.client, token.row.stacks.client));
  if (!end.ok()) return end;
  if (parts[4] != "-") {
    token.promise = ParsePromise(parts[4]);
    if (!token.promise.has_value()) {
      return Refused(4, parts[4],
                     absl::StrCat("expected ", PromiseNames(),
                                  " or -; paste the token again"));
    }
  }
  absl::StatusOr<Tape> tape = Tape::FromText(parts[5]);
  if (!tape.ok()) {
    // It names the step, of what may be a long tape.
    return absl::InvalidArgumentError(absl::StrCat("token part 6 (tape), ",
                                                   tape.status().message(),
                                                   "; paste the token again"));
  }
  token.tape = *std::move(tape);
  const std::string_view body =
      text.substr(0, text.size() - parts[6].size() - 1);
  if (parts[6] != Check(body)) {
    return Refused(6, parts[6],
                   "does not fit what is before it: a character was lost or "
                   "changed; paste the token again");
  }
  return token;
}

}  // namespace orderly
