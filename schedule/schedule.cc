#include "schedule/schedule.h"

#include <array>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "properties/scenario_words.h"
#include "sim/process/process.h"

namespace orderly {
namespace {

std::string Str(std::string_view text) { return std::string(text); }

template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

std::string Nth(uint32_t nth) { return nth == 1 ? "" : absl::StrCat(" ", nth); }

std::string SegmentText(const SegmentName& name) {
  std::string text = name.from_client ? "c>s " : "s>c ";
  if (name.text.empty()) {
    absl::StrAppend(&text, Str(SegmentKindName(name.kind)), Nth(name.nth));
  } else {
    absl::StrAppend(&text, "\"", name.text, "\"", Nth(name.nth));
  }
  if (name.again > 0) absl::StrAppend(&text, " again", Nth(name.again));
  return text;
}

std::string PlaceText(const CallPlace& place) {
  std::string text = CallText(place.call);
  if (place.after.has_value())
    absl::StrAppend(&text, " after ", CallText(*place.after));
  return text;
}

std::string FateText(Fate fate) {
  switch (fate) {
    case Fate::kDeliver:
      return "deliver";
    case Fate::kDrop:
      return "lose";
    case Fate::kDuplicate:
      return "repeat";
    case Fate::kDelayShort:
    case Fate::kDelayMedium:
    case Fate::kDelayLong:
      return "delay " + DelayText(fate);
    case Fate::kOutage:
      return "outage " + DelayText(fate);
  }
  return "";
}

std::string CallStepText(const CallStep& step) {
  const std::string who = Str(WhoName(step.process));
  const std::string place = PlaceText(step.place);
  if (step.site == Site::kKill)
    return absl::StrCat("kill ", who, " before ", place);
  if (step.site == Site::kPause) {
    return absl::StrCat("pause ", who, " ", kPauseMillis[step.value - 1],
                        "ms before ", place);
  }
  const std::string site = Str(SiteName(step.site));
  if (step.site == Site::kNoMemory)
    return absl::StrCat(site, " ", who, " at ", place);
  if (step.site == Site::kInterrupt || step.site == Site::kSpurious) {
    return absl::StrCat(site, " ", who, " ", kMomentMillis[step.value - 1],
                        "ms at ", place);
  }
  return absl::StrCat(site, " ", who, step.value == 1 ? " half" : " 1-byte",
                      " at ", place);
}

std::string TurnText(const TurnStep& step) {
  std::string text =
      absl::StrCat("run ", Str(WhoName(step.process)), " first at ");
  text += step.place.has_value() ? PlaceText(*step.place) : "start";
  if (step.turn > 1) absl::StrAppend(&text, " turn ", step.turn);
  return text;
}

std::string StrikeStepText(const StrikeStep& step) {
  std::string text = absl::StrCat(Str(StrikeName(step.strike)), " after ");
  if (step.segment.has_value()) {
    absl::StrAppend(&text, "net deliver ", SegmentText(*step.segment));
  } else if (step.process == Who::kNobody) {
    text += "start";
  } else {
    absl::StrAppend(&text, Str(WhoName(step.process)), " ",
                    PlaceText(step.call));
  }
  if (step.event > 1) absl::StrAppend(&text, " event ", step.event);
  return text;
}

std::string SaidText(const SaidStep& step) {
  std::string text = absl::StrCat(Str(WhoName(step.process)), " ", step.call);
  if (!step.text.empty()) absl::StrAppend(&text, " \"", step.text, "\"");
  if (!step.detail.empty()) absl::StrAppend(&text, " ", step.detail);
  return text;
}

void AppendLine(std::string line, std::string_view remark, std::string& text) {
  if (!remark.empty()) {
    constexpr size_t kColumn = 40;
    if (line.size() < kColumn) line.append(kColumn - line.size(), ' ');
    absl::StrAppend(&line, "  # ", Str(remark));
  }
  absl::StrAppend(&text, line, "\n");
}

}  // namespace

std::string_view SegmentKindName(SegmentKind kind) {
  static constexpr std::array<std::string_view, kSegmentKindCount> kNames = {
      "syn", "syn-ack", "ack", "data", "fin", "rst"};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view WhoName(Who who) {
  return who == Who::kServer ? "server" : "client";
}

std::string_view CauseName(Cause cause) {
  static constexpr std::array<std::string_view, kCauseCount> kNames = {
      "", "unread-at-close", "data-after-close", "linger0", "gave-up"};
  return kNames[static_cast<size_t>(cause)];
}

std::string_view BeliefName(std::string_view belief) {
  if (belief == "nothing yet") return "nothing";
  return belief.starts_with("nothing") ? "killed" : belief;
}

std::string DelayText(Fate fate) {
  const LinkConfig link;
  const auto text = [](Duration delay) {
    return absl::StrCat(delay.count() / 1'000'000, "ms");
  };
  switch (fate) {
    case Fate::kDelayShort:
      return text(link.short_delay);
    case Fate::kDelayMedium:
      return text(link.medium_delay);
    case Fate::kDelayLong:
      return text(link.long_delay);
    case Fate::kOutage:
      return text(link.outage);
    case Fate::kDeliver:
    case Fate::kDrop:
    case Fate::kDuplicate:
      return "";
  }
  return "";
}

std::string_view StrikeName(Strike strike) {
  static constexpr std::array<std::string_view, kStrikeCount> kNames = {
      "",
      "forge rst s>c",
      "forge rst c>s",
      "power off client",
      "power off server",
      "power off client 300ms",
      "power off server 300ms",
      "cut network 300ms",
      "cut network 12000ms"};
  static_assert(kBlackout == std::chrono::milliseconds(300) &&
                kShortCut == std::chrono::milliseconds(300) &&
                kLongCut == std::chrono::milliseconds(12'000));
  return kNames[static_cast<size_t>(strike)];
}

std::string StepLine(const StepWords& step) {
  return std::visit(
      Overloaded{
          [](const NetStep& s) {
            return absl::StrCat("net ", FateText(s.fate), " ",
                                SegmentText(s.segment));
          },
          [](const DeliverStep& s) {
            return absl::StrCat("net deliver ", SegmentText(s.segment));
          },
          [](const CallStep& s) { return CallStepText(s); },
          [](const TurnStep& s) { return TurnText(s); },
          [](const StrikeStep& s) { return StrikeStepText(s); },
          [](const ChoiceStep& s) { return "choice " + StepText(s.step); },
          [](const SaidStep& s) { return SaidText(s); }},
      step);
}

std::string CallText(const NamedCall& name) {
  std::string text = name.call;
  if (!name.text.empty()) absl::StrAppend(&text, " \"", name.text, "\"");
  return text + Nth(name.nth);
}

std::string SettingLine(const Step& step) {
  const Setting& setting = *SettingOf(step);
  return absl::StrCat(Str(setting.name), " ", setting.values[step.value]);
}

std::string ExpectationLine(const Expectation& e) {
  switch (e.of) {
    case Expectation::Of::kHeldAll:
      return "expect held all";
    case Expectation::Of::kBroken:
      return absl::StrCat("expect broken ", Str(PromiseName(e.promise)),
                          e.cause == Cause::kNone ? "" : " by ",
                          Str(CauseName(e.cause)));
    case Expectation::Of::kClient:
    case Expectation::Of::kServer:
      return absl::StrCat(
          "expect ", e.of == Expectation::Of::kClient ? "client " : "server ",
          Str(BeliefName(e.belief)));
  }
  return "";
}

std::string ScheduleText(const Schedule& schedule) {
  const Row& row = schedule.row;
  std::string text = absl::StrCat(
      "close-schedule 1\nrow ", Str(protocol::GoodbyeName(row.goodbye)),
      " server ", Str(protocol::EndingName(row.server)), " client ",
      Str(protocol::EndingName(row.client)), "\n");
  for (const auto& [who, stack] : {std::pair("client", row.stacks.client),
                                   std::pair("server", row.stacks.server)}) {
    if (stack != Stack::kLinux)
      absl::StrAppend(&text, "stack ", who, " ", Str(StackName(stack)), "\n");
  }
  for (const ScheduleSetting& setting : schedule.settings)
    AppendLine(SettingLine(setting.step), setting.remark, text);
  text += "\n";
  for (const ScheduleStep& step : schedule.steps)
    AppendLine(StepLine(step.words), step.remark, text);
  if (!schedule.steps.empty()) text += "\n";
  for (const Expectation& expectation : schedule.expectations)
    AppendLine(ExpectationLine(expectation), "", text);
  return text;
}

}  // namespace orderly
