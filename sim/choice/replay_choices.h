#ifndef ORDERLY_SIM_CHOICE_REPLAY_CHOICES_H_
#define ORDERLY_SIM_CHOICE_REPLAY_CHOICES_H_

#include <cstddef>
#include <optional>
#include <string>

#include "sim/choice/choices.h"

namespace orderly {

// Answers from a tape, and 0 where the tape is silent.
class ReplayChoices final : public Choices {
 public:
  // The tape must outlive this.
  explicit ReplayChoices(const Tape& tape) : tape_(&tape) {}

  // Those that the tape has steps of: to all others the answer would be 0.
  bool Wants(Site site) const override;

  // After the run: the first step that the run did not use as recorded (asked
  // with another bound, or never asked), in words. Such a tape is stale; a
  // shrinker's trial may be, a user's token may not.
  std::optional<std::string> Stale() const;

 private:
  uint32_t Answer(const Question& question) override;

  const Tape* tape_;
  size_t used_ = 0;
  const Step* other_bound_ =
      nullptr;  // the first step asked with another bound
  uint32_t asked_bound_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_REPLAY_CHOICES_H_
