#ifndef ORDERLY_SEARCH_STRATEGIES_BRANCHING_H_
#define ORDERLY_SEARCH_STRATEGIES_BRANCHING_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "search/strategies/corpus.h"
#include "search/strategy.h"
#include "sim/choice/choices.h"

namespace orderly {

// The decisions of a tape up to a place, and from there on other ones.
class BranchChoices final : public Choices {
 public:
  BranchChoices() = default;
  // The first `prefix` questions are answered by `tape`, which must outlive the
  // run.
  void Restart(uint64_t seed, const Tape* tape, uint32_t prefix);

 private:
  uint32_t Answer(const Question& question) override;

  uint64_t seed_ = 0;
  const Tape* tape_ = nullptr;
  uint32_t prefix_ = 0;
};

// Goes on otherwise from where a run got into a rare situation: what needs two
// improbable things is found in the sum of their times instead of the product
// (moonpool, Antithesis). Replaying the prefix is cheap, so there is nothing to
// fork.
class Branching final : public Strategy {
 public:
  explicit Branching(std::shared_ptr<Corpus> corpus)
      : corpus_(std::move(corpus)) {}
  std::string_view name() const override { return "branching"; }
  Choices& Next(uint64_t seed) override;
  void Learn(const Choices& choices, const Outcome& outcome) override {
    corpus_->Learn(choices, outcome);
  }

 private:
  std::shared_ptr<Corpus> corpus_;
  BranchChoices choices_;
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_STRATEGIES_BRANCHING_H_
