#include "properties/claims.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "properties/claims_stories.h"
#include "sim/base/check.h"
#include "sim/base/hash.h"

namespace orderly {
namespace {

constexpr std::string_view kTokenHead = "o1:claim:";

struct Said {
  char id;
  std::string_view text;
  std::string_view lesson;
};

constexpr std::array<Said, 11> kClaims = {{
    {'a',
     "After agreement at application level just close() both ends: nothing is "
     "lost.",
     "True if each side has read the other's last byte and neither sends "
     "another one. Else the closer answers with a reset."},
    {'b', "shutdown(SHUT_WR) gives the peer EOF without closing the socket.",
     "After all queued data, and while the peer's window is open."},
    {'c',
     "The server can get EOF without the client calling shutdown or close.",
     "exit() and kill -9 make the same FIN: EOF is not COMMIT. Only a message "
     "of the application is."},
    {'d',
     "close() counts handles down and sends FIN at zero; shutdown() acts "
     "whatever the handles.",
     "Children and blocked calls count as handles."},
    {'e', "Data undelivered at close is discarded by the system.",
     "As a rule it is delivered in the background. What discards it is "
     "something else, and the closer is not told."},
    {'f', "Omitting shutdown may leave the socket lingering in the stack.",
     "The states are the same. What leaves it around is omitting close()."},
    {'g',
     "shutdown(SHUT_WR) flushes the buffer and raises an error if it is not "
     "empty.",
     "It returns at once; the data goes later, the FIN behind it."},
    {'h',
     "close() right after shutdown() might make the kernel discard all "
     "outgoing buffers.",
     "Not because of the order: one byte that arrives after close() does it, "
     "with or without the shutdown."},
    {'i',
     "One must wait between shutdown() and close() until read() returns 0.",
     "Enough against the reset, and needed whenever the peer may still send. "
     "Wait with a deadline."},
    {'j',
     "send() success means only that the data reached the local OS buffer.",
     "SIOCOUTQ at 0 means that the peer's kernel has it, and no more."},
    {'k',
     "shutdown(SHUT_RDWR) sends FIN whatever the handles and does not "
     "deallocate.",
     "But data that arrives after it is answered with a reset, as after "
     "close()."},
}};

Shown Run(const ClaimStory& story, Stack stack) {
  StoryOutcome outcome = story.run(stack);
  return {.id = story.id,
          .title = story.title,
          .source = story.source,
          .counts = story.counts,
          .expected = story.expected,
          .stack = stack,
          .held = outcome.held,
          .fact = std::move(outcome.fact),
          .ladder = std::move(outcome.ladder)};
}

std::vector<const ClaimStory*> Stories() {
  std::vector<const ClaimStory*> stories;
  for (const std::span<const ClaimStory> some :
       {AgreementStories(), DeliveryStories(), ShutdownStories(),
        HandleStories()}) {
    for (const ClaimStory& story : some) stories.push_back(&story);
  }
  return stories;
}

// Words from column `indent` on, in lines of at most 100 columns; `first`
// stands before the first line.
std::string Wrapped(std::string_view first, size_t indent,
                    std::string_view words) {
  constexpr size_t kColumns = 100;
  std::string text;
  std::string line(first);
  if (line.size() < indent) line.resize(indent, ' ');
  if (line.size() > indent) line += ' ';
  const absl::string_view all(words.data(), words.size());
  for (const absl::string_view word : absl::StrSplit(all, ' ')) {
    if (line.size() > indent && line.size() + 1 + word.size() > kColumns) {
      absl::StrAppend(&text, line, "\n");
      line.assign(indent, ' ');
    }
    absl::StrAppend(&line, line.size() > indent ? " " : "", word);
  }
  return absl::StrCat(text, line, "\n");
}

std::string OutcomeText(const Shown& shown) {
  std::string text = shown.held ? "holds" : "fails";
  if (!shown.counts) text = shown.held ? "(yes)" : "(no)";
  // Longer than its column: to be seen.
  if (shown.held != shown.expected) {
    absl::StrAppend(&text, shown.stack == Stack::kLinux ? " - UNEXPECTED"
                                                        : " - NOT AS ON LINUX");
  }
  return text;
}

std::string ShownText(const Shown& shown) {
  constexpr size_t kIndent = 13;
  std::string text = Wrapped(
      absl::StrFormat("   %s %s", std::string(shown.id), OutcomeText(shown)),
      kIndent, shown.title);
  absl::StrAppend(&text, Wrapped("", kIndent, shown.fact));
  const std::string where =
      absl::StrCat("orderly replay ", ClaimToken(shown), "   (Linux: probe ",
                   std::string(shown.source), ")");
  return text + Wrapped("", kIndent, where);
}

}  // namespace

std::string_view VerdictOf(const std::vector<Shown>& shown) {
  size_t counted = 0;
  size_t held = 0;
  for (const Shown& story : shown) {
    if (!story.counts) continue;
    ++counted;
    if (story.held) ++held;
  }
  SIM_CHECK(counted > 0);
  if (held == counted) return "TRUE";
  return held == 0 ? "FALSE" : "PARTLY";
}

std::vector<Claim> Claims(Stack stack) {
  std::vector<Claim> claims;
  for (const Said& said : kClaims) {
    Claim& claim = claims.emplace_back();
    claim.id = said.id;
    claim.text = said.text;
    claim.lesson = said.lesson;
    for (const ClaimStory* story : Stories()) {
      if (story->id.front() == said.id)
        claim.shown.push_back(Run(*story, stack));
    }
    claim.verdict = VerdictOf(claim.shown);
  }
  return claims;
}

std::string ClaimToken(const Shown& shown) {
  uint64_t digest = Fold(kGoldenGamma, shown.held ? 1 : 0);
  for (const std::string* text : {&shown.fact, &shown.ladder}) {
    for (const char c : *text) digest = Fold(digest, static_cast<uint8_t>(c));
  }
  std::string id(shown.id);
  if (shown.stack != Stack::kLinux)
    absl::StrAppend(&id, "@", std::string(StackName(shown.stack)));
  return absl::StrFormat("%s%s:%04x", std::string(kTokenHead), id,
                         (digest >> 16) & 0xffff);
}

bool IsClaimToken(std::string_view text) {
  return text.substr(0, kTokenHead.size()) == kTokenHead;
}

absl::StatusOr<Shown> ReplayClaim(std::string_view token) {
  const std::string text(token);
  const std::string_view rest = token.substr(kTokenHead.size());
  const std::string_view name = rest.substr(0, rest.find(':'));
  const size_t at = name.find('@');
  const std::string_view id = name.substr(0, at);
  Stack stack = Stack::kLinux;
  if (at != std::string_view::npos) {
    const absl::StatusOr<Stack> named = ParseStack(name.substr(at + 1));
    if (!named.ok()) return named.status();
    stack = *named;
  }
  constexpr size_t kCheck = 4;
  if (rest.size() != name.size() + 1 + kCheck) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", text, "': expected o1:claim:, a story, ':' and a check of four ",
        "digits; paste the whole token of 'orderly claims'"));
  }
  for (const ClaimStory* story : Stories()) {
    if (story->id != id) continue;
    Shown shown = Run(*story, stack);
    if (ClaimToken(shown) == token) return shown;
    return absl::FailedPreconditionError(absl::StrCat(
        "the story's token is ", ClaimToken(shown),
        " now. Either a character was changed, or what it shows has changed "
        "since: 'orderly claims' runs them all"));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("'", text, "': there is no story '", std::string(id),
                   "'; 'orderly claims' lists them"));
}

std::string ClaimsText(const std::vector<Claim>& claims) {
  std::string text;
  for (const Claim& claim : claims) {
    const std::string first =
        absl::StrFormat("%c  %s", claim.id, std::string(claim.verdict));
    absl::StrAppend(&text, Wrapped(first, 10, claim.text),
                    Wrapped("", 10, claim.lesson));
    for (const Shown& shown : claim.shown)
      absl::StrAppend(&text, ShownText(shown));
    text += "\n";
  }
  absl::StrAppend(
      &text,
      "holds/fails: what the claim says did or did not come true in that run; "
      "the verdict follows.\n(yes)/(no): not counted, because the claim says "
      "nothing of that case.\n");
  return text;
}

std::string ClaimStoryText(const Shown& shown) {
  const std::string outcome =
      absl::StrCat(shown.counts ? "" : "aside ", OutcomeText(shown), ":");
  return absl::StrCat(
      "story ", std::string(shown.id), ": ", std::string(shown.title), "\n",
      Wrapped(outcome, outcome.size() + 1, shown.fact), shown.ladder);
}

}  // namespace orderly
