#ifndef ORDERLY_SEARCH_STRATEGIES_CORPUS_H_
#define ORDERLY_SEARCH_STRATEGIES_CORPUS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "properties/cell.h"
#include "properties/run.h"
#include "sim/choice/choices.h"
#include "sim/choice/drawn.h"
#include "sim/choice/tape.h"

namespace orderly {

// A run that got where few did.
struct Rare {
  // Decisions of one site and actor, of which there were so many.
  struct Asked {
    Site site;
    uint8_t actor;
    uint32_t count;
  };
  uint16_t cell;      // what is rare about it
  uint32_t question;  // how many decisions it had made when it got there
  Tape tape;
  std::vector<Asked> asked;
};

// The runs that reached the cells of the situation ledger first, and how often
// each cell was reached. What guided and branching search from.
class Corpus final {
 public:
  void Learn(const Choices& choices, const Outcome& outcome);

  bool empty() const { return runs_.empty(); }
  // One of them, the rarer the likelier. Requires !empty().
  const Rare& Pick(DrawnSequence& random) const;
  // Any of them.
  const Rare& Any(DrawnSequence& random) const {
    return runs_[random.Below(static_cast<uint32_t>(runs_.size()))];
  }

 private:
  static constexpr uint32_t kMostOfACell = 3;

  std::array<uint32_t, kCellCount> reached_{};
  std::vector<Rare> runs_;
};

}  // namespace orderly

#endif  // ORDERLY_SEARCH_STRATEGIES_CORPUS_H_
