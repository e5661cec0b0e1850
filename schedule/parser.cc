#include "schedule/parser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "properties/scenario_words.h"
#include "schedule/take_step.h"
#include "schedule/words.h"

namespace orderly {
namespace {

constexpr size_t kMostLines = 10'000;
constexpr std::string_view kVersion = "1";

// A side's belief, as Outcome has it.
std::string TakeBelief(Words& words, Expectation::Of of) {
  if (words.Take("rolled")) {
    words.Expect("back");
    return "rolled back";
  }
  // Of a server its journal is asked, which has one or the other.
  if (of == Expectation::Of::kServer) {
    (void)words.TakeOneOf({"committed", "rolled back"},
                          "what the server's journal says");
    return "committed";
  }
  static constexpr std::array<std::string_view, 5> kBeliefs = {
      "committed", "rolled back", "unknown", "nothing: it was killed",
      "nothing yet"};
  return std::string(kBeliefs[words.TakeOneOf(
      {"committed", "rolled back", "unknown", "killed", "nothing"},
      "how it ends")]);
}

void TakeBroken(Words& words, Expectation& expectation) {
  std::vector<std::string_view> promises;
  for (const Promise promise : kAllPromises)
    promises.push_back(PromiseName(promise));
  expectation.promise = kAllPromises[words.TakeOneOf(promises, "a promise")];
  if (!words.Take("by")) return;
  std::vector<std::string_view> causes;
  for (int i = 1; i < kCauseCount; ++i)
    causes.push_back(CauseName(static_cast<Cause>(i)));
  expectation.cause =
      static_cast<Cause>(1 + words.TakeOneOf(causes, "a cause"));
}

Expectation TakeExpectation(Words& words) {
  using Of = Expectation::Of;
  constexpr std::array kOf = {Of::kHeldAll, Of::kBroken, Of::kClient,
                              Of::kServer};
  Expectation expectation;
  expectation.line = words.line();
  expectation.of = kOf[words.TakeOneOf({"held", "broken", "client", "server"},
                                       "what comes of the run")];
  if (expectation.of == Of::kHeldAll) {
    words.Expect("all");
  } else if (expectation.of == Of::kBroken) {
    TakeBroken(words, expectation);
  } else {
    expectation.belief = TakeBelief(words, expectation.of);
  }
  return expectation;
}

bool IsVerdict(const Expectation& expectation) {
  return expectation.of == Expectation::Of::kHeldAll ||
         expectation.of == Expectation::Of::kBroken;
}

// Whether two expectations are about one thing, so that one is too many.
bool AreOfOne(const Expectation& a, const Expectation& b) {
  return a.of == b.of &&
         (a.of != Expectation::Of::kBroken || a.promise == b.promise);
}

// The values of a setting. Those of power-off are two sides with many times.
std::string ValuesText(const Setting& setting) {
  constexpr std::string_view kOne = "client at ";
  const std::vector<std::string>& values = setting.values;
  std::vector<std::string> times;
  for (const std::string& value : values) {
    if (value.starts_with(kOne)) times.push_back(value.substr(kOne.size()));
  }
  if (times.empty()) return absl::StrJoin(values, ", ");
  return absl::StrCat(values[0], ", or client|server at one of ",
                      absl::StrJoin(times, ", "));
}

std::string SettingNames() {
  std::vector<std::string> names;
  for (const Setting& setting : AllSettings()) {
    std::string name(setting.name.substr(0, setting.name.find(' ')));
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  return absl::StrJoin(names, ", ");
}

class Parser final {
 public:
  explicit Parser(std::string_view file) : file_(file) {}

  absl::StatusOr<Schedule> Run(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark))
      text.remove_prefix(kByteOrderMark.size());
    uint32_t line = 1;
    while (true) {
      const size_t end = text.find('\n');
      Words words(file_, line, text.substr(0, end));
      if (line > kMostLines)
        words.RefuseLine("at most 10000 lines", "another one");
      if (words.ok() && !words.empty()) TakeLine(words);
      if (words.ok()) words.ExpectEnd();
      text = end == std::string_view::npos ? "" : text.substr(end + 1);
      if (text.empty()) RefuseWithout(words);
      if (!words.ok()) return words.status();
      if (text.empty()) return std::move(schedule_);
      ++line;
    }
  }

 private:
  // What a schedule must have, at its last line.
  void RefuseWithout(Words& last) const {
    if (!began_) {
      last.RefuseEndOfFile("'close-schedule 1', the first line of a schedule");
    } else if (!has_row_) {
      last.RefuseEndOfFile("a line 'row GOODBYE server ENDING client ENDING'");
    } else if (std::none_of(schedule_.expectations.begin(),
                            schedule_.expectations.end(), IsVerdict)) {
      last.RefuseEndOfFile(
          "a line 'expect held all' or 'expect broken PROMISE'");
    }
  }

  void TakeLine(Words& words) {
    if (!began_) return TakeVersion(words);
    if (words.Take("row")) return TakeRow(words);
    if (words.Take("stack")) return TakeStack(words);
    if (words.Take("expect")) return AddExpectation(words);
    if (TakeSetting(words)) return;
    const std::optional<StepWords> step = TakeStep(words);
    if (step.has_value()) return AddStep(words, *step);
    words.Refuse(absl::StrCat(
        "a line of a schedule: row, stack, net, kill, pause, short-read, "
        "short-write, interrupt, spurious, no-memory, run, forge, power, cut, "
        "choice, client, "
        "server, expect, or a setting (",
        SettingNames(), ")"));
  }

  void AddExpectation(Words& words) {
    const Expectation added = TakeExpectation(words);
    for (const Expectation& other : schedule_.expectations) {
      if (AreOfOne(other, added)) {
        words.RefuseLine(
            "an expectation of something else",
            absl::StrCat("a second one of what line ", other.line, " expects"));
      } else if (IsVerdict(other) && IsVerdict(added) && other.of != added.of) {
        words.RefuseLine("either 'expect held all' or broken promises",
                         absl::StrCat("both, here and in line ", other.line));
      }
    }
    schedule_.expectations.push_back(added);
  }

  void AddStep(Words& words, const StepWords& step) {
    if (const auto* choice = std::get_if<ChoiceStep>(&step))
      RefuseAgain(words, choice->step, "decision of one place");
    const auto* call = std::get_if<CallStep>(&step);
    if (call != nullptr && call->site == Site::kKill) {
      if (killed_) words.RefuseLine("one kill only: a run has one", "a second");
      killed_ = true;
    }
    schedule_.steps.push_back({step, words.remark(), words.line()});
  }

  // Each place of a run is decided once, however it is said.
  void RefuseAgain(Words& words, Step step, std::string_view what) {
    step.value = step.bound = 0;
    for (const Step& other : decided_) {
      if (other == step)
        words.RefuseLine(absl::StrCat("one ", std::string(what), " only"),
                         "a second");
    }
    decided_.push_back(step);
  }

  void TakeVersion(Words& words) {
    began_ = true;
    if (!words.Take("close-schedule"))
      return words.Refuse("'close-schedule 1', the first line of a schedule");
    if (!words.Take(kVersion))
      words.Refuse("version 1, the only one that this program reads");
  }

  void TakeRow(Words& words) {
    if (has_row_) return words.RefuseLine("one row only", "a second");
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
    bool& given = has_stack_[who == Who::kClient ? 0 : 1];
    if (given) {
      words.RefuseLine(
          absl::StrCat("one stack of the ", std::string(WhoName(who)), " only"),
          "a second");
    }
    given = true;
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
    const std::string name(setting.name);
    RefuseAgain(words, {setting.site, setting.actor, 0, 0, 0},
                absl::StrCat("'", name, "'"));
    const auto number = static_cast<uint32_t>(words.TakeTextOf(
        setting.values,
        absl::StrCat("a value of '", name, "' (", ValuesText(setting), ")")));
    if (number == 0) return;  // the plain one
    schedule_.settings.push_back(
        {setting.Decide(number), words.remark(), words.line()});
  }

  std::string_view file_;
  Schedule schedule_;
  bool began_ = false;
  bool has_row_ = false;
  std::array<bool, 2> has_stack_ = {};
  bool killed_ = false;
  std::vector<Step> decided_;  // their places alone
};

}  // namespace

absl::StatusOr<Schedule> ParseSchedule(std::string_view file,
                                       std::string_view text) {
  return Parser(file).Run(text);
}

}  // namespace orderly
