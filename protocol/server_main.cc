// Serves clients one after another over real sockets; see --help.
// Exit code, that of the last session: 0 committed, 1 rolled back, 3 unknown;
// 64 usage, 69 no journal or no port.

#include <stdio.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/statusor.h"
#include "protocol/dial.h"
#include "protocol/file_journal.h"
#include "protocol/main_flags.h"
#include "protocol/server_session.h"

ABSL_FLAG(std::string, journal, "orderly.journal", "Path of the journal.");
ABSL_FLAG(int64_t, sessions, 0, "Sessions to serve; 0 = without end.");
ABSL_FLAG(int64_t, goes_first_after_records, 0,
          "Say CLOSE after so many records; 0 = leave it to the client.");
ABSL_FLAG(int64_t, goes_first_delay_ms, 0, "How long after that record.");

namespace protocol {
namespace {

constexpr int kBacklog = 128;

struct ServerCommand {
  Endpoint endpoint;
  ServerOptions options;
  std::string journal;
  int64_t sessions = 0;
};

absl::StatusOr<ServerCommand> ReadFlags() {
  const auto common = ReadCommonFlags();
  const auto sessions =
      CheckRange("sessions", absl::GetFlag(FLAGS_sessions), 0, 1'000'000'000);
  const auto after = CheckRange("goes_first_after_records",
                                absl::GetFlag(FLAGS_goes_first_after_records),
                                0, 1'000'000'000);
  const auto delay =
      CheckRange("goes_first_delay_ms",
                 absl::GetFlag(FLAGS_goes_first_delay_ms), 0, 86'400'000);
  for (const absl::Status& status :
       {common.status(), sessions.status(), after.status(), delay.status()}) {
    if (!status.ok()) return status;
  }
  ServerCommand command;
  command.endpoint = common->endpoint;
  command.options.goodbye = common->goodbye;
  command.options.stream = common->stream;
  command.options.ending = common->ending;
  command.options.ending_options = common->ending_options;
  command.options.heartbeat = common->heartbeat;
  command.options.goes_first_after_records = static_cast<uint64_t>(*after);
  command.options.goes_first_delay = std::chrono::milliseconds(*delay);
  command.journal = absl::GetFlag(FLAGS_journal);
  command.sessions = *sessions;
  return command;
}

void Print(uint64_t session, const ServerReport& report) {
  printf("session %llu: %s, %llu records durable, final message %s, %s; %s\n",
         static_cast<unsigned long long>(session),
         std::string(VerdictName(report.verdict)).c_str(),
         static_cast<unsigned long long>(report.records_durable),
         report.final_message_sent ? "sent" : "not sent",
         report.heard_final_message ? "client's heard" : "client's not heard",
         Describe(report.stream).c_str());
  fflush(stdout);
}

int Serve(int listener, ServerCommand& command, FileJournal& journal) {
  int exit_code = 0;
  command.options.session = journal.recovery().NextSession();
  for (int64_t served = 0; command.sessions == 0 || served < command.sessions;
       ++served) {
    absl::StatusOr<int> fd = Accept(listener);
    while (absl::IsUnavailable(fd.status())) fd = Accept(listener);
    if (!fd.ok()) return Fail("server", fd.status(), kExitUnavailable);
    const ServerReport report = RunServerSession(*fd, command.options, journal);
    Print(command.options.session, report);
    exit_code = ExitCode(report.verdict);
    ++command.options.session;
    if (report.journal_failed) {
      return Fail("server",
                  absl::UnavailableError("the journal failed; what it holds "
                                         "is known after a restart"),
                  kExitUnavailable);
    }
  }
  return exit_code;
}

int Main(int argc, char** argv) {
  const absl::Status parsed =
      ParseArguments(argc, argv, "server --journal=PATH [--port=PORT] [flags]");
  if (!parsed.ok()) return Fail("server", parsed, kExitUsage);
  absl::StatusOr<ServerCommand> command = ReadFlags();
  if (!command.ok()) return Fail("server", command.status(), kExitUsage);
  const auto journal = FileJournal::Open(command->journal);
  if (!journal.ok()) return Fail("server", journal.status(), kExitUnavailable);
  const absl::StatusOr<int> listener = Listen(command->endpoint, kBacklog);
  if (!listener.ok()) {
    return Fail("server", listener.status(), kExitUnavailable);
  }
  const absl::StatusOr<uint16_t> port = BoundPort(*listener);
  if (!port.ok()) return Fail("server", port.status(), kExitUnavailable);
  command->endpoint.port = *port;
  printf("listening on %s\n", ToString(command->endpoint).c_str());
  fflush(stdout);
  const int exit_code = Serve(*listener, *command, **journal);
  close(*listener);
  return exit_code;
}

}  // namespace
}  // namespace protocol

int main(int argc, char** argv) { return protocol::Main(argc, argv); }
