#ifndef ORDERLY_SIM_CHOICE_CHOICES_H_
#define ORDERLY_SIM_CHOICE_CHOICES_H_

#include <array>
#include <cstdint>

#include "sim/base/check.h"
#include "sim/base/recycled.h"
#include "sim/choice/site.h"
#include "sim/choice/tape.h"

namespace orderly {

// The odds that a decision is not the benign one, in 65536ths. kEven: every
// value is equally likely.
struct Odds {
  uint32_t per_65536 = 0;
  static constexpr Odds Even() { return {0}; }
  static constexpr Odds OneIn(uint32_t n) { return {65536 / n}; }
};

// One question to a source of decisions.
struct Question {
  Site site;
  uint8_t actor;
  uint32_t index;  // how many questions of this site and actor came before
  uint32_t bound;  // at least 2
  Odds odds;
  uint32_t about;  // which one, in the numbers of who asks: the segment, the
                   // call; 0: not said
};

// Every decision of a run: the only nondeterminism in the program. Answers are
// recorded; 0 is always the benign one (deliver, in order, full read, no
// fault). The sources are random, bytes, replay, and those of a search.
class Choices {
 public:
  static constexpr uint32_t kMaxActors = orderly::kMaxActors;

  virtual ~Choices() = default;
  Choices(const Choices&) = delete;
  Choices& operator=(const Choices&) = delete;

  // A number in [0, bound). Requires bound >= 1; a bound of 1 is no decision
  // and is not recorded. `about` is for a source that answers by meaning.
  uint32_t Below(uint32_t bound, Site site, uint32_t actor = 0,
                 Odds odds = Odds::Even(), uint32_t about = 0) {
    SIM_CHECK(bound >= 1 && actor < kMaxActors);
    if (bound == 1) return 0;
    uint32_t& index = asked_[static_cast<size_t>(site)][actor];
    const Question question{
        site, static_cast<uint8_t>(actor), index, bound, odds, about};
    const uint32_t value = Answer(question);
    SIM_CHECK(value < bound);
    if (value != 0)
      steps_.push_back({site, question.actor, index, value, bound});
    ++index;
    ++questions_;
    return value;
  }

  // Whether the unlikely thing happens.
  bool Happens(Odds odds, Site site, uint32_t actor = 0, uint32_t about = 0) {
    return Below(2, site, actor, odds, about) != 0;
  }

  // Whether questions of a site that is asked on demand (site.h) are worth
  // asking. Must not change during a run.
  virtual bool Wants(Site /*site*/) const { return false; }

  // The record so far. It replays this run whatever the source was.
  Tape tape() const { return Tape({steps_.begin(), steps_.end()}); }
  // How many decisions so far were not benign.
  size_t disturbances() const { return steps_.size(); }
  // How many questions so far.
  uint32_t questions() const { return questions_; }
  // How many questions of this site and actor were asked.
  uint32_t asked(Site site, uint32_t actor) const {
    SIM_CHECK(actor < kMaxActors);
    return asked_[static_cast<size_t>(site)][actor];
  }

 protected:
  Choices() = default;
  // Forgets the run: a source that is used for many runs starts each so.
  void Forget() {
    asked_ = {};
    questions_ = 0;
    steps_.clear();
  }

 private:
  virtual uint32_t Answer(const Question& question) = 0;

  std::array<std::array<uint32_t, kMaxActors>, kSiteCount> asked_{};
  RecycledVector<Step> steps_;
  uint32_t questions_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_CHOICES_H_
