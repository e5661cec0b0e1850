#ifndef ORDERLY_TESTS_PLANTED_PLANTED_BUGS_H_
#define ORDERLY_TESTS_PLANTED_PLANTED_BUGS_H_

#include <string_view>

#include "properties/promise.h"
#include "properties/row.h"
#include "protocol/ending.h"
#include "protocol/goodbye.h"

namespace orderly {

// A bug, and where it must show: NAME.patch plants it.
struct PlantedBug {
  std::string_view name;
  Row row;
  Promise breaks;
  // Whether processes are killed in the search. A bug of the eof variant must
  // show without: there a kill breaks the promise in the protocol as it ships.
  bool may_kill = true;
};

inline constexpr Row kRecommended = {protocol::GoodbyeKind::kCloseOk,
                                     protocol::Ending::kShutdownWrDrainClose,
                                     protocol::Ending::kClose};
inline constexpr Row kEofWithDrains = {protocol::GoodbyeKind::kEof,
                                       protocol::Ending::kShutdownWrDrainClose,
                                       protocol::Ending::kShutdownWrDrainClose};

inline constexpr PlantedBug kPlantedBugs[] = {
    {"acknowledged_before_applied", kRecommended, Promise::kAckedSurvives},
    {"close_ok_before_durable", kRecommended, Promise::kAgree},
    {"commit_on_eof", kRecommended, Promise::kRuptureRollsBack},
    {"drain_without_deadline", kRecommended, Promise::kBothFinish},
    {"error_swallowed", kEofWithDrains, Promise::kRuptureRollsBack,
     /*may_kill=*/false},
    {"no_drain", kRecommended, Promise::kGoodbyeHeard},
};

}  // namespace orderly

#endif  // ORDERLY_TESTS_PLANTED_PLANTED_BUGS_H_
