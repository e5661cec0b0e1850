#ifndef ORDERLY_SEARCH_STRATEGIES_GUIDED_H_
#define ORDERLY_SEARCH_STRATEGIES_GUIDED_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "search/strategies/corpus.h"
#include "search/strategy.h"
#include "sim/choice/choices.h"

namespace orderly {

// A tape with a few decisions changed: left out, drawn anew, or added.
class MutatedChoices final : public Choices {
 public:
  MutatedChoices() = default;
  // From nothing: every decision by its own odds.
  void Restart(uint64_t seed);
  // From a run of the corpus, which must outlive the run that is made.
  void Restart(uint64_t seed, const Rare& parent, DrawnSequence& random);

 private:
  struct Change {
    Site site;
    uint8_t actor;
    uint32_t index;
    bool benign;  // else: any other answer
  };
  static constexpr size_t kMostChanges = 12;

  uint32_t Answer(const Question& question) override;
  void Add(const Change& change) {
    if (change_count_ < kMostChanges) changes_[change_count_++] = change;
  }
  void ChangeOne(const Rare& parent, DrawnSequence& random);
  void ChangeStep(const Step& step, DrawnSequence& random);

  uint64_t seed_ = 0;
  const Tape* tape_ = nullptr;
  std::array<Change, kMostChanges> changes_{};
  size_t change_count_ = 0;
};

// Coverage-guided: varies the tapes of runs that reached a cell of the
// situation ledger that few reach.
class Guided final : public Strategy {
 public:
  explicit Guided(std::shared_ptr<Corpus> corpus)
      : corpus_(std::move(corpus)) {}
  std::string_view name() const override { return "guided"; }
  Choices& Next(uint64_t seed) override;
  void Learn(const Choices& choices, const Outcome& outcome) override {
    corpus_->Learn(choices, outcome);
  }

 private:
  std::shared_ptr<Corpus> corpus_;
  MutatedChoices choices_;
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_STRATEGIES_GUIDED_H_
