#ifndef ORDERLY_PROPERTIES_ROW_H_
#define ORDERLY_PROPERTIES_ROW_H_

#include <string>
#include <vector>

#include "protocol/ending.h"
#include "protocol/goodbye.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {

// One way to end a session, and whose TCP carries it: what is compared.
struct Row {
  protocol::GoodbyeKind goodbye = protocol::GoodbyeKind::kCloseOk;
  protocol::Ending server = protocol::Ending::kClose;
  protocol::Ending client = protocol::Ending::kClose;
  Stacks stacks = {};
  friend bool operator==(const Row&, const Row&) = default;
};

// "close-ok server=close client=shutdown-wr,close", with "@windows" behind an
// ending whose host is not Linux.
std::string RowText(const Row& row);
// The same as a schedule's line has it: "close-ok server close client close".
std::string RowWords(const Row& row);
// "close@windows"; the name alone on Linux.
std::string EndText(protocol::Ending ending, Stack stack);
// Every goodbye with every pair of endings.
std::vector<Row> AllRows();
// The cheapest that keeps every promise: README's answer, and what commands
// take that are told no other.
inline constexpr Row kRecommendedRow = {protocol::GoodbyeKind::kCloseOk,
                                        protocol::Ending::kShutdownWrDrainClose,
                                        protocol::Ending::kClose};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_ROW_H_
