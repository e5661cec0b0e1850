// What strikes a run from outside.
#include "properties/world.h"

namespace orderly {

void World::Suffer(Strike strike) {
  switch (strike) {
    case Strike::kNone:
      return;
    case Strike::kResetClient:
      return Forge(client_host_, server_host_);
    case Strike::kResetServer:
      return Forge(server_host_, client_host_);
    case Strike::kClientPower:
      return LosePower(client_host_);
    case Strike::kServerPower:
      return LosePower(server_host_);
    case Strike::kClientBlackout:
      LosePower(client_host_);
      return sim_.Schedule(actor_, sim_.now() + kBlackout, kClientPowerOn);
    case Strike::kServerBlackout:
      LosePower(server_host_);
      return sim_.Schedule(actor_, sim_.now() + kBlackout, kServerPowerOn);
    case Strike::kShortPartition:
    case Strike::kLongPartition:
      NoteRupture(Situation::kPartitioned);
      Cut(true);
      const Duration length =
          strike == Strike::kShortPartition ? kShortCut : kLongCut;
      return sim_.Schedule(actor_, sim_.now() + length, kMend);
  }
}

// As from somebody who reads along: with the number that is expected next.
void World::Forge(Host& to, const Host& from) {
  const Socket* const victim = to.AnyConnection();
  if (victim == nullptr) return;
  ruptured_ = true;
  const Tcb& tcb = victim->connection().tcb();
  Segment reset({tcb.tuple.remote, tcb.tuple.local}, tcb.rcv_nxt, kRst);
  sim_.Inject({from.id(), to.id()}, std::move(reset), Duration(0));
}

}  // namespace orderly
