#ifndef ORDERLY_SEARCH_EXPLORE_H_
#define ORDERLY_SEARCH_EXPLORE_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "properties/promise.h"
#include "properties/row.h"
#include "search/bound.h"
#include "search/token.h"
#include "sim/choice/tape.h"

namespace orderly {

class World;

struct ExploreOptions {
  Bound bound;
  // Who can be killed, if the bound has a kill.
  bool client_may_die = true;
  bool server_may_die = true;
  // Steps of Site::kScenario: what else the session is like. Without a second
  // handle: processes that share memory are no functions of their calls.
  Tape scenario;
  uint32_t threads = 1;  // no result depends on it
  bool merge_states = true;
  // What is taken for the state of a run; World::HashInto() without. For tests
  // of the audit.
  uint64_t (*state_of)(const World& world) = nullptr;
  bool stop_at_first = false;  // when something is broken
  // What is more is not searched, and the exploration not complete.
  uint64_t max_schedules = 50'000'000;
  uint64_t max_states = 100'000'000;  // 32 to 64 bytes each
  std::function<void(uint64_t schedules)> progress;
};

struct Exploration {
  Bound bound;
  std::string session;     // what was explored, in words
  uint64_t schedules = 0;  // runs that were begun
  uint64_t merged = 0;     // ... and given up in a state that was known
  uint64_t states = 0;     // distinct ones, between two events
  uint64_t audited = 0;
  // Every schedule within the bound was made, or leads to a state from which
  // all was.
  bool complete = false;
  struct Found {
    Token token;  // shrunk; replays
    std::string happened;
  };
  std::array<std::optional<Found>, kPromiseCount> broken;
  // Nothing here can be trusted: two runs of a tape differed, or two runs went
  // on differently from states that were taken as equal. In words.
  std::optional<std::string> nondeterministic;

  bool held() const;
};

// Runs a row in every schedule of a small session - one record of ten bytes,
// CLOSE, CLOSE_OK - within a bound, those with the fewest steps first. A run
// that gets into a state in which another was goes no further: what comes of it
// is known. Of such runs the first ones, and then one of 64, are made to their
// end all the same, with the run that was there first: both must go on alike.
// States are told apart by 64 bits: the odds that of n any two were taken for
// one are n * n / 2^65, one in a million for six million.
Exploration Explore(const Row& row, const ExploreOptions& options);

// "12,345 schedules, 1,234 distinct states, ...; complete to ...".
std::string ExplorationText(const Exploration& exploration);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_EXPLORE_H_
