#include "properties/failure.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "properties/describe.h"
#include "report/ends.h"
#include "report/ladder.h"
#include "report/wrapped.h"

namespace orderly {
namespace {

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

void AppendSchedule(const Token& token, std::string& text) {
  absl::StrAppend(&text, "\nSCHEDULE  ");
  if (token.tape.empty()) {
    absl::StrAppend(&text, "a plain session over a perfect network\n");
    return;
  }
  size_t number = 0;
  for (const Step& step : token.tape.steps()) {
    if (number > 0) absl::StrAppend(&text, "          ");
    ++number;
    absl::StrAppend(&text, number, ". ", DescribeStep(step), "\n");
  }
}

bool IsLoss(const TraceEvent& event) {
  if (event.kind == TraceKind::kSent) return (event.flags & kRst) != 0;
  return event.kind == TraceKind::kNote;
}

}  // namespace

size_t MomentOfLoss(const Trace& trace) {
  for (size_t i = 0; i < trace.events().size(); ++i) {
    if (IsLoss(trace.events()[i])) return i;
  }
  return trace.events().size() - 1;
}

std::string FailureText(const Token& token, const Outcome& outcome,
                        const FailureOptions& options) {
  std::string text;
  AppendVerdict(token, outcome, text);
  AppendSchedule(token, text);
  const Trace& trace = *outcome.trace;
  if (!trace.events().empty()) {
    const size_t moment = MomentOfLoss(trace);
    const HostNames names = {"client", "server"};
    TimedLadderOptions ladder;
    ladder.handshake = true;
    ladder.max_rows = options.max_rows;
    ladder.mark_event = moment;
    absl::StrAppend(&text, "\n", TimedLadder(trace, names, ladder), "\n");
    const Instant at = trace.events()[moment].at;
    // What was there to be lost is what both ends held before the event.
    absl::StrAppend(&text,
                    EndsText(EndsAt(trace, moment == 0 ? 0 : moment - 1), names,
                             absl::StrFormat("t=%.2f ms", Millis(at))));
  }
  absl::StrAppend(&text, "\nBELIEVES  client: ", outcome.client_believes,
                  "; server: ", outcome.server_believes, "\n");
  absl::StrAppend(&text, "REPEAT    orderly replay '", TokenText(token), "'\n");
  return text;
}

}  // namespace orderly
