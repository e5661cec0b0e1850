// In which order segments arrive, where the source of decisions wants to say.
//
// At the first arrival of several it is asked which comes first: itself, one
// of the later ones, or the next wake-up of a process of the host. Every order
// is one sequence of such answers. What is passed over follows the chosen one,
// and is no choice until that one has come.
#include <algorithm>
#include <array>

#include "sim/simulation.h"

namespace orderly {
namespace {

// More than that many are never under way to a host of a small session; later
// ones are no choice.
constexpr size_t kMostChoices = 16;

// Of a segment the instant does not matter: it may have been postponed.
bool IsSame(const Event& a, const Event& b, bool arrival) {
  return a.kind == b.kind && a.target == b.target && a.argument == b.argument &&
         (arrival || a.at == b.at);
}

}  // namespace

bool Simulation::ArrivesAt(const Event& event, uint8_t host) const {
  return event.kind == kArrival && DirectionOf(event).to == host;
}

const Simulation::Postponed* Simulation::FindPostponed(
    const Event& event) const {
  const auto it = std::find_if(
      postponed_.begin(), postponed_.end(),
      [&event](const Postponed& p) { return p.segment == event.argument; });
  return event.kind != kArrival || it == postponed_.end() ? nullptr : &*it;
}

// Whoever waited for another waits for this one now, so that of a host all that
// wait do so for the same.
void Simulation::Postpone(const Event& segment, const Event& behind) {
  for (Postponed& known : postponed_) {
    if (known.segment != segment.argument) continue;
    known.behind = behind;
    known.waits = true;
    return;
  }
  postponed_.push_back({segment.argument, segment.at, behind});
}

// Whether the next event is to be taken now: it was chosen, or nothing was
// asked.
bool Simulation::ChooseFirst() {
  const Event first = queue_.next();
  if (first.kind != kArrival) return true;
  const uint8_t host = DirectionOf(first).to;
  std::array<size_t, kMostChoices> choices{};
  uint32_t count = 1;  // of which the first is the first
  Instant latest = Instant::Never();
  for (size_t i = 0; i < queue_.size() && count < kMostChoices; ++i) {
    const Event& event = queue_.begin()[i];
    if (event.at > latest) break;
    if (ArrivesAt(event, host)) {
      const Postponed* postponed = FindPostponed(event);
      const bool waits = postponed != nullptr && postponed->waits;
      if (i > 0 && !waits) choices[count++] = i;
      const Instant due = postponed == nullptr ? event.at : postponed->due;
      latest = std::min(latest, due + network_.link(DirectionOf(event)).delay);
    } else if (event.kind == kActor &&
               actors_[event.target]->Wakes(event.argument) ==
                   hosts_[host].get()) {
      choices[count++] = i;
      break;
    }
  }
  const uint32_t answer = choices_.Below(
      count, Site::kOrder, Network::LinkNumber(DirectionOf(first)));
  if (answer == 0) return true;
  const Event chosen = queue_.begin()[choices[answer]];
  for (size_t i = 0; i < choices[answer]; ++i) {
    if (ArrivesAt(queue_.begin()[i], host)) Postpone(queue_.begin()[i], chosen);
  }
  queue_.MoveBehind(choices[answer], [this, host](const Event& event) {
    return ArrivesAt(event, host);
  });
  return IsSame(queue_.next(), chosen, chosen.kind == kArrival) &&
         chosen.at == now_;
}

// Who waited for this event may be chosen, and what arrives is not postponed.
void Simulation::NoteTaken(const Event& event) {
  std::erase_if(postponed_, [&event](const Postponed& p) {
    return event.kind == kArrival && p.segment == event.argument;
  });
  for (Postponed& p : postponed_) {
    if (IsSame(p.behind, event, event.kind == kArrival)) p.waits = false;
  }
}

}  // namespace orderly
