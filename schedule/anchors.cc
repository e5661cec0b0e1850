#include "schedule/anchors.h"

#include <algorithm>
#include <set>
#include <string>

#include "schedule/story.h"
#include "sim/wire/segment.h"

namespace orderly {
namespace {

bool IsMessage(const SaidStep& said) {
  return (said.call == "send" || said.call == "recv") &&
         !Story::MessageWords(said.text).empty();
}

bool IsGoodbye(const SaidStep& said) {
  return said.text.starts_with("CLOSE") || said.text.starts_with("BYE");
}

bool IsBroken(const SaidStep& said) {
  return (said.call == "send" || said.call == "recv") &&
         (said.detail == "ECONNRESET" || said.detail == "EPIPE" ||
          said.detail == "ETIMEDOUT");
}

class Chooser final {
 public:
  explicit Chooser(const Trace& trace) : events_(trace.events()) {}

  std::vector<Anchor> Run(const std::vector<size_t>& disturbed) {
    for (size_t i = 0; i < events_.size(); ++i) {
      if (events_[i].kind != TraceKind::kCall) continue;
      const SaidStep said = SaidOf(events_[i]);
      const bool closes = said.call == "close" || said.call == "shutdown";
      const bool ends = said.call == "recv" && said.detail == "end";
      if (closes || ends || IsBroken(said) ||
          (IsMessage(said) && IsGoodbye(said)))
        AddOnce(i);
    }
    for (const size_t at : disturbed) AddMessageBefore(at, /*host=*/-1);
    AddReset();
    std::sort(
        chosen_.begin(), chosen_.end(),
        [](const Anchor& a, const Anchor& b) { return a.event < b.event; });
    const auto same = [](const Anchor& a, const Anchor& b) {
      return a.event == b.event;
    };
    chosen_.erase(std::unique(chosen_.begin(), chosen_.end(), same),
                  chosen_.end());
    return std::move(chosen_);
  }

 private:
  // Of what is said again and again: the first.
  void AddOnce(size_t i) {
    SaidStep said = SaidOf(events_[i]);
    said.text = Story::MessageWords(said.text);
    if (Says(events_[i], said) && lines_.insert(StepLine(said)).second)
      AddCall(i);
  }

  void AddCall(size_t i) {
    SaidStep said = SaidOf(events_[i]);
    said.text = Story::MessageWords(said.text);
    if (!said.text.empty()) said.detail.clear();
    if (Says(events_[i], said)) chosen_.push_back({i, 0, std::move(said)});
  }

  void AddMessageBefore(size_t at, int host) {
    for (size_t i = at; i-- > 0;) {
      if (events_[i].kind != TraceKind::kCall) continue;
      if (host >= 0 && events_[i].host != host) continue;
      if (!IsMessage(SaidOf(events_[i]))) continue;
      AddCall(i);
      return;
    }
  }

  // The first reset that arrives, and what was said to the side that sent it.
  void AddReset() {
    for (size_t i = 0; i < events_.size(); ++i) {
      const TraceEvent& event = events_[i];
      if (event.kind != TraceKind::kDelivered || (event.flags & kRst) == 0)
        continue;
      AddMessageBefore(i, event.peer);
      chosen_.push_back({i, event.number, {}});
      return;
    }
  }

  const std::vector<TraceEvent>& events_;
  std::vector<Anchor> chosen_;
  std::set<std::string> lines_;
};

}  // namespace

std::vector<Anchor> AnchorsOf(const Trace& trace,
                              const std::vector<size_t>& disturbed) {
  return Chooser(trace).Run(disturbed);
}

}  // namespace orderly
