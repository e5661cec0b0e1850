#include "search/describe.h"

#include <array>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "properties/scenario.h"
#include "properties/strike.h"
#include "sim/choice/site.h"
#include "sim/net/fate.h"
#include "sim/net/network.h"
#include "sim/trace/trace_event.h"

namespace orderly {
namespace {

std::string Link(uint8_t number) {
  return number == Network::LinkNumber({0, 1}) ? "client to server"
                                               : "server to client";
}

std::string Process(uint8_t actor) { return actor == 1 ? "server" : "client"; }

std::string Receiver(uint8_t link) {
  return link == Network::LinkNumber({0, 1}) ? "server" : "client";
}

// Of the segments under way there, and the next wake-up of its process.
std::string OrderText(uint32_t value) {
  if (value == 1) return "the second goes before the first";
  return absl::StrCat("number ", value + 1, " goes before all others");
}

std::string FateText(uint32_t value) {
  switch (static_cast<Fate>(value)) {
    case Fate::kDeliver:
      return "arrives";
    case Fate::kDrop:
      return "is lost";
    case Fate::kDuplicate:
      return "arrives twice, 15 ms apart";
    case Fate::kOutage:
      return "is lost, and so is all that follows it for 1.2 s";
    case Fate::kDelayShort:
      return "is 15 ms late";
    case Fate::kDelayMedium:
      return "is 60 ms late";
    case Fate::kDelayLong:
      return "is 450 ms late";
  }
  return "";
}

// When a wait meets a fault (syscall_faults.cc).
std::string_view Moment(uint32_t value) {
  constexpr std::array<std::string_view, 4> kMoments = {
      "", "at once", "after 3 ms", "after 40 ms"};
  return value < kMoments.size() ? kMoments[value] : "";
}

constexpr std::array<int, 7> kPauses = {0, 1, 5, 12, 30, 80, 300};

}  // namespace

std::string DescribeStep(const Step& step) {
  const uint32_t nth = step.index + 1;
  switch (step.site) {
    case Site::kFate:
      return absl::StrCat("segment ", nth, " from ", Link(step.actor), " ",
                          FateText(step.value));
    case Site::kLatency:
      return absl::StrCat("segment ", nth, " from ", Link(step.actor), " is ",
                          step.value, " us late");
    case Site::kSchedule:
      return absl::StrCat("at choice ", nth,
                          " of who runs, another process goes first");
    case Site::kPause:
      return absl::StrCat("the ", Process(step.actor), " is preempted for ",
                          step.value < kPauses.size() ? kPauses[step.value] : 0,
                          " ms before call ", nth);
    case Site::kKill:
      return absl::StrCat("the ", Process(step.actor),
                          " is killed before call ", nth);
    case Site::kShortRead:
      return absl::StrCat("read ", nth, " of the ", Process(step.actor),
                          step.value == 1 ? " gets half" : " gets one byte");
    case Site::kShortWrite:
      return absl::StrCat("write ", nth, " of the ", Process(step.actor),
                          step.value == 1 ? " takes half" : " takes one byte");
    case Site::kPower:
      return step.value == 1 ? "power comes back after 300 ms"
                             : "power comes back after 5 s";
    case Site::kPartition:
      return step.value == 1 ? "the network is whole again after 3 s"
                             : "the network is whole again after 12 s";
    case Site::kScenario:
      return DescribeParameter(step);
    case Site::kInterrupt:
      return absl::StrCat("wait ", nth, " of the ", Process(step.actor),
                          " is ended by a signal ",
                          std::string(Moment(step.value)), " (EINTR)");
    case Site::kSpurious:
      return absl::StrCat("poll ", nth, " of the ", Process(step.actor),
                          " that waits says readable ",
                          std::string(Moment(step.value)),
                          ", and nothing is there");
    case Site::kNoMemory:
      return absl::StrCat("send or connect ", nth, " of the ",
                          Process(step.actor), " finds no memory");
    case Site::kOrder:
      return absl::StrCat("at choice ", nth, " of what comes first at the ",
                          Receiver(step.actor), ", ", OrderText(step.value));
    case Site::kStrike:
      return absl::StrCat(
          std::string(StrikeText(static_cast<Strike>(step.value))),
          " after event ", nth);
    case Site::kIss:
    case Site::kRandom:
    case Site::kTest:
      return StepText(step);
  }
  return StepText(step);
}

std::optional<size_t> SentEvent(const Trace& trace, const Step& step) {
  if (step.site != Site::kFate) return std::nullopt;
  uint32_t sent = 0;
  for (size_t i = 0; i < trace.events().size(); ++i) {
    const TraceEvent& event = trace.events()[i];
    if (event.kind != TraceKind::kSent) continue;
    if (Network::LinkNumber({event.host, event.peer}) != step.actor) continue;
    if (sent++ == step.index) return i;
  }
  return std::nullopt;
}

}  // namespace orderly
