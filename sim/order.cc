// In which order segments arrive, where the source of decisions wants to say.
//
// At the first arrival of several it is asked which comes first: itself, one
// of the later ones, or the next wake-up of a process of the host. Every order
// is one sequence of such answers. What is passed over follows the chosen one,
// and is no choice until that one has come.
#include <algorithm>
#include <vector>

#include "sim/simulation.h"

namespace orderly {
namespace {

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

// Places in the queue: of the first, of what is under way to its host, and of
// the next wake-up of a process there, which cannot be put off. None is so late
// that what it would pass over came later than it may.
std::vector<size_t> Simulation::CouldBeFirst(uint8_t host) {
  std::vector<size_t> places = {0};
  Instant latest = Instant::Never();
  for (size_t i = 0; i < queue_.size(); ++i) {
    const Event& event = queue_.begin()[i];
    if (event.at > latest) break;
    if (ArrivesAt(event, host)) {
      const Postponed* postponed = FindPostponed(event);
      const bool waits = postponed != nullptr && postponed->waits;
      if (i > 0 && !waits) places.push_back(i);
      const Instant due = postponed == nullptr ? event.at : postponed->due;
      latest = std::min(latest, due + network_.link(DirectionOf(event)).delay);
    } else if (event.kind == kActor &&
               actors_[event.target]->Wakes(event.argument) ==
                   hosts_[host].get()) {
      places.push_back(i);
      break;
    }
  }
  return places;
}

// Whether the next event is to be taken now: it was chosen, or nothing was
// asked.
bool Simulation::ChooseFirst() {
  const Event first = queue_.next();
  if (first.kind != kArrival) return true;
  const uint8_t host = DirectionOf(first).to;
  const std::vector<size_t> places = CouldBeFirst(host);
  const uint32_t answer =
      choices_.Below(static_cast<uint32_t>(places.size()), Site::kOrder,
                     Network::LinkNumber(DirectionOf(first)));
  if (answer == 0) return true;
  const size_t place = places[answer];
  const Event chosen = queue_.begin()[place];
  for (size_t i = 0; i < place; ++i) {
    if (ArrivesAt(queue_.begin()[i], host)) Postpone(queue_.begin()[i], chosen);
  }
  queue_.MoveBehind(place, [this, host](const Event& event) {
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
