#include "cli/row_flags.h"

#include <chrono>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "properties/scenario.h"

namespace orderly {

absl::Status OfFlag(std::string_view name, std::string_view value,
                    const absl::Status& status) {
  if (status.ok()) return status;
  return {status.code(), absl::StrCat("--", std::string(name), "=",
                                      std::string(value.substr(0, 40)), ": ",
                                      status.message())};
}

absl::StatusOr<Stacks> TakeStacks(Flags& flags) {
  Stacks stacks;
  std::string both;
  std::string client;
  std::string server;
  absl::Status status = flags.TakeText("stack", both);
  status.Update(flags.TakeText("client_stack", client));
  status.Update(flags.TakeText("server_stack", server));
  if (!status.ok()) return status;
  if (!both.empty() && !client.empty() && !server.empty()) {
    return absl::InvalidArgumentError(
        "--stack is for both ends, and each has its own here; leave it out");
  }
  const auto take = [&status](std::string_view flag, const std::string& name,
                              Stack& stack) {
    if (name.empty()) return;
    const absl::StatusOr<Stack> parsed = ParseStack(name);
    status.Update(OfFlag(flag, name, parsed.status()));
    if (parsed.ok()) stack = *parsed;
  };
  take("stack", both, stacks.client);
  take("stack", both, stacks.server);
  take("client_stack", client, stacks.client);
  take("server_stack", server, stacks.server);
  if (!status.ok()) return status;
  return stacks;
}

absl::StatusOr<StrategyKind> TakeStrategy(Flags& flags) {
  std::string name(StrategyName(kDefaultStrategy));
  const absl::Status status = flags.TakeText("strategy", name);
  if (!status.ok()) return status;
  return ParseStrategy(name);
}

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
  if (!parsed_goodbye.ok())
    return OfFlag("goodbye", goodbye, parsed_goodbye.status());
  row.goodbye = *parsed_goodbye;
  const auto parsed_server = protocol::ParseEnding(server);
  if (!parsed_server.ok())
    return OfFlag("server", server, parsed_server.status());
  row.server = *parsed_server;
  const auto parsed_client = protocol::ParseEnding(client);
  if (!parsed_client.ok())
    return OfFlag("client", client, parsed_client.status());
  row.client = *parsed_client;
  const auto stacks = TakeStacks(flags);
  if (!stacks.ok()) return stacks.status();
  row.stacks = *stacks;
  return row;
}

absl::StatusOr<std::optional<Row>> TakeRowIfGiven(Flags& flags) {
  bool given = false;
  for (const std::string_view name :
       {"goodbye", "server", "client", "stack", "client_stack", "server_stack"})
    given = given || flags.Has(name);
  if (!given) return std::nullopt;
  const absl::StatusOr<Row> row = TakeRow(flags);
  if (!row.ok()) return row.status();
  return *row;
}

absl::StatusOr<Tape> TakeHeartbeat(Flags& flags) {
  uint64_t interval = 0;
  const absl::Status status =
      flags.TakeNumber("heartbeat", 1'000'000, interval);
  if (!status.ok()) return status;
  if (interval == 0) return Tape();
  const std::optional<Step> step =
      HeartbeatStep(std::chrono::milliseconds(interval));
  if (!step.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--heartbeat=", interval,
                     ": expected 7, 20, 33, 55 or 120, in milliseconds, or 0 "
                     "for none"));
  }
  return Tape({*step});
}

}  // namespace orderly
