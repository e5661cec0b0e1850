// The commands, and what their flags mean.
#include <array>

#include "cli/command.h"

namespace orderly {
namespace {

constexpr FlagHelp kCompareFlags[] = {
    {"--goodbye=G", "only the rows of this goodbye"},
    {"--server=E", "only the rows whose server ends so"},
    {"--client=E", "only the rows whose client ends so"},
    {"--stack=S", "whose TCP both hosts have (linux)"},
    {"--client_stack=S", "whose TCP the client's host has"},
    {"--server_stack=S", "whose TCP the server's host has"},
    {"--runs=N", "runs of every row (3000)"},
    {"--held_runs=N", "more runs, of every row that held so long (20000)"},
    {"--winner_runs=N", "more runs, of the cheapest that held (100000)"},
    {"--seed=N", "of the first run (1)"},
    {"--threads=N", "how many at once; no result depends on it"},
    {"--brief", "the matrix without the tokens of every loss"},
};
constexpr FlagHelp kCheckFlags[] = {
    {"--runs=N", "how many runs (10000)"},
    {"--seed=N", "of the first run (1)"},
    {"--strategy=T", "one way of searching alone (portfolio: all in turn)"},
    {"--ledger=FILE",
     "writes what the runs reached; -: to stdout, the report "
     "to stderr"},
};
constexpr FlagHelp kExploreFlags[] = {
    {"--bound=PARTS",
     "orders, losses=N or faults=N (up to 4), kills=1, joined by commas "
     "(orders,losses=1)"},
    {"--kill=WHO", "client, server or both (both); needs kills=1 in --bound"},
    {"--heartbeat=MS",
     "the client sends PING so often: 7, 20, 33, 55 or 120 "
     "(0: never)"},
    {"--first",
     "stops at the first broken promise, instead of looking for the "
     "others"},
    {"--schedules=N", "gives up after so many runs (50000000)"},
    {"--threads=N", "how many at once; no result depends on it"},
};
constexpr FlagHelp kSweepFlags[] = {
    {"--heartbeat=MS",
     "the client sends PING so often: 7, 20, 33, 55 or 120 "
     "(0: never)"},
};
constexpr FlagHelp kReplayFlags[] = {
    {"--rows=N", "at most so many rows of the ladder (40; 0: all)"},
    {"--close=FILE.close",
     "writes the run as a schedule in words instead; -: "
     "to stdout"},
};
constexpr FlagHelp kShrinkFlags[] = {
    {"--trials=N", "runs it at most so often (20000)"},
    {"--out=FILE.close",
     "writes what is left as a schedule in words, too; -: "
     "to stdout, alone"},
};
constexpr FlagHelp kClaimsFlags[] = {
    {"--stack=S", "whose TCP both hosts have (linux)"},
};
constexpr FlagHelp kConformFlags[] = {
    {"--cases=N", "how many stories (10000)"},
    {"--seed=N", "of the first story (1)"},
};
constexpr FlagHelp kDrillFlags[] = {
    {"--lenient",
     "ignores segments at the end that no line reads, as "
     "packetdrill does"},
    {"--stack=S", "whose TCP the host has (linux)"},
    {"--trace", "draws the ladder of each script"},
    {"--pcap=FILE", "keeps the segments of one script, with simulated times"},
    {"--ip_version=V",
     "ipv4, ipv6 or ipv4-mapped-ipv6, for scripts that name "
     "none (ipv4)"},
    {"--mtu=N", "of the interface (1500)"},
    {"--tolerance_usecs=N", "how far a time may be off"},
};
constexpr FlagHelp kConformanceFlags[] = {
    {"--brief", "counts alone, without the rules"},
    {"--stories=N", "tells this machine's kernel so many random stories, too"},
};
constexpr FlagHelp kLedgerFlags[] = {
    {"--out=FILE",
     "writes the merged ledger; -: to stdout, the report to "
     "stderr"},
};
constexpr FlagHelp kCorpusFlags[] = {
    {"--runs=N", "runs from which the tapes are chosen (100000)"},
};

constexpr std::array<Command, 13> kCommands = {{
    {"compare", "",
     "every goodbye with every pair of endings, judged; the cheapest that "
     "holds",
     kCompareFlags, false, RunCompare},
    {"check", "", "one row, many runs", kCheckFlags, true, RunCheck},
    {"explore", "",
     "one row, every schedule of a small session within a bound; states that "
     "are equal are searched once",
     kExploreFlags, true, RunExplore},
    {"sweep", "[TOKEN|FILE.close|FILE]",
     "one story - a token, a schedule, what libFuzzer wrote, or the plain one "
     "of a row - and one fault at each of its places: a loss, a kill, a forged "
     "RST, power, a partition",
     kSweepFlags, true, RunSweep},
    {"replay", "TOKEN|FILE.close|FILE",
     "a run again: verdict, schedule, ladder, both ends at the loss; or the "
     "run as a schedule in words. The row's flags are for a FILE of libFuzzer",
     kReplayFlags, true, RunReplay},
    {"shrink", "TOKEN|FILE.close|FILE",
     "a smaller token that breaks the same promise. The row's flags are for a "
     "FILE of libFuzzer",
     kShrinkFlags, true, RunShrink},
    {"claims", "", "eleven things that people say about close(), each tried",
     kClaimsFlags, false, RunClaims},
    {"conform", "",
     "random stories, told to the simulated TCP and to this machine's kernel; "
     "where they differ, a packetdrill script (needs root and /dev/net/tun)",
     kConformFlags, false, RunConform},
    {"drill", "FILE.pkt|FOLDER...",
     "packetdrill scripts against the simulated host, in virtual time",
     kDrillFlags, false, RunDrill},
    {"conformance", "",
     "every rule that the simulated TCP follows: the RFC and Linux's source, "
     "the test that shows it, and the measured cases; and N random stories, "
     "told to this machine's kernel",
     kConformanceFlags, false, RunConformance},
    {"ledger", "FILE...",
     "the situation ledgers of searches, merged: what they reached, and what "
     "they must reach and did not",
     kLedgerFlags, false, RunLedger},
    {"corpus", "FOLDER",
     "tapes for libFuzzer to start from: few, that reach much", kCorpusFlags,
     true, RunCorpus},
    {"stacks",
     "",
     "whose TCP a host may have, and all that they do not do alike",
     {},
     false,
     RunStacks},
}};

}  // namespace

std::span<const Command> Commands() { return kCommands; }

}  // namespace orderly
