#ifndef ORDERLY_PROPERTIES_WORLD_H_
#define ORDERLY_PROPERTIES_WORLD_H_

#include <cstdint>
#include <string>

#include "properties/disk.h"
#include "properties/ledger.h"
#include "properties/obligations.h"
#include "properties/row.h"
#include "properties/run.h"
#include "properties/scenario.h"
#include "properties/situation_watcher.h"
#include "properties/stream_witness.h"
#include "properties/strike.h"
#include "sim/process/process.h"
#include "sim/simulation.h"

namespace orderly {

class StateHash;

// One run while it goes on: two hosts, the two processes, their faults, and
// the witnesses. Oracles look at it when it is over.
class World final : private Actor {
 public:
  // Instants of a run. It has two phases: faults until kHealed, and then none
  // of any kind, for all to come to an end; both must have ended at kBound;
  // by kOver every timer of Linux's TCP has fired, and by kLongOver those of a
  // TCP whose orphans are as patient as anyone.
  static constexpr Instant kHealed = Instant::FromNanos(15'000'000'000);
  static constexpr Instant kBound = Instant::FromNanos(120'000'000'000);
  static constexpr Instant kOver = Instant::FromNanos(900'000'000'000);
  static constexpr Instant kLongOver = Instant::FromNanos(1'400'000'000'000);
  static constexpr size_t kClientHost = 0;
  static constexpr size_t kServerHost = 1;
  static constexpr uint16_t kPort = 7;  // the server's
  // In the order in which they are spawned.
  static constexpr ProcessId kServerProcess{1};
  static constexpr ProcessId kClientProcess{2};

  World(const Row& row, const Scenario& scenario, Choices& choices,
        const RunOptions& options);

  void Run();

  const Row& row() const { return row_; }
  const Scenario& scenario() const { return scenario_; }
  const ClientLedger& client() const { return client_; }
  const ServerLedger& server() const { return server_; }
  const Disk& disk() const { return disk_; }
  const StreamWitness& streams() const { return streams_; }
  const Situations& situations() const { return situations_; }
  Simulation& sim() { return sim_; }
  const Simulation& sim() const { return sim_; }
  const Processes& processes() const { return processes_; }
  // A kill, power loss or partition really happened.
  bool ruptured() const { return ruptured_; }
  ProcessId client_process() const { return kClientProcess; }
  ProcessId server_process() const { return kServerProcess; }
  bool client_killed() const { return processes_.killed(kClientProcess); }
  bool server_killed() const { return processes_.killed(kServerProcess); }
  // Who still waited for whom, since when, and in which call, when the bound
  // was reached: the obligations that were hot then. Empty: both had ended.
  const std::string& late() const { return late_; }
  bool given_up() const { return given_up_; }
  // The row and the scenario are not hashed: they are those of the search.
  void HashInto(StateHash& hash) const;

 private:
  // The end of the first phase.
  void Heal();
  enum Fault : uint64_t {
    kPowerOff,
    kPowerOn,
    kCut,
    kMend,
    kHeal,
    kClientPowerOn,
    kServerPowerOn,
  };
  void OnEvent(uint64_t argument) override;
  // The next event, if there is one.
  bool Advance(Instant until);
  void Suffer(Strike strike);
  void Forge(Host& to, const Host& from);
  void LosePower(Host& host);
  void ScheduleFaults();
  void Cut(bool cut);
  // A fault that nobody can notice any more ruptures nothing.
  bool StillGoingOn() const;
  void NoteRupture(Situation situation);
  void NoteKill();
  std::string WhoWaitsForWhom();
  std::string WhoWaits(ProcessId id, Side side);
  int RunServer();
  int RunClient();
  int Dial() const;

  Row row_;
  Scenario scenario_;
  Simulation sim_;
  Host& client_host_;
  Host& server_host_;
  Processes processes_;
  StreamWitness streams_;
  Disk disk_;
  Obligations owed_;
  ClientLedger client_{owed_};
  ServerLedger server_{owed_};
  Situations situations_;
  SituationWatcher watcher_;
  uint32_t actor_;
  RunProbe* probe_;
  const bool strikes_;
  bool given_up_ = false;
  bool ruptured_ = false;
  std::string late_;
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_WORLD_H_
