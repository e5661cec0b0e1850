#ifndef ORDERLY_TESTS_PLANTED_HUNT_H_
#define ORDERLY_TESTS_PLANTED_HUNT_H_

#include <cstdint>
#include <optional>

#include "search/strategy.h"
#include "search/token.h"
#include "tests/planted/planted_bugs.h"

namespace orderly {

// A search for a planted bug: runs of its row, until its promise breaks.
struct Hunt {
  StrategyKind strategy = kDefaultStrategy;
  uint64_t first_seed = 1;
  uint64_t most_runs = 0;
};

struct Found {
  uint64_t runs = 0;  // how many it took, this one included
  Token token;        // not shrunk; replays only while the bug is on
};

// Switches the bug on while it searches. nullopt: not found.
std::optional<Found> Find(const PlantedBug& bug, const Hunt& hunt);

}  // namespace orderly

#endif  // ORDERLY_TESTS_PLANTED_HUNT_H_
