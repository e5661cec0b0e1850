#include "properties/exhaustive.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "sim/choice/exhaustive_choices.h"

namespace orderly {

bool ExhaustiveResult::held() const {
  return std::none_of(broken.begin(), broken.end(),
                      [](const auto& b) { return b.has_value(); });
}

ExhaustiveResult Exhaust(const Row& row, const ExhaustiveOptions& options) {
  ExhaustiveResult result;
  result.max_disturbances = options.max_disturbances;
  RunOptions run;
  run.scenario = options.scenario;
  run.fault_budget = options.max_disturbances;
  ExhaustiveChoices choices({.max_disturbances = options.max_disturbances});
  bool more = true;
  while (more && result.schedules < options.max_schedules) {
    const Outcome outcome = RunOnce(row, choices, run);
    ++result.schedules;
    result.situations.Add(outcome.situations);
    for (const Violation& violation : outcome.violations) {
      const auto i = static_cast<size_t>(violation.promise);
      const Tape tape = choices.tape();
      if (result.broken[i] && result.broken[i]->size() <= tape.size()) continue;
      result.broken[i] = tape;
      result.happened[i] = violation.happened;
    }
    if (options.progress && result.schedules % 256 == 0) {
      options.progress(result.schedules);
    }
    more = choices.Next();
  }
  result.complete = !more && !choices.cut();
  return result;
}

Scenario SmallScenario(Who killed, std::chrono::milliseconds client_heartbeat) {
  Scenario scenario;
  scenario.record_sizes = {10};
  scenario.client_heartbeat = client_heartbeat;
  scenario.network_faults = Odds::OneIn(2);  // an exhaustive search has no odds
  scenario.killed = killed;
  return scenario;
}

std::string ExhaustiveText(const ExhaustiveResult& result) {
  return absl::StrCat(result.schedules, " schedules, ",
                      result.complete ? "complete to " : "NOT complete to ",
                      result.max_disturbances, " disturbances");
}

}  // namespace orderly
