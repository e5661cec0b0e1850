#ifndef ORDERLY_SIM_CHOICE_TAPE_H_
#define ORDERLY_SIM_CHOICE_TAPE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "sim/choice/site.h"

namespace orderly {

// Actors of one site are numbered from 0.
inline constexpr uint32_t kMaxActors = 32;

// One decision of a run that was not the benign one.
struct Step {
  Site site = Site::kTest;
  uint8_t actor = 0;
  uint32_t index =
      0;  // how many decisions of this site and actor came before it
  uint32_t value = 0;  // 1 ... bound - 1
  uint32_t bound = 0;

  friend auto operator<=>(const Step&, const Step&) = default;
};

// "fate.1.7=2/5": of link 1, at its eighth decision, value 2 of 5.
std::string StepText(const Step& step);

// All decisions of a run: those not listed were 0, the benign answer. An empty
// tape is a perfect network, and a tape with a step less has a disturbance
// less.
class Tape final {
 public:
  Tape() = default;
  explicit Tape(std::vector<Step> steps);

  // In order of (site, actor, index), each place once.
  const std::vector<Step>& steps() const { return steps_; }
  bool empty() const { return steps_.empty(); }
  size_t size() const { return steps_.size(); }
  const Step* Find(Site site, uint8_t actor, uint32_t index) const;
  bool Has(Site site) const;

  // Steps joined by '+'; "-" when there are none. Only letters, digits and
  // "-.=/+": safe in any shell.
  std::string ToText() const;
  // Errors: kInvalidArgument naming the step (from 1), its text and what was
  // expected there.
  static absl::StatusOr<Tape> FromText(std::string_view text);

  friend bool operator==(const Tape&, const Tape&) = default;

 private:
  std::vector<Step> steps_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_TAPE_H_
