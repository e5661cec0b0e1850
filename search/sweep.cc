#include "search/sweep.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "properties/run.h"
#include "properties/scenario.h"
#include "properties/strike.h"
#include "sim/choice/replay_choices.h"
#include "sim/net/fate.h"
#include "sim/net/network.h"

namespace orderly {
namespace {

// By Processes' numbers: the server is the first.
constexpr uint8_t kServerActor = 1;
constexpr uint8_t kClientActor = 2;

// Replays a story, and is asked for all that could strike it: so the places are
// counted.
class StoryChoices final : public Choices {
 public:
  explicit StoryChoices(const Tape& tape) : tape_(tape), replay_(tape) {}
  bool Wants(Site site) const override {
    return site == Site::kStrike || replay_.Wants(site);
  }

 private:
  uint32_t Answer(const Question& question) override {
    const Step* step =
        tape_.Find(question.site, question.actor, question.index);
    return step == nullptr ? 0 : step->value;
  }

  const Tape& tape_;
  const ReplayChoices replay_;
};

Step ScenarioStep(Parameter parameter, uint32_t value, uint32_t bound) {
  return {Site::kScenario, static_cast<uint8_t>(parameter), 0, value, bound};
}

bool Has(const Tape& tape, Site site, uint8_t actor) {
  return std::any_of(tape.steps().begin(), tape.steps().end(),
                     [site, actor](const Step& step) {
                       return step.site == site && step.actor == actor;
                     });
}

// As the network counts them: an outage is two.
uint32_t NetworkFaults(const Tape& tape) {
  uint32_t faults = 0;
  for (const Step& step : tape.steps()) {
    if (step.site != Site::kFate) continue;
    faults += step.value == static_cast<uint32_t>(Fate::kOutage) ? 2 : 1;
  }
  return faults;
}

// What a run can break: nothing is promised of the last messages after a
// rupture.
bool Applies(Promise promise, const Outcome& outcome) {
  return promise != Promise::kGoodbyeHeard || !outcome.ruptured;
}

class Sweeper {
 public:
  explicit Sweeper(const Token& story) { sweep_.story = story; }

  Sweep Run() {
    // The network must be asked for fates, whether or not the story has some.
    const auto faults = static_cast<uint8_t>(Parameter::kNetworkFaults);
    std::vector<Step> steps = tape().steps();
    if (!Has(tape(), Site::kScenario, faults))
      steps.push_back(ScenarioStep(Parameter::kNetworkFaults, 1, 4));
    asked_tape_ = Tape(steps);
    StoryChoices choices(asked_tape_);
    RunOptions options;
    options.either_may_die = true;
    const Outcome outcome = RunOnce(sweep_.story.row, choices, options);
    for (const Violation& violation : outcome.violations)
      sweep_.broken_before[static_cast<size_t>(violation.promise)] = true;
    sweep_.events = choices.asked(Site::kStrike, 0);
    SweepLosses(choices);
    SweepKills(choices, Who::kClient, kClientActor, "the client is killed");
    SweepKills(choices, Who::kServer, kServerActor, "the server is killed");
    for (const Strike strike : kAllStrikes) SweepStrike(strike);
    return std::move(sweep_);
  }

 private:
  const Tape& tape() const { return sweep_.story.tape; }

  void SweepLosses(const Choices& choices) {
    SweptFault fault;
    fault.name = "a segment is lost";
    if (NetworkFaults(tape()) >= RunOptions().fault_budget) {
      fault.note = absl::StrCat(
          "the story has all ", RunOptions().fault_budget,
          " network faults that a run may have: no loss was tried after them, "
          "and one before them is instead of the last");
    }
    for (const Direction direction : {Direction{0, 1}, Direction{1, 0}}) {
      const auto link = static_cast<uint8_t>(Network::LinkNumber(direction));
      for (uint32_t i = 0; i < choices.asked(Site::kFate, link); ++i) {
        Try(fault, asked_tape_.steps(),
            {Site::kFate, link, i, static_cast<uint32_t>(Fate::kDrop),
             kFateCount});
      }
    }
    sweep_.faults.push_back(std::move(fault));
  }

  void SweepKills(const Choices& choices, Who who, uint8_t actor,
                  std::string_view name) {
    SweptFault fault;
    fault.name = name;
    if (Has(tape(), Site::kScenario, static_cast<uint8_t>(Parameter::kKill))) {
      fault.note = "not swept: the story has a kill already";
      sweep_.faults.push_back(std::move(fault));
      return;
    }
    std::vector<Step> steps = tape().steps();
    steps.push_back(
        ScenarioStep(Parameter::kKill, static_cast<uint32_t>(who), 3));
    for (uint32_t i = 0; i < choices.asked(Site::kKill, actor); ++i)
      Try(fault, steps, {Site::kKill, actor, i, 1, 2});
    sweep_.faults.push_back(std::move(fault));
  }

  void SweepStrike(Strike strike) {
    SweptFault fault;
    fault.name = StrikeText(strike);
    for (uint32_t i = 0; i < sweep_.events; ++i) {
      Try(fault, tape().steps(),
          {Site::kStrike, 0, i, static_cast<uint32_t>(strike), kStrikeCount});
    }
    sweep_.faults.push_back(std::move(fault));
  }

  void Try(SweptFault& fault, std::vector<Step> steps, const Step& step) {
    const auto same_place = [&step](const Step& other) {
      return step.site == other.site && step.actor == other.actor &&
             step.index == other.index;
    };
    // The story has something else there.
    if (std::any_of(steps.begin(), steps.end(), same_place)) return;
    steps.push_back(step);
    const Tape with(std::move(steps));
    ReplayChoices choices(with);
    const Outcome outcome = RunOnce(sweep_.story.row, choices, {});
    // Of the story, what comes after the fault may never be asked.
    const Token token{sweep_.story.row, std::nullopt, choices.tape()};
    ++fault.places;
    if (choices.asked(step.site, step.actor) <= step.index &&
        !sweep_.stale.has_value()) {
      sweep_.stale = absl::StrCat("step ", StepText(step), " of ",
                                  TokenText(token), " was never reached");
    }
    for (const Promise promise : kAllPromises) {
      if (Applies(promise, outcome))
        ++fault.broken[static_cast<size_t>(promise)].applies;
    }
    for (const Violation& violation : outcome.violations) {
      const auto number = static_cast<size_t>(violation.promise);
      SweptFault::Broken& broken = fault.broken[number];
      ++broken.places;
      if (broken.first.has_value() || sweep_.broken_before[number]) continue;
      broken.first = token;
      broken.first->promise = violation.promise;
    }
  }

  Sweep sweep_;
  Tape asked_tape_;
};

constexpr size_t kNameWidth = 46;

std::string Column(const Sweep& sweep, Promise promise, std::string text) {
  const size_t least = sweep.broken_before[static_cast<size_t>(promise)]
                           ? sizeof("LOST as without") - 1
                           : sizeof("LOST 12345") - 1;
  text.resize(std::max(PromiseName(promise).size(), least) + 2, ' ');
  return text;
}

std::string CellText(const Sweep& sweep, const SweptFault& fault,
                     Promise promise) {
  const auto number = static_cast<size_t>(promise);
  const SweptFault::Broken& broken = fault.broken[number];
  if (broken.applies == 0) return "-";
  if (broken.places == 0) return "held";
  return sweep.broken_before[number] ? "LOST as without"
                                     : absl::StrCat("LOST ", broken.places);
}

void Trim(std::string& line) {
  while (line.ends_with(' ')) line.pop_back();
}

std::string StoryLines(const Sweep& sweep) {
  std::string before;
  for (const Promise promise : kAllPromises) {
    if (!sweep.broken_before[static_cast<size_t>(promise)]) continue;
    absl::StrAppend(&before, before.empty() ? "" : ", ",
                    std::string(PromiseName(promise)));
  }
  return absl::StrCat(
      "STORY     ", TokenText(sweep.story), "\n          ", sweep.events,
      " events; without a further fault it ",
      before.empty() ? "keeps every promise" : absl::StrCat("breaks ", before),
      "\n\n");
}

std::string FaultLine(const Sweep& sweep, const SweptFault& fault) {
  std::string line = absl::StrFormat(
      "%-*s  %6d  ", static_cast<int>(kNameWidth), fault.name, fault.places);
  if (fault.places > 0) {
    for (const Promise promise : kAllPromises) {
      absl::StrAppend(&line,
                      Column(sweep, promise, CellText(sweep, fault, promise)));
    }
    Trim(line);
    if (!fault.note.empty()) absl::StrAppend(&line, "\n    ", fault.note);
  } else {
    absl::StrAppend(&line, fault.note);
    Trim(line);
  }
  return line + "\n";
}

}  // namespace

bool Sweep::held() const {
  for (const bool broken : broken_before) {
    if (broken) return false;
  }
  for (const SweptFault& fault : faults) {
    for (const auto& broken : fault.broken) {
      if (broken.places > 0) return false;
    }
  }
  return true;
}

Sweep SweepStory(const Token& story) { return Sweeper(story).Run(); }

std::string SweepText(const Sweep& sweep) {
  std::string text = absl::StrCat(
      StoryLines(sweep),
      absl::StrFormat("%-*s  places  ", static_cast<int>(kNameWidth),
                      "one fault, at every place"));
  for (const Promise promise : kAllPromises) {
    absl::StrAppend(&text,
                    Column(sweep, promise, std::string(PromiseName(promise))));
  }
  Trim(text);
  absl::StrAppend(&text, "\n");
  std::string tokens;
  for (const SweptFault& fault : sweep.faults) {
    absl::StrAppend(&text, FaultLine(sweep, fault));
    for (const Promise promise : kAllPromises) {
      const auto& first = fault.broken[static_cast<size_t>(promise)].first;
      if (!first.has_value()) continue;
      absl::StrAppend(&tokens, "\n  ", fault.name, ": ",
                      std::string(PromiseName(promise)),
                      "\n    orderly replay '", TokenText(*first), "'");
    }
  }
  absl::StrAppend(&text,
                  "-: nothing is promised of the last messages after such a "
                  "fault\n");
  if (!tokens.empty())
    absl::StrAppend(&text, "\nThe first place of each:", tokens, "\n");
  return text;
}

}  // namespace orderly
