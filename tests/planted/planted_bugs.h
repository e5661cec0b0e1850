#ifndef ORDERLY_TESTS_PLANTED_PLANTED_BUGS_H_
#define ORDERLY_TESTS_PLANTED_PLANTED_BUGS_H_

#include <span>
#include <string_view>
#include <vector>

#include "properties/promise.h"
#include "properties/row.h"
#include "protocol/ending.h"
#include "protocol/goodbye.h"
#include "tests/planted/switch.h"

namespace orderly {

// The row of a session that ends well, and two of those that lose nothing on
// Linux either. In the second one a kill of the client breaks a promise in the
// protocol as it ships; in the third one resets overtake what is read.
inline constexpr Row kRecommended = {protocol::GoodbyeKind::kCloseOk,
                                     protocol::Ending::kShutdownWrDrainClose,
                                     protocol::Ending::kClose};
inline constexpr Row kEofWithDrains = {protocol::GoodbyeKind::kEof,
                                       protocol::Ending::kShutdownWrDrainClose,
                                       protocol::Ending::kShutdownWrDrainClose};
inline constexpr Row kOutq = {protocol::GoodbyeKind::kCloseOk,
                              protocol::Ending::kOutqClose,
                              protocol::Ending::kClose};

// A bug, and where it must show.
struct PlantedBug {
  Bug bug = Bug::kNone;
  std::string_view name;  // of its patch
  std::string_view what;  // one sentence
  // The script of how connections really end badly that it is an instance of
  // (S1 unread at close ... S17 third-party drop), or the rule that it breaks.
  std::string_view rule;
  // There the promise holds without the bug.
  Row row = kRecommended;
  Promise breaks = Promise::kAckedSurvives;
  // Whether processes are killed in the search.
  bool may_kill = true;
};

// Those of the protocol's sessions, and those of the simulated TCP.
std::span<const PlantedBug> ProtocolBugs();
std::span<const PlantedBug> TcpBugs();
// Both, in that order.
std::vector<PlantedBug> PlantedBugs();

}  // namespace orderly

#endif  // ORDERLY_TESTS_PLANTED_PLANTED_BUGS_H_
