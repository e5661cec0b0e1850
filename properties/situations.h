#ifndef ORDERLY_PROPERTIES_SITUATIONS_H_
#define ORDERLY_PROPERTIES_SITUATIONS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/simulation.h"

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

// How many runs reached each.
class SituationCounts final {
 public:
  void Note(Situation situation) {
    reached_[static_cast<size_t>(situation)] = 1;
  }
  void Add(const SituationCounts& other);
  uint64_t of(Situation s) const { return reached_[static_cast<size_t>(s)]; }
  // "unread data at close 412, RST overtakes data 37, ..."; zeros are marked
  // with (!).
  std::string ToText() const;
  // Those that no run reached, of all that must be.
  std::vector<Situation> Missing() const;

 private:
  std::array<uint64_t, kSituationCount> reached_{};
};

// Watches one run for the situations that the network shows.
class SituationWatcher final : public Onlooker {
 public:
  SituationWatcher(Simulation& sim, SituationCounts& counts)
      : sim_(sim), counts_(counts) {}
  void OnState(const Host& host, const FourTuple& tuple, TcpState from,
               TcpState to) override;
  void OnDelivered(Direction direction, const Segment& segment,
                   bool overtook) override;
  void OnDropped(Direction direction, const Segment& segment) override;
  // After the run: what the hosts' counters tell.
  void Finish();

 private:
  Simulation& sim_;
  SituationCounts& counts_;
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_SITUATIONS_H_
