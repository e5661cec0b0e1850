#ifndef ORDERLY_PROPERTIES_SITUATION_WATCHER_H_
#define ORDERLY_PROPERTIES_SITUATION_WATCHER_H_

#include <array>
#include <cstdint>

#include "properties/cell.h"
#include "properties/ledger.h"
#include "properties/situations.h"
#include "sim/process/call_witness.h"
#include "sim/simulation.h"

namespace orderly {

// Watches one run for where it gets: what the network shows, what processes
// call, and how far each side is with its goodbye. Requires that host 0 is the
// client's, host 1 the server's, and that theirs is the only connection.
class SituationWatcher final : public Onlooker, public CallWitness {
 public:
  SituationWatcher(Simulation& sim, const ClientLedger& client,
                   const ServerLedger& server, Situations& situations)
      : sim_(sim), client_(client), server_(server), situations_(situations) {}

  void OnState(const Host& host, const FourTuple& tuple, TcpState from,
               TcpState to) override;
  void OnSent(Direction direction, const Segment& segment) override;
  void OnDelivered(Direction direction, const Segment& segment,
                   bool overtook) override;
  void OnDropped(Direction direction, const Segment& segment) override;
  void OnCall(uint8_t host, Call call, int64_t result) override;
  // After the run: what the hosts' counters tell.
  void Finish();

 private:
  void Note(uint8_t host, Happening happening);
  Phase PhaseOf(uint8_t host) const;

  Simulation& sim_;
  const ClientLedger& client_;
  const ServerLedger& server_;
  Situations& situations_;
  std::array<TcpState, kSideCount> states_{};
  std::array<bool, kSideCount> ended_{};
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_SITUATION_WATCHER_H_
