// Sends records to a server over real sockets; see --help.
// Exit code: 0 committed, 1 rolled back, 3 unknown, 64 usage, 69 no connection.

#include <stdio.h>

#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/statusor.h"
#include "protocol/client_session.h"
#include "protocol/dial.h"
#include "protocol/main_flags.h"

ABSL_FLAG(int64_t, records, 3, "How many records to send.");
ABSL_FLAG(int64_t, record_size, 1000, "Payload bytes of a record.");
ABSL_FLAG(int64_t, pipeline, 1, "Most records unacknowledged at a time.");
ABSL_FLAG(bool, heartbeats_until_confirmed, true,
          "Go on with PING after CLOSE until CLOSE_OK.");
ABSL_FLAG(int64_t, goodbye_delay_ms, 0,
          "How long to leave the first goodbye to the server.");

namespace protocol {
namespace {

struct ClientCommand {
  Endpoint endpoint;
  ClientOptions options;
  std::vector<uint32_t> record_sizes;
};

absl::StatusOr<ClientCommand> ReadFlags() {
  const auto common = ReadCommonFlags();
  const auto records =
      CheckRange("records", absl::GetFlag(FLAGS_records), 0, 10'000'000);
  const auto size = CheckRange("record_size", absl::GetFlag(FLAGS_record_size),
                               0, int64_t{kMaxPayload});
  const auto pipeline =
      CheckRange("pipeline", absl::GetFlag(FLAGS_pipeline), 1, 1'000'000);
  const auto delay = CheckRange(
      "goodbye_delay_ms", absl::GetFlag(FLAGS_goodbye_delay_ms), 0, 86'400'000);
  for (const absl::Status& status :
       {common.status(), records.status(), size.status(), pipeline.status(),
        delay.status()}) {
    if (!status.ok()) return status;
  }
  ClientCommand command;
  command.endpoint = common->endpoint;
  command.record_sizes.assign(static_cast<size_t>(*records),
                              static_cast<uint32_t>(*size));
  command.options.goodbye = common->goodbye;
  command.options.stream = common->stream;
  command.options.ending = common->ending;
  command.options.ending_options = common->ending_options;
  command.options.pipeline_depth = static_cast<size_t>(*pipeline);
  command.options.heartbeat = common->heartbeat;
  command.options.heartbeats_until_confirmed =
      absl::GetFlag(FLAGS_heartbeats_until_confirmed);
  command.options.goodbye_delay = std::chrono::milliseconds(*delay);
  return command;
}

int Main(int argc, char** argv) {
  const absl::Status parsed = ParseArguments(
      argc, argv, "client --port=PORT [flags]: sends records, says goodbye");
  if (!parsed.ok()) return Fail("client", parsed, kExitUsage);
  absl::StatusOr<ClientCommand> command = ReadFlags();
  if (!command.ok()) return Fail("client", command.status(), kExitUsage);
  command->options.record_sizes = command->record_sizes;
  const absl::StatusOr<int> fd = Connect(command->endpoint);
  if (!fd.ok()) return Fail("client", fd.status(), kExitUnavailable);
  const ClientReport report = RunClientSession(*fd, command->options);
  printf("%s: %llu of %zu records acknowledged, final message %s; %s\n",
         std::string(VerdictName(report.verdict)).c_str(),
         static_cast<unsigned long long>(report.records_acknowledged),
         command->record_sizes.size(),
         report.heard_final_message ? "heard" : "not heard",
         Describe(report.stream).c_str());
  return ExitCode(report.verdict);
}

}  // namespace
}  // namespace protocol

int main(int argc, char** argv) { return protocol::Main(argc, argv); }
