#ifndef ORDERLY_PROPERTIES_SITUATIONS_H_
#define ORDERLY_PROPERTIES_SITUATIONS_H_

#include <array>
#include <bitset>
#include <cstdint>
#include <string_view>

#include "properties/cell.h"
#include "sim/base/recycled.h"

namespace orderly {

// The situations that matter when a connection ends. A property that never
// got into one of those it must judge has proved nothing.
enum class Situation : uint8_t {
  kUnreadDataAtClose,
  kDataForClosedReader,
  kRstOvertakesData,
  kFinsCross,
  kLastAckLost,
  kZeroWindowAtClose,
  kKillBeforeCommit,
  kKillAfterCommit,
  kHeartbeatCrossesGoodbye,
  kPowerLost,
  kPartitioned,
};
inline constexpr int kSituationCount = 11;
std::string_view SituationName(Situation situation);

// Where one run got: named situations, and cells in the order in which it
// reached them.
class Situations final {
 public:
  struct Reached {
    uint16_t cell;      // CellId()
    uint32_t question;  // how many decisions had been made by then
  };

  void Note(Situation situation) {
    named_[static_cast<size_t>(situation)] = true;
  }
  void Note(const Cell& cell, uint32_t question) {
    const uint16_t id = CellId(cell);
    if (seen_[id]) return;
    seen_[id] = true;
    cells_.push_back({id, question});
  }
  bool reached(Situation situation) const {
    return named_[static_cast<size_t>(situation)];
  }
  // Each once.
  const RecycledVector<Reached>& cells() const { return cells_; }

 private:
  std::array<bool, kSituationCount> named_{};
  std::bitset<kCellCount> seen_;
  RecycledVector<Reached> cells_;
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_SITUATIONS_H_
