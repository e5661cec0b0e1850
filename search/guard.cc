#include "search/guard.h"

#include <algorithm>
#include <array>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "sim/base/hash.h"
#include "sim/choice/replay_choices.h"
#include "sim/trace/trace.h"
#include "sim/trace/trace_event.h"

namespace orderly {
namespace {

// All that is judged of a run, as one text.
std::string Judged(const Outcome& outcome) {
  std::string text =
      absl::StrCat(outcome.client_believes, "; ", outcome.server_believes, "; ",
                   outcome.segments, " segments, ", outcome.calls, " calls");
  for (const Violation& violation : outcome.violations) {
    absl::StrAppend(&text, "; ", std::string(PromiseName(violation.promise)),
                    ": ", violation.happened);
  }
  for (const Situations::Reached& reached : outcome.situations.cells())
    absl::StrAppend(&text, " ", reached.cell);
  return text;
}

// Blocks of many sizes that stay while a run is made: it finds its memory
// elsewhere.
class OtherHeap {
 public:
  OtherHeap() {
    size_t size = 24;
    for (std::unique_ptr<char[]>& block : blocks_) {
      block = std::make_unique<char[]>(size);
      size = size * 3 / 2 % 6000 + 24;
    }
    for (size_t i = 0; i < blocks_.size(); i += 3) blocks_[i].reset();
  }

 private:
  std::array<std::unique_ptr<char[]>, 64> blocks_;
};

// On a thread of its own, whose pools are empty and whose heap is another.
template <typename Function>
void Elsewhere(const Function& function) {
  std::thread thread([&function] {
    const OtherHeap heap;
    function();
  });
  thread.join();
}

std::string EventText(const std::vector<TraceEvent>& events, size_t i) {
  if (i >= events.size()) return "(the run is over)";
  return TraceEventText(events[i]);
}

}  // namespace

bool DeterminismGuard::Samples(uint64_t seed) {
  constexpr uint64_t kOneIn = 64;
  return Mix64(~seed) % kOneIn == 0;
}

std::optional<std::string> DeterminismGuard::Note(uint64_t seed,
                                                  const Tape& tape,
                                                  const Outcome& outcome) {
  noted_.push_back({seed, tape, outcome.digest, Judged(outcome)});
  return noted_.size() < kBatch ? std::nullopt : Finish();
}

std::optional<std::string> DeterminismGuard::Finish() {
  const Noted* other = nullptr;
  Elsewhere([&] {
    // Backwards: what the pools hand out was last used for something else.
    for (size_t i = noted_.size(); i-- > 0 && other == nullptr;) {
      if (!CameOutAlike(noted_[i])) other = &noted_[i];
    }
  });
  std::optional<std::string> difference;
  if (other != nullptr) {
    difference = absl::StrCat("seed ", other->seed, " and its own tape ",
                              other->tape.ToText(), " gave different runs\n",
                              FirstDifference(other->tape));
  }
  noted_.clear();
  return difference;
}

bool DeterminismGuard::CameOutAlike(const Noted& noted) const {
  ReplayChoices choices(noted.tape);
  const Outcome second = runner_(choices, /*keep_trace=*/false);
  return second.digest == noted.digest && Judged(second) == noted.judged;
}

// The tape is told twice more, here and elsewhere, with the events kept.
std::string DeterminismGuard::FirstDifference(const Tape& tape) const {
  const auto run = [&] {
    ReplayChoices choices(tape);
    return runner_(choices, /*keep_trace=*/true);
  };
  const Outcome first = run();
  Outcome second;
  Elsewhere([&] { second = run(); });
  const std::vector<TraceEvent>& a = first.trace->events();
  const std::vector<TraceEvent>& b = second.trace->events();
  size_t i = 0;
  while (i < a.size() && i < b.size() &&
         TraceEventText(a[i]) == TraceEventText(b[i])) {
    ++i;
  }
  if (i < std::max(a.size(), b.size())) {
    return absl::StrFormat(
        "  first difference at event %d:\n  first:  %s\n  second: %s", i,
        EventText(a, i), EventText(b, i));
  }
  if (Judged(first) == Judged(second)) {
    return absl::StrFormat(
        "  told twice more, both runs were alike, with digest %016x: it "
        "depends "
        "on the runs before",
        first.digest);
  }
  return absl::StrCat("  no event differs; what was judged:\n  first:  ",
                      Judged(first), "\n  second: ", Judged(second));
}

}  // namespace orderly
