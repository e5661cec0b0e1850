#include "search/strategies/portfolio.h"

namespace orderly {

Portfolio::Portfolio()
    : corpus_(std::make_shared<Corpus>()),
      guided_(corpus_),
      branching_(corpus_),
      turns_{&swarm_, &uniform_, &swarm_, &pct_,
             &swarm_, &guided_,  &swarm_, &branching_} {}

Choices& Portfolio::Next(uint64_t seed) {
  turn_ = (turn_ + 1) % turns_.size();
  return turns_[turn_]->Next(seed);
}

// The corpus learns from every run, whoever made it.
void Portfolio::Learn(const Choices& choices, const Outcome& outcome) {
  corpus_->Learn(choices, outcome);
  if (turns_[turn_] == &pct_) pct_.Learn(choices, outcome);
}

}  // namespace orderly
