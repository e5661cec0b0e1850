#include "cli/row_flags.h"

#include <string>

namespace orderly {

absl::StatusOr<Row> TakeRow(Flags& flags) {
  std::string goodbye = "close-ok";
  std::string server = "shutdown-wr,drain,close";
  std::string client = "close";
  for (const auto& [name, value] :
       {std::pair("goodbye", &goodbye), std::pair("server", &server),
        std::pair("client", &client)}) {
    const absl::Status status = flags.TakeText(name, *value);
    if (!status.ok()) return status;
  }
  Row row;
  const auto parsed_goodbye = protocol::ParseGoodbye(goodbye);
  if (!parsed_goodbye.ok()) return parsed_goodbye.status();
  row.goodbye = *parsed_goodbye;
  const auto parsed_server = protocol::ParseEnding(server);
  if (!parsed_server.ok()) return parsed_server.status();
  row.server = *parsed_server;
  const auto parsed_client = protocol::ParseEnding(client);
  if (!parsed_client.ok()) return parsed_client.status();
  row.client = *parsed_client;
  return row;
}

}  // namespace orderly
