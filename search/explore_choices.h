#ifndef ORDERLY_SEARCH_EXPLORE_CHOICES_H_
#define ORDERLY_SEARCH_EXPLORE_CHOICES_H_

#include <cstdint>
#include <vector>

#include "search/bound.h"
#include "sim/choice/choices.h"

namespace orderly {

// What of a bound a run has not used.
struct Left {
  uint8_t faults = 0;
  uint8_t kills = 0;

  // As the network counts: an outage is two, or what there is left.
  Left After(const Step& step) const;
};

// Answers one run of an exploration: the steps it was told, and benign after
// them. Of every question after the last step it lists what else could have
// been answered within the bound.
class ExploreChoices final : public Choices {
 public:
  struct Branch {
    Step step;
    uint32_t position = 0;  // of its question, among all of a run
  };
  // Both must outlive it. `scenario`: steps of Site::kScenario, for all runs.
  ExploreChoices(const Bound& bound, const Tape& scenario)
      : bound_(bound), scenario_(scenario) {}

  // Starts a run. What is asked after `position` questions is new.
  void Restart(std::vector<Step> steps, uint32_t position, Left left);

  bool Wants(Site site) const override {
    return site == Site::kOrder && bound_.orders;
  }
  // Whether the steps have all been taken.
  bool is_new() const { return asked_so_far_ >= position_; }
  const std::vector<Branch>& branches() const { return branches_; }

 private:
  uint32_t Answer(const Question& question) override;
  // How many answers of a question may be given, from 0 on.
  uint32_t AnswersOf(const Question& question) const;

  const Bound& bound_;
  const Tape& scenario_;
  std::vector<Step> steps_;
  std::vector<Branch> branches_;
  uint32_t position_ = 0;
  uint32_t asked_so_far_ = 0;
  Left left_;
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_EXPLORE_CHOICES_H_
