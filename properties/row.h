#ifndef ORDERLY_PROPERTIES_ROW_H_
#define ORDERLY_PROPERTIES_ROW_H_

#include <string>
#include <vector>

#include "protocol/ending.h"
#include "protocol/goodbye.h"

namespace orderly {

// One way to end a session: what is compared.
struct Row {
  protocol::GoodbyeKind goodbye = protocol::GoodbyeKind::kCloseOk;
  protocol::Ending server = protocol::Ending::kClose;
  protocol::Ending client = protocol::Ending::kClose;
  friend bool operator==(const Row&, const Row&) = default;
};

// "close-ok server=close client=shutdown-wr,close"
std::string RowText(const Row& row);
// Every goodbye with every pair of endings.
std::vector<Row> AllRows();

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_ROW_H_
