#ifndef ORDERLY_PROPERTIES_RUN_H_
#define ORDERLY_PROPERTIES_RUN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "properties/promise.h"
#include "properties/row.h"
#include "properties/scenario.h"
#include "properties/situations.h"
#include "sim/choice/choices.h"
#include "sim/trace/trace.h"

namespace orderly {

// What one run of a row showed.
struct Outcome {
  Scenario scenario;
  std::vector<Violation> violations;  // at most one of each promise
  uint64_t digest = 0;
  SituationCounts situations;
  // For the price of a row: from the client's goodbye to the end of both.
  Duration goodbye_took{0};
  bool ruptured = false;  // something was killed, cut off or lost its power
  uint32_t segments = 0;
  uint64_t calls = 0;
  // How the two ended, in words: "committed", "unknown", "killed", ...
  std::string client_believes;
  std::string server_believes;
  bool given_up = false;  // by the probe: nothing here was judged
  // Only if the trace was kept.
  std::shared_ptr<const Trace> trace;

  bool Violates(Promise promise) const;
};

class World;

// Who looks on between two events, where World::HashInto() is all that the rest
// of the run depends on, and what is judged after it.
class RunProbe {
 public:
  virtual ~RunProbe() = default;
  // False: the run is given up, and not judged.
  virtual bool GoesOn(const World& world) = 0;
};

struct RunOptions {
  bool keep_trace = false;
  // Instead of drawing one.
  std::optional<Scenario> scenario;
  // How many fates of segments may be other than delivery.
  uint32_t fault_budget = 4;
  // Whether a process may be killed at all.
  bool may_kill = true;
  // Either process can die before each of its calls, whatever the scenario
  // says. A tape needs a step of the scenario that names the one that did.
  bool either_may_die = false;
  // Draw which of two runnable processes goes first.
  bool schedule = true;
  RunProbe* probe = nullptr;  // null: nobody looks on
};

// Runs the protocol once: server and client as processes on two hosts, the
// scenario drawn from `choices`, faults, then a healed network until nothing is
// left to happen; then judges every promise. Deterministic in its arguments.
Outcome RunOnce(const Row& row, Choices& choices, const RunOptions& options);

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_RUN_H_
