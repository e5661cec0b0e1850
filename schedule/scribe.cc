#include "schedule/scribe.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "properties/run.h"
#include "properties/scenario_words.h"
#include "schedule/anchors.h"
#include "schedule/story.h"
#include "sim/base/check.h"
#include "sim/choice/replay_choices.h"

namespace orderly {
namespace {

// Replays a tape, and notes what each of its decisions was about.
class Scribe final : public Choices, public Follower {
 public:
  struct Noted {
    Step step;
    size_t event = 0;  // how many events there were before it
    uint32_t segment = 0;
    Who process = Who::kNobody;
    std::optional<size_t> call;
    uint32_t turn = 0;
    size_t moment = 0;  // of a strike
  };

  explicit Scribe(const Tape& tape) : tape_(tape) {}
  const std::vector<Noted>& noted() const { return noted_; }
  Story& story() { return story_; }

 private:
  void OnStart(const Trace& trace) override { story_.Start(trace); }
  void OnCall(ProcessId id, Call call, std::string_view bytes) override {
    story_.OnCall(id, call, bytes);
  }
  void OnTurn(std::span<const ProcessId> ready) override {
    story_.OnTurn(ready);
  }

  bool Wants(Site site) const override { return tape_.Has(site); }
  uint32_t Answer(const Question& question) override {
    if (question.site == Site::kStrike) story_.OnMoment();
    const Step* step =
        tape_.Find(question.site, question.actor, question.index);
    if (step == nullptr || step->bound != question.bound) return 0;
    Note(question, *step);
    return step->value;
  }

  void Note(const Question& question, const Step& step) {
    Noted noted;
    noted.step = step;
    switch (question.site) {
      case Site::kFate:
        story_.CatchUp();
        noted.segment = question.about;
        break;
      case Site::kSchedule:
        story_.CatchUp();
        if (question.about == 0) break;
        noted.process = story_.ready()[step.value];
        noted.call = story_.in_call(noted.process);
        noted.turn = story_.turns(noted.process);
        break;
      case Site::kPause:
      case Site::kKill:
      case Site::kShortRead:
      case Site::kShortWrite:
      case Site::kInterrupt:
      case Site::kSpurious:
      case Site::kNoMemory:
        story_.CatchUp();
        if (question.about == 0) break;
        noted.process = Story::ProcessOfActor(question.actor);
        noted.call = story_.in_call(noted.process);
        break;
      case Site::kLatency:
      case Site::kIss:
      case Site::kPower:
      case Site::kPartition:
      case Site::kScenario:
      case Site::kRandom:
      case Site::kTest:
      case Site::kOrder:
        break;
      case Site::kStrike:
        noted.moment = story_.moments().size() - 1;
        break;
    }
    noted.event = story_.events();
    noted_.push_back(noted);
  }

  const Tape& tape_;
  Story story_;
  std::vector<Noted> noted_;
};

SegmentName NameOf(const Story& story, uint32_t number) {
  const Story::Sent& sent = story.segment(number);
  const Story::Sent& original = story.segment(sent.original);
  SegmentName name;
  name.from_client = original.from_client;
  name.kind = original.kind;
  name.again = sent.again;
  if (original.kind == SegmentKind::kData)
    name.text = Story::MessageWords(original.text);
  name.nth = 0;
  for (const Story::Sent& s : story.sent()) {
    const bool same =
        s.again == 0 && s.from_client == name.from_client &&
        s.kind == name.kind &&
        (name.text.empty() || Story::BeginsWith(s.text, name.text));
    if (same) ++name.nth;
    if (s.number == original.number) break;
  }
  return name;
}

// Which call of its name, from `first` on, is the one at `i`.
NamedCall NameFrom(const Story& story, size_t first, size_t i) {
  const Story::Begun& begun = story.begun()[i];
  NamedCall name;
  name.call = begun.call;
  name.text = Story::MessageWords(begun.text);
  name.nth = 0;
  for (size_t k = first; k <= i; ++k) {
    const Story::Begun& b = story.begun()[k];
    const bool same =
        b.process == begun.process && b.call == name.call &&
        (name.text.empty() || Story::BeginsWith(b.text, name.text));
    if (same) ++name.nth;
  }
  return name;
}

// A call that writes a message is named by that; another is counted from the
// last that did, because that survives a change of what came before.
CallPlace PlaceOf(const Story& story, size_t i) {
  const Story::Begun& begun = story.begun()[i];
  CallPlace place;
  if (Story::MessageWords(begun.text).empty()) {
    for (size_t k = i; k-- > 0;) {
      const Story::Begun& earlier = story.begun()[k];
      if (earlier.process != begun.process) continue;
      if (Story::MessageWords(earlier.text).empty()) continue;
      place.after = NameFrom(story, 0, k);
      place.call = NameFrom(story, k + 1, i);
      return place;
    }
  }
  place.call = NameFrom(story, 0, i);
  return place;
}

// A strike follows the last that happened before it: a call that began, or a
// segment that arrived for the first time.
StrikeStep StrikeOf(const Story& story, const Scribe::Noted& noted) {
  const Story::Moment& moment = story.moments()[noted.moment];
  const std::vector<TraceEvent>& events = story.trace().events();
  const auto arrived_before = [&events](size_t i) {
    return std::any_of(events.begin(),
                       events.begin() + static_cast<ptrdiff_t>(i),
                       [&](const TraceEvent& e) {
                         return e.kind == TraceKind::kDelivered &&
                                e.number == events[i].number;
                       });
  };
  const size_t call_event =
      moment.begun == 0 ? 0 : story.begun()[moment.begun - 1].event;
  StrikeStep step{static_cast<Strike>(noted.step.value)};
  for (size_t i = moment.events; i-- > call_event;) {
    if (events[i].kind != TraceKind::kDelivered || arrived_before(i)) continue;
    step.segment = NameOf(story, events[i].number);
    break;
  }
  if (!step.segment.has_value() && moment.begun > 0) {
    step.process = story.begun()[moment.begun - 1].process;
    step.call = PlaceOf(story, moment.begun - 1);
  }
  const std::optional<size_t> from = MomentFinder(step).Find(story);
  SIM_CHECK(from.has_value() && *from <= noted.moment);
  step.event = static_cast<uint32_t>(noted.moment - *from + 1);
  return step;
}

StepWords WordsOf(const Story& story, const Scribe::Noted& noted) {
  const Step& step = noted.step;
  if (step.site == Site::kFate && noted.segment != 0)
    return NetStep{static_cast<Fate>(step.value), NameOf(story, noted.segment)};
  if (step.site == Site::kSchedule && noted.process != Who::kNobody) {
    TurnStep turn{noted.process, std::nullopt, noted.turn};
    if (noted.call.has_value()) turn.place = PlaceOf(story, *noted.call);
    return turn;
  }
  if (step.site == Site::kStrike) return StrikeOf(story, noted);
  if (noted.process != Who::kNobody && noted.call.has_value())
    return CallStep{step.site, noted.process, step.value,
                    PlaceOf(story, *noted.call)};
  return ChoiceStep{step};
}

// What the steps of a body imply, and a setting would only repeat.
bool IsImplied(const Step& step) {
  if (step.site != Site::kScenario) return false;
  const auto parameter = static_cast<Parameter>(step.actor);
  return parameter == Parameter::kNetworkFaults ||
         parameter == Parameter::kPreemption || parameter == Parameter::kKill ||
         parameter == Parameter::kShortIo ||
         parameter == Parameter::kSyscallFaults;
}

void AddExpectations(const Token& token, const Outcome& outcome,
                     Schedule& schedule) {
  using Of = Expectation::Of;
  schedule.expectations.push_back(
      {.of = Of::kClient, .belief = outcome.client_believes});
  schedule.expectations.push_back(
      {.of = Of::kServer, .belief = outcome.server_believes});
  // Of a token that names a promise only that one, if it is broken.
  const bool one =
      token.promise.has_value() && outcome.Violates(*token.promise);
  for (const Violation& violation : outcome.violations) {
    if (one && violation.promise != *token.promise) continue;
    schedule.expectations.push_back({.of = Of::kBroken,
                                     .promise = violation.promise,
                                     .cause = violation.cause});
  }
  if (outcome.violations.empty())
    schedule.expectations.push_back({.of = Of::kHeldAll});
}

// The remark on a step of the tape.
std::string RemarkOn(const Tape& tape, std::span<const std::string> remarks,
                     const Step& step) {
  for (size_t i = 0; i < remarks.size() && i < tape.size(); ++i) {
    if (tape.steps()[i] == step) return remarks[i];
  }
  return "";
}

// The settings in the order in which a reader wants them.
void SortSettings(std::vector<ScheduleSetting>& settings) {
  const auto place = [](const ScheduleSetting& s) { return SettingOf(s.step); };
  std::sort(
      settings.begin(), settings.end(),
      [&place](const auto& a, const auto& b) { return place(a) < place(b); });
}

}  // namespace

absl::StatusOr<Schedule> ScheduleOf(const Token& token,
                                    std::span<const std::string> remarks) {
  Scribe scribe(token.tape);
  RunOptions options;
  options.keep_trace = true;
  options.follower = &scribe;
  const Outcome outcome = RunOnce(token.row, scribe, options);
  if (scribe.tape() != token.tape) {
    ReplayChoices again(token.tape);
    (void)RunOnce(token.row, again, {});
    return absl::FailedPreconditionError(again.Stale().value_or("stale"));
  }
  Story& story = scribe.story();
  story.Start(*outcome.trace);
  story.CatchUp();

  Schedule schedule;
  schedule.row = token.row;
  std::vector<Scribe::Noted> all = scribe.noted();
  std::vector<size_t> disturbed;
  for (Scribe::Noted& noted : all) {
    noted.event = PlaceInStory(*outcome.trace, noted.event, noted.segment != 0);
    disturbed.push_back(noted.event);
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.event < b.event;
  });
  const std::vector<Anchor> anchors = AnchorsOf(*outcome.trace, disturbed);
  auto anchor = anchors.begin();
  const auto add_anchors = [&](size_t until) {
    for (; anchor != anchors.end() && anchor->event < until; ++anchor) {
      if (anchor->segment == 0) {
        schedule.steps.push_back({anchor->said, "", 0});
      } else {
        schedule.steps.push_back(
            {DeliverStep{NameOf(story, anchor->segment)}, "", 0});
      }
    }
  };
  for (const Scribe::Noted& noted : all) {
    const std::string remark = RemarkOn(token.tape, remarks, noted.step);
    if (SettingOf(noted.step) != nullptr) {
      schedule.settings.push_back({noted.step, remark, 0});
    } else if (!IsImplied(noted.step)) {
      add_anchors(noted.event);
      schedule.steps.push_back({WordsOf(story, noted), remark, 0});
    }
  }
  add_anchors(outcome.trace->events().size());
  SortSettings(schedule.settings);
  AddExpectations(token, outcome, schedule);
  return schedule;
}

}  // namespace orderly
