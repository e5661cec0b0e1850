#include "search/strategies/corpus.h"

namespace orderly {
namespace {

std::vector<Rare::Asked> AskedIn(const Choices& choices) {
  std::vector<Rare::Asked> asked;
  for (int s = 0; s < kSiteCount; ++s) {
    for (uint32_t actor = 0; actor < kMaxActors; ++actor) {
      const auto site = static_cast<Site>(s);
      const uint32_t count = choices.asked(site, actor);
      if (count > 0)
        asked.push_back({site, static_cast<uint8_t>(actor), count});
    }
  }
  return asked;
}

}  // namespace

void Corpus::Learn(const Choices& choices, const Outcome& outcome) {
  const Situations::Reached* rarest = nullptr;
  for (const Situations::Reached& reached : outcome.situations.cells()) {
    if (++reached_[reached.cell] > kMostOfACell) continue;
    if (rarest == nullptr || reached_[reached.cell] < reached_[rarest->cell])
      rarest = &reached;
  }
  if (rarest == nullptr) return;
  runs_.push_back(
      {rarest->cell, rarest->question, choices.tape(), AskedIn(choices)});
}

const Rare& Corpus::Pick(DrawnSequence& random) const {
  const Rare* rarest = &Any(random);
  for (int i = 0; i < 3; ++i) {
    const Rare& other = Any(random);
    if (reached_[other.cell] < reached_[rarest->cell]) rarest = &other;
  }
  return *rarest;
}

}  // namespace orderly
