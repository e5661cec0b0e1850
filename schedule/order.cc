#include "schedule/order.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "sim/trace/trace_event.h"

namespace orderly {
namespace {

// Whether an event is what an anchor says.
class AnchorFinder final {
 public:
  AnchorFinder(const StepWords& words, const Story& story)
      : said_(std::get_if<SaidStep>(&words)) {
    if (said_ == nullptr)
      number_ = SegmentFinder(std::get<DeliverStep>(words).segment).Find(story);
  }
  bool Is(const TraceEvent& event) const {
    if (said_ != nullptr) return Says(event, *said_);
    return number_ != 0 && event.kind == TraceKind::kDelivered &&
           event.number == number_;
  }

 private:
  const SaidStep* said_;
  uint32_t number_ = 0;
};

std::string Follows(std::string_view happened, const ScheduleStep& step) {
  return absl::StrCat(std::string(happened), " before '", StepLine(step.words),
                      "' (line ", step.line, "), which stands above it");
}

// Goes through the story as the file tells it: each anchor happens after the
// anchors above it, and after what was decided above it; and what is decided
// under an anchor is decided after it.
class Reader final {
 public:
  explicit Reader(const Story& story) : story_(story) {}

  std::optional<Misfit> Read(const ScheduleStep& step,
                             const std::optional<StepTimes>& times) {
    if (!Decides(step.words)) return ReadAnchor(step);
    return times.has_value() ? ReadDecision(step, *times) : std::nullopt;
  }

 private:
  std::optional<Misfit> ReadDecision(const ScheduleStep& step,
                                     const StepTimes& times) {
    if (times.last < next_) {
      return Misfit{step.line, "step", StepLine(step.words),
                    Follows("was decided", *anchor_)};
    }
    // What has no words has no place that a reader could know.
    if (!std::holds_alternative<ChoiceStep>(step.words) &&
        times.first > decided_) {
      decided_ = times.first;
      decision_ = &step;
    }
    return std::nullopt;
  }

  std::optional<Misfit> ReadAnchor(const ScheduleStep& step) {
    const std::vector<TraceEvent>& events = story_.trace().events();
    const AnchorFinder finder(step.words, story_);
    const auto is = [&finder](const TraceEvent& e) { return finder.Is(e); };
    const auto at = [&events](size_t i) {
      return events.begin() + static_cast<ptrdiff_t>(i);
    };
    const size_t from = std::max(next_, decided_);
    const auto found = std::find_if(at(from), events.end(), is);
    if (found != events.end()) {
      next_ = static_cast<size_t>(found - events.begin()) + 1;
      anchor_ = &step;
      return std::nullopt;
    }
    std::string why;
    if (next_ < from && std::any_of(at(next_), at(from), is)) {
      why = Follows("happened only", *decision_);
    } else if (std::any_of(events.begin(), at(from), is)) {
      why =
          Follows("happened only", anchor_ == nullptr ? *decision_ : *anchor_);
    } else {
      why = "never happened: " + WhyNeverHappened(step.words, story_);
    }
    return Misfit{step.line, "anchor", StepLine(step.words), std::move(why)};
  }

  const Story& story_;
  size_t next_ = 0;  // the first event after the last anchor
  const ScheduleStep* anchor_ = nullptr;
  size_t decided_ = 0;  // how many events before the last decision
  const ScheduleStep* decision_ = nullptr;
};

}  // namespace

bool Decides(const StepWords& words) {
  return !std::holds_alternative<SaidStep>(words) &&
         !std::holds_alternative<DeliverStep>(words);
}

std::optional<Misfit> Misplaced(const Schedule& schedule,
                                std::span<const std::optional<StepTimes>> times,
                                const Story& story) {
  Reader reader(story);
  for (size_t i = 0; i < schedule.steps.size(); ++i) {
    std::optional<Misfit> misfit = reader.Read(schedule.steps[i], times[i]);
    if (misfit.has_value()) return misfit;
  }
  return std::nullopt;
}

}  // namespace orderly
