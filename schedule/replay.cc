#include "schedule/replay.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "schedule/order.h"
#include "schedule/story.h"
#include "sim/choice/choices.h"
#include "sim/net/fate.h"
#include "sim/process/process.h"

namespace orderly {
namespace {

// A step that decides something, and what is known of it.
struct Decider {
  const ScheduleStep* step;
  std::optional<SegmentFinder> segment;
  std::optional<CallFinder> call;
  std::optional<MomentFinder> moment;
  bool used = false;
  size_t event = 0;          // how many events there were before it
  uint32_t other_bound = 0;  // of a question that had not as many values
};

Decider DeciderOf(const ScheduleStep& step) {
  Decider decider{&step, std::nullopt, std::nullopt, std::nullopt};
  if (const auto* net = std::get_if<NetStep>(&step.words)) {
    decider.segment.emplace(net->segment);
  } else if (const auto* call = std::get_if<CallStep>(&step.words)) {
    decider.call.emplace(call->process, call->place);
  } else if (const auto* turn = std::get_if<TurnStep>(&step.words)) {
    if (turn->place.has_value())
      decider.call.emplace(turn->process, *turn->place);
  } else if (const auto* strike = std::get_if<StrikeStep>(&step.words)) {
    decider.moment.emplace(*strike);
  }
  return decider;
}

// The site and the actor of what a step decides.
Step Decided(const StepWords& words) {
  Step step;
  if (std::holds_alternative<NetStep>(words)) {
    step.site = Site::kFate;
  } else if (std::holds_alternative<TurnStep>(words)) {
    step.site = Site::kSchedule;
  } else if (std::holds_alternative<StrikeStep>(words)) {
    step.site = Site::kStrike;
  } else if (const auto* call = std::get_if<CallStep>(&words)) {
    step.site = call->site;
    step.actor = Story::ActorOf(call->process);
  } else if (const auto* choice = std::get_if<ChoiceStep>(&words)) {
    step = choice->step;
  }
  return step;
}

// The parameter without which decisions of a site are not asked for. (Of a kill
// the parameter is also who; others are always asked for.)
std::optional<Parameter> ImpliedBy(Site site) {
  if (site == Site::kFate) return Parameter::kNetworkFaults;
  if (site == Site::kPause) return Parameter::kPreemption;
  if (site == Site::kShortRead || site == Site::kShortWrite)
    return Parameter::kShortIo;
  if (site == Site::kInterrupt || site == Site::kSpurious ||
      site == Site::kNoMemory)
    return Parameter::kSyscallFaults;
  return std::nullopt;
}

// Answers what a schedule says, where what it names is asked about.
class ScheduleChoices final : public Choices, public Follower {
 public:
  explicit ScheduleChoices(const Schedule& schedule) : schedule_(schedule) {
    for (const ScheduleStep& step : schedule.steps) {
      if (Decides(step.words)) deciders_.push_back(DeciderOf(step));
    }
  }
  std::optional<Misfit> Unused();
  std::optional<StepTimes> TimesOf(const ScheduleStep& step) const;
  Story& story() { return story_; }

 private:
  void OnStart(const Trace& trace) override { story_.Start(trace); }
  void OnCall(ProcessId id, Call call, std::string_view bytes) override {
    story_.OnCall(id, call, bytes);
  }
  void OnTurn(std::span<const ProcessId> ready) override {
    story_.OnTurn(ready);
  }

  bool Wants(Site site) const override {
    return std::any_of(deciders_.begin(), deciders_.end(),
                       [site](const Decider& decider) {
                         return Decided(decider.step->words).site == site;
                       });
  }
  uint32_t Answer(const Question& question) override {
    if (question.site == Site::kStrike) story_.OnMoment();
    if (question.site == Site::kScenario) {
      const uint32_t implied = Implied(question);
      if (implied != 0) return implied;
    }
    if (const uint32_t value = OfSetting(question); value != 0) return value;
    for (Decider& decider : deciders_) {
      if (decider.used) continue;
      const uint32_t value = ValueOf(decider, question);
      if (value == 0 || value >= question.bound) continue;
      decider.used = true;
      if (story_.started()) story_.CatchUp();
      decider.event = story_.events();
      return value;
    }
    return 0;
  }

  // The odds of a fault are whether it is asked for at all, unless a line says
  // them itself.
  uint32_t Implied(const Question& question) const {
    const auto parameter = static_cast<Parameter>(question.actor);
    for (const Decider& decider : deciders_) {
      const Step step = Decided(decider.step->words);
      if (step.site == Site::kScenario && step.actor == question.actor)
        return 0;
    }
    for (const Decider& decider : deciders_) {
      const Step step = Decided(decider.step->words);
      if (parameter == Parameter::kKill && step.site == Site::kKill)
        return static_cast<uint32_t>(Story::ProcessOfActor(step.actor));
      if (parameter == ImpliedBy(step.site)) return 1;
    }
    return 0;
  }

  uint32_t OfSetting(const Question& question) {
    for (size_t i = 0; i < schedule_.settings.size(); ++i) {
      const Step& step = schedule_.settings[i].step;
      if (step.site != question.site || step.actor != question.actor ||
          question.index != 0 || step.bound != question.bound)
        continue;
      used_settings_ |= uint64_t{1} << i;
      return step.value;
    }
    return 0;
  }

  // Of a site's own question; another one of that site is none of ours.
  static uint32_t BoundOf(Site site) {
    if (site == Site::kFate) return kFateCount;
    if (site == Site::kPause) return kPauseMillis.size() + 1;
    if (site == Site::kInterrupt || site == Site::kSpurious)
      return kMomentMillis.size() + 1;
    return site == Site::kKill || site == Site::kNoMemory ? 2 : 3;
  }

  // What a step says to this question; 0: it is about something else.
  uint32_t ValueOf(Decider& decider, const Question& question) {
    const StepWords& words = decider.step->words;
    if (const auto* choice = std::get_if<ChoiceStep>(&words)) {
      const Step& step = choice->step;
      const bool named = step.site == question.site &&
                         step.actor == question.actor &&
                         step.index == question.index;
      if (!named) return 0;
      if (step.bound == question.bound) return step.value;
      decider.other_bound = question.bound;
      return 0;
    }
    if (const auto* strike = std::get_if<StrikeStep>(&words)) {
      return question.site == Site::kStrike && question.bound == kStrikeCount &&
                     decider.moment->IsNow(story_)
                 ? static_cast<uint32_t>(strike->strike)
                 : 0;
    }
    if (question.about == 0) return 0;
    if (const auto* net = std::get_if<NetStep>(&words)) {
      if (question.site != Site::kFate ||
          question.bound != BoundOf(Site::kFate))
        return 0;
      story_.CatchUp();
      return decider.segment->Find(story_) == question.about
                 ? static_cast<uint32_t>(net->fate)
                 : 0;
    }
    if (const auto* call = std::get_if<CallStep>(&words)) {
      if (question.site != call->site ||
          question.bound != BoundOf(call->site) ||
          Story::ProcessOfActor(question.actor) != call->process)
        return 0;
      return decider.call->Find(story_) == story_.in_call(call->process)
                 ? call->value
                 : 0;
    }
    const auto& turn = std::get<TurnStep>(words);
    if (question.site != Site::kSchedule) return 0;
    return FirstInTurn(turn, decider);
  }

  uint32_t FirstInTurn(const TurnStep& turn, Decider& decider) {
    const std::vector<Who>& ready = story_.ready();
    const auto it = std::find(ready.begin(), ready.end(), turn.process);
    if (it == ready.end() || story_.turns(turn.process) != turn.turn) return 0;
    const std::optional<size_t> place =
        decider.call.has_value() ? decider.call->Find(story_) : std::nullopt;
    if (place != story_.in_call(turn.process)) return 0;
    if (decider.call.has_value() && !place.has_value()) return 0;
    return static_cast<uint32_t>(it - ready.begin());
  }

  std::string WhyUnused(Decider& decider);

  const Schedule& schedule_;
  Story story_;
  std::vector<Decider> deciders_;
  uint64_t used_settings_ = 0;
};

std::string ScheduleChoices::WhyUnused(Decider& decider) {
  const StepWords& words = decider.step->words;
  if (decider.other_bound != 0) {
    return absl::StrCat("never applied: there are ", decider.other_bound,
                        " possible values there now");
  }
  if (const auto* choice = std::get_if<ChoiceStep>(&words)) {
    return absl::StrCat("never applied: the run asked ",
                        asked(choice->step.site, choice->step.actor),
                        " decisions of that place");
  }
  if (const auto* net = std::get_if<NetStep>(&words)) {
    return decider.segment->Find(story_) == 0
               ? "never applied: " + WhyNotSent(net->segment, story_)
               : "never applied: that segment was sent, but another step had "
                 "decided its fate, or the network makes no faults there (it "
                 "was cut off, had made four, or had healed)";
  }
  if (const auto* strike = std::get_if<StrikeStep>(&words))
    return "never applied: " + WhyNotStruck(*strike, story_);
  if (!decider.call.has_value())
    return "never applied: it did not wait there for another so often";
  if (decider.call->Find(story_).has_value())
    return "never applied: that call was made, but there was nothing to decide";
  const auto* call = std::get_if<CallStep>(&words);
  return "never applied: " +
         (call != nullptr
              ? WhyNotCalled(call->process, call->place, story_)
              : WhyNotCalled(std::get<TurnStep>(words).process,
                             *std::get<TurnStep>(words).place, story_));
}

std::optional<Misfit> ScheduleChoices::Unused() {
  for (size_t i = 0; i < schedule_.settings.size(); ++i) {
    const ScheduleSetting& setting = schedule_.settings[i];
    if ((used_settings_ >> i & 1) == 0)
      return Misfit{setting.line, "setting", SettingLine(setting.step),
                    "never applied: no other line makes it matter"};
  }
  for (Decider& decider : deciders_) {
    if (decider.used) continue;
    return Misfit{decider.step->line, "step", StepLine(decider.step->words),
                  WhyUnused(decider)};
  }
  return std::nullopt;
}

// When a step decided, in numbers of events: one about a segment while the
// call that sent it went on. nullopt: before anything happened.
std::optional<StepTimes> ScheduleChoices::TimesOf(
    const ScheduleStep& step) const {
  const auto decider =
      std::find_if(deciders_.begin(), deciders_.end(),
                   [&step](const Decider& d) { return d.step == &step; });
  const Site site = Decided(step.words).site;
  if (decider == deciders_.end() || site == Site::kScenario ||
      site == Site::kPower || site == Site::kPartition)
    return std::nullopt;
  const bool of_segment = decider->segment.has_value();
  return StepTimes{decider->event,
                   PlaceInStory(story_.trace(), decider->event, of_segment)};
}

}  // namespace

ScheduleRun RunSchedule(const Schedule& schedule) {
  ScheduleChoices choices(schedule);
  RunOptions options;
  options.keep_trace = true;
  options.follower = &choices;
  ScheduleRun run;
  run.outcome = RunOnce(schedule.row, choices, options);
  run.token = {schedule.row, std::nullopt, choices.tape()};
  for (const Expectation& expectation : schedule.expectations) {
    if (expectation.of != Expectation::Of::kBroken) continue;
    run.token.promise = expectation.promise;
    break;
  }
  Story& story = choices.story();
  story.Start(*run.outcome.trace);
  story.CatchUp();
  run.stale = choices.Unused();
  if (!run.stale.has_value()) {
    std::vector<std::optional<StepTimes>> times;
    for (const ScheduleStep& step : schedule.steps)
      times.push_back(choices.TimesOf(step));
    run.stale = Misplaced(schedule, times, story);
  }
  if (!run.stale.has_value()) run.stale = Unexpected(schedule, run.outcome);
  return run;
}

}  // namespace orderly
