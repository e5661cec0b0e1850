#include "properties/run.h"

#include <algorithm>

#include "properties/oracle.h"
#include "properties/world.h"

namespace orderly {

bool Outcome::Violates(Promise promise) const {
  return std::any_of(
      violations.begin(), violations.end(),
      [promise](const Violation& v) { return v.promise == promise; });
}

Outcome RunOnce(const Row& row, Choices& choices, const RunOptions& options) {
  Outcome outcome;
  outcome.scenario = options.scenario.has_value()
                         ? *options.scenario
                         : DrawScenario(choices, options.may_kill);
  World world(row, outcome.scenario, choices, options);
  world.Run();
  outcome.given_up = world.given_up();
  if (outcome.given_up) return outcome;
  outcome.violations = Judge(world);
  outcome.digest = world.sim().trace().digest();
  outcome.situations = world.situations();
  outcome.ruptured = world.ruptured();
  outcome.segments = world.sim().segments_sent();
  outcome.client_believes = ClientBelief(world);
  outcome.server_believes = ServerBelief(world);
  for (const ProcessId id : {world.server_process(), world.client_process()}) {
    outcome.calls += world.processes().calls(id);
    if (!world.client().goodbye_sent_at.has_value()) continue;
    const Instant ended = world.processes().ended_at(id);
    if (ended == Instant::Never()) continue;
    outcome.goodbye_took =
        std::max(outcome.goodbye_took, ended - *world.client().goodbye_sent_at);
  }
  if (options.keep_trace) {
    outcome.trace = std::make_shared<const Trace>(world.sim().trace());
  }
  return outcome;
}

}  // namespace orderly
