#ifndef ORDERLY_SEARCH_EXHAUSTIVE_H_
#define ORDERLY_SEARCH_EXHAUSTIVE_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "properties/promise.h"
#include "properties/row.h"
#include "properties/run.h"
#include "properties/scenario.h"
#include "properties/situation_ledger.h"
#include "sim/choice/tape.h"

namespace orderly {

struct ExhaustiveOptions {
  Tape
      scenario;  // steps of Site::kScenario: they say which decisions there are
  uint32_t max_disturbances = 2;  // of any kind, in one run
  uint64_t max_schedules = 5'000'000;
  std::function<void(uint64_t schedules)> progress;
};

struct ExhaustiveResult {
  uint64_t schedules = 0;
  // Every schedule with at most max_disturbances was run.
  bool complete = false;
  uint32_t max_disturbances = 0;
  SituationLedger situations;
  // The first schedule that broke a promise: no other breaks it with fewer
  // disturbances in the same places.
  std::array<std::optional<Tape>, kPromiseCount> broken;
  std::array<std::string, kPromiseCount> happened;
  // A tape and its schedule differed: nothing here can be trusted.
  bool nondeterministic = false;

  bool held() const;
};

// Runs a row in every schedule of a scenario up to a number of disturbances.
// Which there are the scenario says. What is reported was run twice, and its
// tape replays it.
ExhaustiveResult Exhaust(const Row& row, const ExhaustiveOptions& options);

// One record of ten bytes, CLOSE, CLOSE_OK. The network may do to any segment
// what Fate lists, and, if `killed` is somebody, that process can die before
// any of its calls. With `heartbeat` the client sends PING every 20 ms.
Tape SmallScenario(Who killed, bool heartbeat);

// "12,345 schedules, complete to 2 disturbances"
std::string ExhaustiveText(const ExhaustiveResult& result);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_EXHAUSTIVE_H_
