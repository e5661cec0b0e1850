#include "properties/row.h"

#include "absl/strings/str_cat.h"

namespace orderly {

std::string EndText(protocol::Ending ending, Stack stack) {
  std::string text(protocol::EndingName(ending));
  if (stack != Stack::kLinux)
    absl::StrAppend(&text, "@", std::string(StackName(stack)));
  return text;
}

std::string RowText(const Row& row) {
  return absl::StrCat(std::string(protocol::GoodbyeName(row.goodbye)),
                      " server=", EndText(row.server, row.stacks.server),
                      " client=", EndText(row.client, row.stacks.client));
}

std::string RowWords(const Row& row) {
  return absl::StrCat(std::string(protocol::GoodbyeName(row.goodbye)),
                      " server ", EndText(row.server, row.stacks.server),
                      " client ", EndText(row.client, row.stacks.client));
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
