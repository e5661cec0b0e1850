#include "schedule/parser.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "properties/scenario_words.h"
#include "schedule/words.h"
#include "sim/process/process.h"

namespace orderly {
namespace {

constexpr size_t kMostLines = 10'000;
constexpr std::string_view kVersion = "1";

Who TakeWho(Words& words) {
  return words.TakeOneOf({"client", "server"}, "who") == 0 ? Who::kClient
                                                           : Who::kServer;
}

SegmentName TakeSegment(Words& words) {
  SegmentName name;
  name.from_client = words.TakeOneOf({"c>s", "s>c"}, "a direction") == 0;
  if (words.AtQuoted()) {
    name.text = words.TakeQuoted();
  } else {
    std::vector<std::string_view> kinds;
    for (int i = 0; i < kSegmentKindCount; ++i)
      kinds.push_back(SegmentKindName(static_cast<SegmentKind>(i)));
    name.kind = static_cast<SegmentKind>(
        words.TakeOneOf(kinds, "a kind of segment or a text in quotes"));
  }
  name.nth = words.TakeCount();
  if (words.Take("again")) name.again = words.TakeCount();
  return name;
}

NamedCall TakeCall(Words& words) {
  std::vector<std::string_view> calls = {"fsync"};  // the journal's
  for (int i = 0; i < kCallCount; ++i) {
    const auto call = static_cast<Call>(i);
    if (call != Call::kOwn && call != Call::kUnsupported &&
        call != Call::kPause)
      calls.push_back(CallName(call));
  }
  NamedCall name;
  name.call = calls[words.TakeOneOf(calls, "a call")];
  if (words.AtQuoted()) name.text = words.TakeQuoted();
  name.nth = words.TakeCount();
  return name;
}

CallPlace TakePlace(Words& words) {
  CallPlace place;
  place.call = TakeCall(words);
  if (words.Take("after")) place.after = TakeCall(words);
  return place;
}

NetStep TakeFate(Words& words, size_t verb) {
  NetStep step;
  if (verb == 0) step.fate = Fate::kDrop;
  if (verb == 1) step.fate = Fate::kDuplicate;
  if (verb == 2) {
    const std::vector<Fate> delays = {Fate::kDelayShort, Fate::kDelayMedium,
                                      Fate::kDelayLong};
    std::vector<std::string> times;
    for (const Fate delay : delays) times.push_back(DelayText(delay));
    step.fate = delays[words.TakeOneOf({times.begin(), times.end()}, "a time")];
  }
  if (verb == 3) {
    step.fate = Fate::kOutage;
    words.Expect(DelayText(Fate::kOutage));
  }
  step.segment = TakeSegment(words);
  return step;
}

StepWords TakeNet(Words& words) {
  const size_t verb =
      words.TakeOneOf({"lose", "repeat", "delay", "outage", "deliver"},
                      "what the network does");
  if (verb == 4) return DeliverStep{TakeSegment(words)};
  return TakeFate(words, verb);
}

// "80ms": which of them, from 1.
uint32_t TakeMillis(Words& words, std::span<const int> all) {
  std::vector<std::string> times;
  for (const int millis : all) times.push_back(absl::StrCat(millis, "ms"));
  return 1 + static_cast<uint32_t>(
                 words.TakeOneOf({times.begin(), times.end()}, "a time"));
}

StepWords TakeCallStep(Words& words, Site site) {
  CallStep step;
  step.site = site;
  step.process = TakeWho(words);
  if (site == Site::kPause) {
    step.value = TakeMillis(words, kPauseMillis);
  } else if (site == Site::kInterrupt || site == Site::kSpurious) {
    step.value = TakeMillis(words, kMomentMillis);
  } else if (site != Site::kKill && site != Site::kNoMemory) {
    step.value = 1 + static_cast<uint32_t>(
                         words.TakeOneOf({"half", "1-byte"}, "how much"));
  }
  words.Expect(site == Site::kPause || site == Site::kKill ? "before" : "at");
  step.place = TakePlace(words);
  return step;
}

StepWords TakeTurn(Words& words) {
  TurnStep step;
  step.process = TakeWho(words);
  words.Expect("first");
  words.Expect("at");
  if (!words.Take("start")) step.place = TakePlace(words);
  if (words.Take("turn")) step.turn = words.TakeCount();
  return step;
}

StepWords TakeChoice(Words& words) {
  const std::string text = words.TakeWord("a decision, as a token has it");
  const absl::StatusOr<Tape> tape = Tape::FromText(text);
  if (!tape.ok() || tape->size() != 1) {
    words.RefuseLast("one decision, as a token has it: random.1.0=3/65536");
    return ChoiceStep{};
  }
  return ChoiceStep{tape->steps().front()};
}

StepWords TakeSaid(Words& words, Who process) {
  SaidStep step;
  step.process = process;
  step.call = words.TakeWord("a call: send, recv, shutdown, close, ...");
  if (words.AtQuoted()) step.text = words.TakeQuoted();
  if (!words.empty()) step.detail = words.TakeWord("an errno, or 'end'");
  return step;
}

Expectation TakeExpectation(Words& words) {
  using Of = Expectation::Of;
  Expectation expectation;
  expectation.line = words.line();
  const size_t of = words.TakeOneOf({"held", "broken", "client", "server"},
                                    "what comes of the run");
  if (of == 0) words.Expect("all");
  if (of == 1) {
    expectation.of = Of::kBroken;
    std::vector<std::string_view> promises;
    for (const Promise promise : kAllPromises)
      promises.push_back(PromiseName(promise));
    expectation.promise = kAllPromises[words.TakeOneOf(promises, "a promise")];
    if (words.Take("by")) {
      std::vector<std::string_view> causes;
      for (int i = 1; i < kCauseCount; ++i)
        causes.push_back(CauseName(static_cast<Cause>(i)));
      expectation.cause =
          static_cast<Cause>(1 + words.TakeOneOf(causes, "a cause"));
    }
  }
  if (of >= 2) {
    expectation.of = of == 2 ? Of::kClient : Of::kServer;
    // As Outcome has them; a server that was killed has its journal.
    static constexpr std::array<std::string_view, 5> kBeliefs = {
        "committed", "rolled back", "unknown", "nothing: it was killed",
        "nothing yet"};
    if (words.Take("rolled")) {
      words.Expect("back");
      expectation.belief = kBeliefs[1];
    } else {
      const size_t belief = words.TakeOneOf(
          {"committed", "rolled back", "unknown", "killed", "nothing"},
          "how it ends");
      expectation.belief = kBeliefs[belief];
    }
  }
  return expectation;
}

class Parser final {
 public:
  explicit Parser(std::string_view file) : file_(file) {}

  absl::StatusOr<Schedule> Run(std::string_view text) {
    uint32_t line = 0;
    while (!text.empty()) {
      const size_t end = text.find('\n');
      Words words(file_, ++line, text.substr(0, end));
      text = end == std::string_view::npos ? "" : text.substr(end + 1);
      if (line > kMostLines) words.Refuse("at most 10000 lines");
      if (words.ok() && !words.empty()) TakeLine(words);
      if (words.ok()) words.ExpectEnd();
      if (!words.ok()) return words.status();
    }
    Words end(file_, line + 1, "");
    if (!began_) end.Refuse("'close-schedule 1', the first line of a schedule");
    if (!has_row_)
      end.Refuse("a line 'row GOODBYE server ENDING client ENDING'");
    if (!end.ok()) return end.status();
    return std::move(schedule_);
  }

 private:
  void TakeLine(Words& words) {
    if (!began_) return TakeVersion(words);
    if (words.Take("row")) return TakeRow(words);
    if (words.Take("stack")) return TakeStack(words);
    if (words.Take("expect")) {
      schedule_.expectations.push_back(TakeExpectation(words));
      return;
    }
    if (TakeSetting(words)) return;
    const std::optional<StepWords> step = TakeStep(words);
    if (step.has_value()) {
      schedule_.steps.push_back({*step, words.remark(), words.line()});
      return;
    }
    words.Refuse(
        "a line of a schedule: row, stack, a setting, net, kill, pause, "
        "short-read, short-write, interrupt, spurious, no-memory, run, choice, "
        "client, server or expect");
  }

  void TakeVersion(Words& words) {
    began_ = true;
    if (!words.Take("close-schedule"))
      return words.Refuse("'close-schedule 1', the first line of a schedule");
    if (!words.Take(kVersion))
      words.Refuse("version 1, the only one that this program reads");
  }

  void TakeRow(Words& words) {
    if (has_row_) return words.RefuseLast("one row");
    has_row_ = true;
    const auto goodbye = protocol::ParseGoodbye(words.TakeWord("a goodbye"));
    if (!goodbye.ok()) return words.RefuseLast("a goodbye: close-ok or eof");
    schedule_.row.goodbye = *goodbye;
    words.Expect("server");
    schedule_.row.server = TakeEnding(words);
    words.Expect("client");
    schedule_.row.client = TakeEnding(words);
  }

  static protocol::Ending TakeEnding(Words& words) {
    std::vector<std::string_view> names;
    for (const protocol::Ending ending : protocol::AllEndings())
      names.push_back(protocol::EndingName(ending));
    return protocol::AllEndings()[words.TakeOneOf(names, "an ending")];
  }

  void TakeStack(Words& words) {
    const Who who = TakeWho(words);
    std::vector<std::string_view> names;
    for (const Stack stack : kAllStacks) names.push_back(StackName(stack));
    const Stack stack = kAllStacks[words.TakeOneOf(names, "a stack")];
    (who == Who::kClient ? schedule_.row.stacks.client
                         : schedule_.row.stacks.server) = stack;
  }

  // False: the line is no setting.
  bool TakeSetting(Words& words) {
    for (const Setting& setting : AllSettings()) {
      const size_t space = setting.name.find(' ');
      const std::string name(setting.name.substr(0, space));
      if (!words.Take(name)) continue;
      if (space == std::string_view::npos) {
        TakeValue(words, setting);
        return true;
      }
      const std::string full =
          absl::StrCat(name, " ", std::string(WhoName(TakeWho(words))));
      for (const Setting& of_who : AllSettings()) {
        if (of_who.name == full) TakeValue(words, of_who);
      }
      return true;
    }
    return false;
  }

  void TakeValue(Words& words, const Setting& setting) {
    for (const ScheduleSetting& other : schedule_.settings) {
      if (SettingOf(other.step) == &setting)
        return words.RefuseLast("a setting that was not given before");
    }
    const auto number = static_cast<uint32_t>(words.TakeRestOf(
        setting.values,
        absl::StrCat("a value of '", std::string(setting.name), "'")));
    if (number == 0) return;  // the plain one
    schedule_.settings.push_back(
        {setting.Decide(number), words.remark(), words.line()});
  }

  static std::optional<StepWords> TakeStep(Words& words) {
    if (words.Take("net")) return TakeNet(words);
    for (const Site site :
         {Site::kKill, Site::kPause, Site::kShortRead, Site::kShortWrite,
          Site::kInterrupt, Site::kSpurious, Site::kNoMemory}) {
      if (words.Take(SiteName(site))) return TakeCallStep(words, site);
    }
    if (words.Take("run")) return TakeTurn(words);
    if (words.Take("choice")) return TakeChoice(words);
    if (words.Take("client")) return TakeSaid(words, Who::kClient);
    if (words.Take("server")) return TakeSaid(words, Who::kServer);
    return std::nullopt;
  }

  std::string_view file_;
  Schedule schedule_;
  bool began_ = false;
  bool has_row_ = false;
};

}  // namespace

absl::StatusOr<Schedule> ParseSchedule(std::string_view file,
                                       std::string_view text) {
  return Parser(file).Run(text);
}

}  // namespace orderly
