// orderly: whether closing a connection can lose data.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "protocol/ending.h"
#include "search/strategy.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {
namespace {

constexpr Command kCommands[] = {
    {"compare",
     "compare [--goodbye=G] [--server=E] [--client=E] [--runs=N] "
     "[--held_runs=N] [--winner_runs=N] [--seed=N] [--threads=N] "
     "[--stack=S] [--client_stack=S] [--server_stack=S] "
     "[--brief]",
     "every goodbye with every pair of endings, judged; the cheapest that "
     "holds",
     RunCompare},
    {"check",
     "check [--goodbye=G] [--server=E] [--client=E] [--stack=S] "
     "[--client_stack=S] [--server_stack=S] [--strategy=T] [--runs=N] "
     "[--seed=N] [--ledger=FILE]",
     "one row, many runs", RunCheck},
    {"explore",
     "explore [--goodbye=G] [--server=E] [--client=E] "
     "[--bound=orders,losses=N|faults=N,kills=1] [--kill=client|server|both] "
     "[--heartbeat=MS] [--first] [--threads=N] [--schedules=N] [--stack=S] "
     "[--client_stack=S] [--server_stack=S]",
     "one row, every schedule of a small session within a bound; states that "
     "are equal are searched once",
     RunExplore},
    {"sweep",
     "sweep [TOKEN | [--goodbye=G] [--server=E] [--client=E] [--heartbeat=MS] "
     "[--stack=S] [--client_stack=S] [--server_stack=S]]",
     "one story, and one fault at each of its places: a loss, a kill, a forged "
     "RST, power, a partition",
     RunSweep},
    {"replay", "replay TOKEN|FILE.close|FILE [--rows=N] [--close=FILE|-]",
     "a run again: verdict, schedule, ladder, both ends at the loss; or the "
     "token as a schedule in words",
     RunReplay},
    {"shrink", "shrink TOKEN [--trials=N] [--out=FILE.close|-]",
     "a smaller token that breaks the same promise", RunShrink},
    {"claims", "claims [--stack=S]",
     "eleven things that people say about close(), each tried", RunClaims},
    {"conform", "conform [--cases=N] [--seed=N]",
     "random stories, told to the simulated TCP and to this machine's kernel; "
     "where they differ, a packetdrill script (needs root and /dev/net/tun)",
     RunConform},
    {"drill",
     "drill FILE.pkt|FOLDER... [--lenient] [--stack=S] [--trace] [--pcap=FILE] "
     "[--ip_version=ipv4|ipv6|ipv4-mapped-ipv6] [--mtu=N] "
     "[--tolerance_usecs=N]",
     "packetdrill scripts against the simulated host, in virtual time",
     RunDrill},
    {"conformance", "conformance [--brief] [--stories=N]",
     "every rule that the simulated TCP follows: the RFC and Linux's source, "
     "the test that shows it, and the measured cases; and N random stories, "
     "told to this machine's kernel",
     RunConformance},
    {"ledger", "ledger FILE... [--out=FILE]",
     "the situation ledgers of searches, merged: what they reached, and what "
     "they must reach and did not",
     RunLedger},
    {"corpus",
     "corpus FOLDER [--goodbye=G] [--server=E] [--client=E] [--stack=S] "
     "[--client_stack=S] [--server_stack=S] [--runs=N]",
     "tapes for libFuzzer to start from: few, that reach much", RunCorpus},
    {"stacks", "stacks",
     "whose TCP a host may have, and all that they do not do alike", RunStacks},
};

int Help(std::FILE* to) {
  std::fputs(
      "orderly: whether closing a TCP connection can lose data, by running "
      "it.\n\n",
      to);
  for (const Command& command : kCommands) {
    std::fprintf(to, "  orderly %s\n      %s\n",
                 std::string(command.usage).c_str(),
                 std::string(command.purpose).c_str());
  }
  std::fputs("\nG: close-ok (default) or eof. E:", to);
  for (const protocol::Ending ending : protocol::AllEndings()) {
    std::fprintf(to, " %s", std::string(protocol::EndingName(ending)).c_str());
  }
  std::fputs(
      " (default: the server shutdown-wr,drain,close, the client close). S:",
      to);
  for (const Stack stack : kAllStacks)
    std::fprintf(to, " %s", std::string(StackName(stack)).c_str());
  std::fputs(" (--stack: of both ends). T:", to);
  for (const StrategyKind kind : kAllStrategies)
    std::fprintf(to, " %s", std::string(StrategyName(kind)).c_str());
  std::fputs(
      " (default).\n"
      "\nExit codes: 0 held, 1 violated, 2 inconclusive, 3 nondeterministic, "
      "64 usage, 70 internal.\n",
      to);
  return to == stdout ? kHeld : kUsage;
}

int Main(const std::vector<std::string_view>& words) {
  if (words.empty()) return Help(stderr);
  if (words[0] == "help" || words[0] == "--help" || words[0] == "-h") {
    return Help(stdout);
  }
  for (const Command& command : kCommands) {
    if (command.name != words[0]) continue;
    const std::vector<std::string_view> rest(words.begin() + 1, words.end());
    for (const std::string_view word : rest) {
      if (word == "--help") return Help(stdout);
    }
    absl::StatusOr<Flags> flags = Flags::Parse(rest);
    if (!flags.ok()) return UsageError(std::string(flags.status().message()));
    return command.run(*std::move(flags));
  }
  return UsageError("'" + std::string(words[0]) +
                    "': no such command; 'orderly help' lists them");
}

}  // namespace

int UsageError(std::string_view message) {
  std::fprintf(stderr, "orderly: %s\n", std::string(message).c_str());
  return kUsage;
}

}  // namespace orderly

int main(int argc, char** argv) {
  // A failed check has said what it found; what is left is to say whose fault.
  std::signal(SIGABRT, [](int) { _exit(orderly::kInternal); });
  const int code =
      orderly::Main(std::vector<std::string_view>(argv + 1, argv + argc));
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  std::fputs("orderly: the output could not be written\n", stderr);
  return orderly::kInternal;
}
