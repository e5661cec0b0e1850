#include "search/exhaustive.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "sim/choice/exhaustive_choices.h"
#include "sim/choice/replay_choices.h"

namespace orderly {

bool ExhaustiveResult::held() const {
  return std::none_of(broken.begin(), broken.end(),
                      [](const auto& b) { return b.has_value(); });
}

ExhaustiveResult Exhaust(const Row& row, const ExhaustiveOptions& options) {
  ExhaustiveResult result;
  result.max_disturbances = options.max_disturbances;
  RunOptions run;
  run.fault_budget = ~0U;  // the bound is ours
  ExhaustiveChoices choices({.max_disturbances = options.max_disturbances,
                             .given = &options.scenario});
  bool more = true;
  while (more && result.schedules < options.max_schedules) {
    const Outcome outcome = RunOnce(row, choices, run);
    ++result.schedules;
    result.situations.Add(outcome.situations);
    for (const Violation& violation : outcome.violations) {
      const auto i = static_cast<size_t>(violation.promise);
      const Tape tape = choices.tape();
      if (result.broken[i] && result.broken[i]->size() <= tape.size()) continue;
      ReplayChoices again(tape);
      const Outcome second = RunOnce(row, again, run);
      result.nondeterministic |= second.digest != outcome.digest;
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

Tape SmallScenario(Who killed, bool heartbeat) {
  std::vector<Step> steps;
  const auto add = [&steps](Parameter parameter, uint32_t value) {
    steps.push_back({Site::kScenario, static_cast<uint8_t>(parameter), 0, value,
                     value + 1});
  };
  if (heartbeat) add(Parameter::kClientHeartbeat, 1);
  add(Parameter::kNetworkFaults, 1);
  if (killed != Who::kNobody) {
    add(Parameter::kKill, static_cast<uint32_t>(killed));
  }
  return Tape(std::move(steps));
}

std::string ExhaustiveText(const ExhaustiveResult& result) {
  return absl::StrCat(
      result.schedules, " schedules, ",
      result.complete ? "complete to " : "NOT complete to ",
      result.max_disturbances,
      result.max_disturbances == 1 ? " disturbance" : " disturbances");
}

}  // namespace orderly
