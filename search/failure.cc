#include "search/failure.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "report/ends.h"
#include "report/ladder.h"
#include "report/wrapped.h"
#include "search/describe.h"
#include "search/explain.h"
#include "sim/wire/segment.h"

namespace orderly {
namespace {

constexpr size_t kColumns = 100;
constexpr std::string_view kIndent = "          ";  // of a block

double Millis(Instant instant) {
  return static_cast<double>(instant.nanos()) / 1e6;
}

const Violation* Broken(const Token& token, const Outcome& outcome) {
  for (const Violation& violation : outcome.violations) {
    if (!token.promise.has_value() || violation.promise == *token.promise) {
      return &violation;
    }
  }
  return nullptr;
}

void AppendVerdict(const Token& token, const Outcome& outcome,
                   std::string& text) {
  const Violation* broken = Broken(token, outcome);
  const std::string row = RowText(token.row);
  if (broken == nullptr) {
    absl::StrAppend(&text, "HELD      every promise   ", row, "   trace ",
                    absl::StrFormat("%016x", outcome.digest), "\n");
    return;
  }
  absl::StrAppend(
      &text, "VIOLATED  ", std::string(PromiseName(broken->promise)), "   ",
      row, "   trace ", absl::StrFormat("%016x", outcome.digest), "\n\n");
  absl::StrAppend(&text,
                  Wrapped("PROMISE   ", PromiseSentence(broken->promise)),
                  Wrapped("HAPPENED  ", broken->happened));
}

// A step in words, and where the ladder has its segment.
std::string StepLine(size_t number, const Step& step, const Trace& trace) {
  std::string line = absl::StrCat(number, ". ", DescribeStep(step));
  if (const std::optional<size_t> sent = SentEvent(trace, step))
    absl::StrAppend(&line, " (", trace.events()[*sent].number,
                    " in the ladder)");
  return line;
}

// Behind the lines where there is room, else below.
std::string WithNeed(std::string line, size_t longest,
                     const std::string& need) {
  if (longest + 2 + need.size() > kColumns - kIndent.size())
    return line + "\n" + Wrapped(std::string(kIndent) + "   ", need);
  line.resize(longest + 2, ' ');
  return line + need + "\n";
}

void AppendSchedule(const Token& token, const Trace& trace,
                    const std::optional<Explanation>& why, std::string& text) {
  absl::StrAppend(&text, "\nSCHEDULE  ");
  if (token.tape.empty()) {
    absl::StrAppend(&text, "a plain session over a perfect network\n");
    return;
  }
  std::vector<std::string> lines;
  size_t longest = 0;
  for (const Step& step : token.tape.steps()) {
    lines.push_back(StepLine(lines.size() + 1, step, trace));
    longest = std::max(longest, lines.back().size());
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) absl::StrAppend(&text, std::string(kIndent));
    if (!why.has_value()) {
      absl::StrAppend(&text, lines[i], "\n");
      continue;
    }
    const std::string need = NeedText(token.tape.steps()[i], why->steps[i]);
    absl::StrAppend(&text, WithNeed(std::move(lines[i]), longest, need));
  }
}

// The event of the step that decides.
std::optional<size_t> DecidedAt(const std::optional<Explanation>& why) {
  if (!why.has_value() || !why->decided_by.has_value()) return std::nullopt;
  return why->steps[*why->decided_by].shows_at;
}

void AppendDecided(const std::optional<Explanation>& why, const Trace& trace,
                   std::string& text) {
  if (!why.has_value()) return;
  const std::optional<size_t> at = DecidedAt(why);
  if (!at.has_value()) {
    absl::StrAppend(&text, Wrapped("DECIDED   ",
                                   "by no step: a plain session over a perfect "
                                   "network breaks the promise, too."));
    return;
  }
  absl::StrAppend(
      &text,
      Wrapped("DECIDED   ",
              absl::StrFormat("by step %d, at %.2f ms (* in the ladder): with "
                              "nothing disturbed after it, the promise is "
                              "broken.",
                              *why->decided_by + 1,
                              Millis(trace.events()[*at].at))));
}

// A reset that a side sent, or a note of a death, and what was there before.
bool IsLoss(const TraceEvent& event) {
  if (event.kind == TraceKind::kSent) return (event.flags & kRst) != 0;
  return event.kind == TraceKind::kNote;
}

// Whether a connection was there to lose something: its end has the data.
bool CouldLose(const Trace& trace, size_t reset) {
  if (trace.events()[reset].kind == TraceKind::kNote) return true;
  const std::array<End, 2> ends = EndsAt(trace, BeforeLoss(trace, reset));
  return ends[0].unacknowledged + ends[1].unacknowledged + ends[0].unread +
             ends[1].unread >
         0;
}

}  // namespace

// A reset clears the queues before it is sent, and so does the arrival that
// caused it: the event before that one is the last that saw them.
size_t BeforeLoss(const Trace& trace, size_t moment) {
  const TraceEvent& loss = trace.events()[moment];
  size_t i = moment;
  while (i > 0 && trace.events()[i - 1].at == loss.at) {
    const TraceEvent& event = trace.events()[i - 1];
    const bool same_end =
        (event.kind == TraceKind::kState && event.host == loss.host) ||
        (event.kind == TraceKind::kDelivered && event.peer == loss.host);
    if (!same_end) break;
    --i;
    if (event.kind == TraceKind::kDelivered) break;
  }
  return i == 0 ? 0 : i - 1;
}

size_t MomentOfLoss(const Trace& trace) {
  for (size_t i = 0; i < trace.events().size(); ++i) {
    if (IsLoss(trace.events()[i]) && CouldLose(trace, i)) return i;
  }
  return trace.events().size() - 1;
}

std::string FailureText(const Token& token, const Outcome& outcome,
                        const FailureOptions& options) {
  std::string text;
  AppendVerdict(token, outcome, text);
  const Trace& trace = *outcome.trace;
  const std::optional<Explanation> why = Explain(token);
  AppendSchedule(token, trace, why, text);
  AppendDecided(why, trace, text);
  const bool broken = Broken(token, outcome) != nullptr;
  const HostNames names = {"client", "server"};
  TimedLadderOptions ladder;
  ladder.handshake = true;
  ladder.max_rows = options.max_rows;
  const size_t moment = MomentOfLoss(trace);
  if (broken) ladder.mark_event = moment;
  ladder.decided_event = DecidedAt(why);
  absl::StrAppend(&text, "\n", TimedLadder(trace, names, ladder),
                  "rq/sq: bytes that the application has not read / that the "
                  "peer has not acknowledged (a FIN\ncounts as one). ===> is a "
                  "reset, ...> did not arrive.\n");
  if (broken) {
    const double at = Millis(trace.events()[moment].at);
    absl::StrAppend(&text, "\n",
                    EndsText(EndsAt(trace, BeforeLoss(trace, moment)), names,
                             absl::StrFormat("before t=%.2f ms", at)));
  }
  absl::StrAppend(&text, "\nBELIEVES  client: ", outcome.client_believes,
                  "; server: ", outcome.server_believes, "\n");
  absl::StrAppend(&text, "REPEAT    orderly replay '", TokenText(token), "'\n");
  return text;
}

}  // namespace orderly
