#include "schedule/misfit.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sim/trace/trace_event.h"

namespace orderly {
namespace {

std::string Times(uint32_t count) {
  return count == 1 ? "once" : absl::StrCat(count, " times");
}

// "the server called 'recv' 2 times, not 3 times".
std::string Called(Who process, const NamedCall& call, uint32_t times,
                   std::string_view where) {
  const std::string who(WhoName(process));
  const std::string name = CallText({call.call, call.text, 1});
  if (times == 0) {
    return absl::StrCat("the ", who, " never called '", name, "'",
                        std::string(where));
  }
  return absl::StrCat("the ", who, " called '", name, "' ", Times(times),
                      std::string(where), ", not ", Times(call.nth));
}

// What a call returned, in a word.
std::string Returned(const SaidStep& said) {
  if (!said.detail.empty()) return said.detail;
  if (said.text.empty()) return "no error";
  const std::string words = Story::MessageWords(said.text);
  return absl::StrCat("\"", words.empty() ? said.text : words, "\"");
}

std::string WhyNotSaid(const SaidStep& step, const Story& story) {
  std::vector<std::string> others;
  for (const TraceEvent& event : story.trace().events()) {
    if (event.kind != TraceKind::kCall) continue;
    const SaidStep said = SaidOf(event);
    if (said.process != step.process || said.call != step.call) continue;
    std::string returned = Returned(said);
    if (std::find(others.begin(), others.end(), returned) == others.end())
      others.push_back(std::move(returned));
  }
  const std::string who(WhoName(step.process));
  if (others.empty()) {
    const bool began = std::any_of(story.begun().begin(), story.begun().end(),
                                   [&step](const Story::Begun& begun) {
                                     return begun.process == step.process &&
                                            begun.call == step.call;
                                   });
    return absl::StrCat("the ", who, " never ",
                        began ? "returned from '" : "called '", step.call, "'");
  }
  constexpr size_t kMost = 8;
  const bool more = others.size() > kMost;
  if (more) others.resize(kMost);
  return absl::StrCat("what there was of the ", who, "'s ", step.call, ": ",
                      absl::StrJoin(others, ", "), more ? ", ..." : "");
}

std::string Beliefs(std::string_view who, std::string_view belief) {
  return absl::StrCat("is not so: the ", std::string(who), " ends with '",
                      std::string(BeliefName(belief)), "'");
}

// Why an expectation is not met; empty: it is.
std::string Unmet(const Expectation& expectation, const Outcome& outcome) {
  switch (expectation.of) {
    case Expectation::Of::kHeldAll:
      if (outcome.violations.empty()) return "";
      return "is not so: " +
             std::string(PromiseName(outcome.violations.front().promise)) +
             " is broken now";
    case Expectation::Of::kClient:
      if (outcome.client_believes == expectation.belief) return "";
      return Beliefs("client", outcome.client_believes);
    case Expectation::Of::kServer:
      if (outcome.server_believes == expectation.belief) return "";
      return Beliefs("server", outcome.server_believes);
    case Expectation::Of::kBroken:
      break;
  }
  for (const Violation& violation : outcome.violations) {
    if (violation.promise != expectation.promise) continue;
    if (expectation.cause == Cause::kNone ||
        expectation.cause == violation.cause)
      return "";
    return violation.cause == Cause::kNone
               ? "is not so: it is broken, but nothing was thrown away"
               : absl::StrCat("is not so: it is broken by ",
                              std::string(CauseName(violation.cause)));
  }
  return "is not so: it holds now";
}

}  // namespace

std::string MisfitText(std::string_view file, const Misfit& misfit) {
  return absl::StrCat(std::string(file), ":", misfit.line, ": ",
                      std::string(misfit.what), " '", misfit.step, "' ",
                      misfit.why);
}

std::string WhyNotSent(const SegmentName& name, const Story& story) {
  SegmentFinder finder(name);
  (void)finder.Find(story);
  const std::string who = name.from_client ? "client" : "server";
  if (finder.count() == 0) return absl::StrCat("the ", who, " sent none");
  if (finder.count() < name.nth) {
    return absl::StrCat("the ", who, " sent ", finder.count(), " of them, not ",
                        name.nth);
  }
  if (finder.again() == 0)
    return absl::StrCat("the ", who, " did not send it again");
  return absl::StrCat("the ", who, " sent it again ", Times(finder.again()),
                      ", not ", Times(name.again));
}

std::string WhyNotCalled(Who process, const CallPlace& place,
                         const Story& story) {
  CallFinder finder(process, place);
  (void)finder.Find(story);
  if (!place.after.has_value())
    return Called(process, place.call, finder.count(), "");
  if (finder.anchors() < place.after->nth)
    return Called(process, *place.after, finder.anchors(), "");
  return Called(process, place.call, finder.count(), " after that");
}

std::string WhyNotStruck(const StrikeStep& step, const Story& story) {
  const std::optional<size_t> from = MomentFinder(step).Find(story);
  if (from.has_value()) {
    return absl::StrCat("there were ", story.moments().size() - *from,
                        " events from there, not ", step.event);
  }
  if (!step.segment.has_value())
    return WhyNotCalled(step.process, step.call, story);
  return SegmentFinder(*step.segment).Find(story) == 0
             ? WhyNotSent(*step.segment, story)
             : "that segment did not arrive";
}

std::string WhyNeverHappened(const StepWords& anchor, const Story& story) {
  if (const auto* said = std::get_if<SaidStep>(&anchor))
    return WhyNotSaid(*said, story);
  const SegmentName& name = std::get<DeliverStep>(anchor).segment;
  return SegmentFinder(name).Find(story) == 0
             ? WhyNotSent(name, story)
             : "that segment was sent, but did not arrive";
}

std::optional<Misfit> Unexpected(const Schedule& schedule,
                                 const Outcome& outcome) {
  for (const Expectation& expectation : schedule.expectations) {
    std::string why = Unmet(expectation, outcome);
    if (!why.empty()) {
      return Misfit{expectation.line, "expectation",
                    ExpectationLine(expectation), std::move(why)};
    }
  }
  return std::nullopt;
}

}  // namespace orderly
