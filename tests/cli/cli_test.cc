// The command as its user meets it: exit codes, errors, and the same bytes
// every time.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/cli/orderly_run.h"

namespace orderly {
namespace {

TEST(CliTest, HelpIsNoError) {
  for (const char* words : {"help", "--help", "-h"}) {
    const CliResult result = Orderly(words);
    EXPECT_EQ(result.code, 0) << words;
    EXPECT_NE(result.output.find("orderly compare"), std::string::npos);
    EXPECT_NE(result.output.find("shutdown-wr,drain,close"), std::string::npos);
  }
  EXPECT_EQ(Orderly("").code, 64);
}

// Two hosts of one run may differ, and its token says so.
TEST(CliTest, StacksOfARunAreInItsToken) {
  const CliResult windows = Orderly(
      "check --server=close --client=close --client-stack=windows --runs=500");
  EXPECT_EQ(windows.code, 1);
  const std::string token = FirstToken(windows.output);
  EXPECT_NE(token.find(":close:close@windows:"), std::string::npos) << token;
  const CliResult replay = Orderly("replay '" + token + "'");
  EXPECT_EQ(replay.code, 1);
  EXPECT_NE(replay.output.find("client=close@windows"), std::string::npos);
  EXPECT_NE(Orderly("stacks").output.find("RST meets unread data"),
            std::string::npos);
  // README's: what is acknowledged and not yet read goes with a reset there.
  EXPECT_EQ(Orderly("replay o1:close-ok:outq,close:close@windows:agree:"
                    "scenario.8.0=3/5+scenario.9.0=2/6:ee85")
                .code,
            1);
  // The script says what Linux does.
  EXPECT_EQ(
      Orderly("drill tests/drill/scripts/close_with_unread_data.pkt").code, 0);
  EXPECT_EQ(Orderly("drill --stack=bsd "
                    "tests/drill/scripts/close_with_unread_data.pkt")
                .code,
            1);
}

// A file of libFuzzer is a token, too.
TEST(CliTest, FilesOfAFuzzerReplay) {
  const std::string folder = testing::TempDir() + "/corpus";
  EXPECT_EQ(Orderly("corpus " + folder + " --runs=50").code, 0);
  const auto file = std::filesystem::directory_iterator(folder)->path();
  const CliResult replay = Orderly("replay " + file.string());
  EXPECT_EQ(replay.code, 0) << replay.output;
  const std::string token = FirstToken(replay.output);
  EXPECT_EQ(Orderly("replay '" + token + "'").output, replay.output);
}

// What two searches reached is one ledger; what they must reach and did not is
// named.
TEST(CliTest, LedgersOfSearchesMerge) {
  const std::string first = testing::TempDir() + "/first.ledger";
  const std::string second = testing::TempDir() + "/second.ledger";
  const std::string both = testing::TempDir() + "/both.ledger";
  EXPECT_EQ(Orderly("check --runs=20 --ledger=" + first).code, 2);
  const CliResult part = Orderly("ledger " + first);
  EXPECT_EQ(part.code, 2);
  EXPECT_NE(part.output.find("20 runs reached"), std::string::npos);
  EXPECT_NE(part.output.find("(!)"), std::string::npos);
  EXPECT_EQ(Orderly("check --strategy=branching --runs=8000 --seed=21 "
                    "--ledger=" +
                    second)
                .code,
            0);
  const CliResult whole =
      Orderly("ledger " + first + " " + second + " --out=" + both);
  EXPECT_EQ(whole.code, 0) << whole.output;
  EXPECT_NE(whole.output.find("8020 runs reached"), std::string::npos);
  EXPECT_EQ(Orderly("ledger " + both).output, whole.output);
  const CliResult bad = Orderly("ledger tests/drill/scripts/half_close.pkt");
  EXPECT_EQ(bad.code, 64);
  EXPECT_NE(bad.output.find("half_close.pkt, line 1: expected"),
            std::string::npos)
      << bad.output;
}

constexpr const char* kMisused[] = {
    "frobnicate",
    "compare extra",
    "check extra",
    "check --strategy=best",
    "corpus",
    "corpus a b",
    "corpus '' --runs=1",
    "corpus - --runs=1",
    "corpus cli/orderly",
    "corpus a --runs=0",
    "ledger",
    "ledger no/such/file",
    "ledger tests",
    "explore extra",
    "claims extra",
    "drill",
    "drill no/such/file.pkt",
    "drill tests/drill/scripts --loud",
    "drill tests/drill/scripts --stack=freebsd",
    "stacks extra",
    "conformance extra",
    "conformance --stories=many",
    "check --stack=windos",
    "compare --client_stack=beos",
    "explore --stack=bsd --client_stack=linux --server_stack=linux",
    "drill tests/drill/scripts --ip_version=ipv5",
    "drill tests/drill/scripts --pcap=x.pcap",
    "replay",
    "replay a b",
    "replay no/such/file.close",
    "replay nonexist.close",
    "replay tests",
    "replay /dev/zero",
    "shrink tests",
    "sweep nonexist.close",
    "replay o1:eof:close:close:-:-:b1a0 --close",
    "shrink",
    "check --runs",
    "check --runs=0",
    "check --runs=many",
    "check --runs=-1",
    "check --runs=99999999999999999999",
    "check --frobnicate=1",
    "check --runs=1 --runs=2",
    "check -x",
    "check --=1",
    "check --server=no",
    "check --goodbye=",
    "explore --kill=me",
    "explore --bound=losses=1 --kill=client",
    "explore --bound=kills=0 --kill=both",
    "explore --bound=kills=1 --kill=me",
    "explore --schedules=0",
    "explore --threads=0",
    "explore --bound=kills=2",
    "explore --heartbeat=1",
    "sweep a b",
    "sweep token --server=close",
    "claims --story=a1",
    "replay o1:claim:a1",
    "replay o1:claim:z9:0000",
    "compare --runs=0",
    "replay o1",
    "replay o2:x",
    "replay ''",
    "replay o1:eof:close:close:-:-:0000",
    "replay o1:eof:close:close:-:scenario.200.0=1/7:0000"};

TEST(CliTest, UsageErrorsAreOneSentenceAndExitWith64) {
  for (const char* words : kMisused) {
    const CliResult result = Orderly(words);
    EXPECT_EQ(result.code, 64) << words << "\n" << result.output;
    EXPECT_EQ(result.output.rfind("orderly: ", 0), 0U) << result.output;
    EXPECT_EQ(result.output.find('\n'), result.output.size() - 1)
        << words << "\n"
        << result.output;
  }
}

TEST(CliTest, ViolationExitsWith1AndItsTokenReplaysTwiceTheSame) {
  const CliResult check =
      Orderly("check --server=close --client=close --runs=600");
  EXPECT_EQ(check.code, 1);
  const std::string token = FirstToken(check.output);
  ASSERT_FALSE(token.empty()) << check.output;
  const CliResult first = Orderly("replay '" + token + "'");
  const CliResult second = Orderly("replay '" + token + "'");
  EXPECT_EQ(first.code, 1);
  EXPECT_EQ(first.output, second.output);
  EXPECT_NE(first.output.find("VIOLATED"), std::string::npos);
  EXPECT_NE(first.output.find("<< here"), std::string::npos);
  const CliResult shrunk = Orderly("shrink '" + token + "'");
  EXPECT_EQ(shrunk.code, 1);
  EXPECT_EQ(FirstToken(shrunk.output), token) << "it was shrunk already";
}

// Writes a token in words; what is read again is the same run.
TEST(CliTest, ACloseFileReplaysAsItsTokenDoes) {
  const std::string token = FirstToken(
      Orderly("check --server=close --client=close --runs=600").output);
  const std::string path = testing::TempDir() + "/story.close";
  EXPECT_EQ(Orderly("shrink '" + token + "' --out=" + path).code, 1);
  const CliResult words = Orderly("replay " + path);
  EXPECT_EQ(words.code, 1);
  EXPECT_EQ(words.output.rfind(Orderly("replay '" + token + "'").output, 0),
            0U);
  EXPECT_NE(words.output.find("\nFITS      3 expectations, 1 step and 8 "
                              "anchors of " +
                              path + "\n"),
            std::string::npos)
      << words.output;
  const std::string text = Orderly("replay '" + token + "' --close=-").output;
  EXPECT_EQ(text, Orderly("shrink '" + token + "' --out=-").output);
  EXPECT_EQ(text, Orderly("replay " + path + " --close=-").output);

  // One that no longer fits, and one that is none.
  std::string other = text;
  const std::string expected = "expect client unknown";
  other.replace(other.find(expected), expected.size(),
                "expect client committed");
  std::ofstream(path) << other;
  const CliResult stale = Orderly("replay " + path);
  EXPECT_EQ(stale.code, 2);
  EXPECT_NE(stale.output.find("STALE     " + path + ":"), std::string::npos);
  EXPECT_NE(
      stale.output.find(": expectation 'expect client committed' is not so: "
                        "the client ends with 'unknown'"),
      std::string::npos)
      << stale.output;
  std::ofstream(path) << text.substr(0, text.find("expect"));
  const CliResult cut_off = Orderly("replay " + path);
  EXPECT_EQ(cut_off.code, 64) << cut_off.output;
  std::ofstream(path) << other + "expect client happy\n";
  const CliResult refused = Orderly("replay " + path);
  EXPECT_EQ(refused.code, 64);
  EXPECT_EQ(refused.output.rfind("orderly: " + path + ":", 0), 0U)
      << refused.output;
}

TEST(CliTest, RowThatHoldsWithTooFewRunsIsInconclusive) {
  const CliResult result = Orderly("check --runs=3");
  EXPECT_EQ(result.code, 2) << result.output;
  EXPECT_NE(result.output.find("INCONCLUSIVE"), std::string::npos);
}

TEST(CliTest, ExploreTellsItsBoundAndItsTokensReplay) {
  const CliResult held = Orderly("explore --bound=orders,losses=1 --threads=2");
  EXPECT_EQ(held.code, 0) << held.output;
  EXPECT_NE(held.output.find("complete to every order of segments"),
            std::string::npos)
      << held.output;
  const CliResult lost =
      Orderly("explore --server=close --heartbeat=20 --bound=losses=1");
  EXPECT_EQ(lost.code, 1) << lost.output;
  EXPECT_EQ(Orderly("replay '" + FirstToken(lost.output) + "'").code, 1);
}

TEST(CliTest, SweepTellsOfEachFaultAndItsTokensReplay) {
  EXPECT_EQ(Orderly("sweep").code, 0);
  const CliResult lost = Orderly("sweep --server=close --heartbeat=20");
  EXPECT_EQ(lost.code, 1) << lost.output;
  EXPECT_NE(lost.output.find("a forged RST reaches the server"),
            std::string::npos);
  const std::string first = lost.output.substr(lost.output.find("first place"));
  EXPECT_EQ(Orderly("replay '" + FirstToken(first) + "'").code, 1);
  EXPECT_EQ(Orderly("sweep '" + FirstToken(first) + "'").code, 1);
}

TEST(CliTest, ThreadsDoNotChangeWhatIsPrinted) {
  const std::string words =
      "compare --client=linger0 --runs=60 --held_runs=6000 --winner_runs=6000 "
      "--threads=";
  const CliResult one = Orderly(words + "1");
  EXPECT_EQ(one.output, Orderly(words + "2").output);
  EXPECT_EQ(one.output, Orderly(words + "3").output);
}

TEST(CliTest, DrillTellsOfEachScriptAndCounts) {
  const CliResult all = Orderly("drill tests/drill/scripts");
  EXPECT_EQ(all.code, 1);
  EXPECT_NE(all.output.find("PASS tests/drill/scripts/half_close.pkt\n"),
            std::string::npos);
  EXPECT_NE(all.output.find("\n2 passed, 1 failed, 0 skipped\n"),
            std::string::npos)
      << all.output;
  const CliResult one =
      Orderly("drill --trace tests/drill/scripts/half_close.pkt");
  EXPECT_EQ(one.code, 0);
  EXPECT_NE(one.output.find("FIN-WAIT-2"), std::string::npos) << one.output;
}

TEST(CliTest, OutputThatCannotBeWrittenIsAnInternalError) {
  EXPECT_EQ(Orderly("help > /dev/full").code, 70);
}

}  // namespace
}  // namespace orderly
