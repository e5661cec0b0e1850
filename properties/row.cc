#include "properties/row.h"

#include "absl/strings/str_cat.h"

namespace orderly {

std::string RowText(const Row& row) {
  return absl::StrCat(
      std::string(protocol::GoodbyeName(row.goodbye)),
      " server=", std::string(protocol::EndingName(row.server)),
      " client=", std::string(protocol::EndingName(row.client)));
}

std::vector<Row> AllRows() {
  std::vector<Row> rows;
  for (const auto goodbye :
       {protocol::GoodbyeKind::kCloseOk, protocol::GoodbyeKind::kEof}) {
    for (const protocol::Ending server : protocol::AllEndings()) {
      for (const protocol::Ending client : protocol::AllEndings()) {
        rows.push_back({goodbye, server, client});
      }
    }
  }
  return rows;
}

}  // namespace orderly
