// How commands are told what to do, and say what they did not understand.
#include <gtest/gtest.h>

#include <string>

#include "tests/cli/orderly_run.h"

namespace orderly {
namespace {

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

constexpr const char* kCommands[] = {
    "compare", "check", "explore", "sweep",       "replay", "shrink", "claims",
    "conform", "drill", "ledger",  "conformance", "corpus", "stacks"};

TEST(CliFlagsTest, HelpOfACommandIsThatCommandsAlone) {
  for (const std::string name : kCommands) {
    const CliResult help = Orderly("help " + name);
    EXPECT_EQ(help.code, 0) << name;
    EXPECT_EQ(help.output, Orderly(name + " --help").output);
    EXPECT_EQ(help.output.rfind("  orderly " + name, 0), 0U) << help.output;
    EXPECT_EQ(help.output.find("  orderly ", 3), std::string::npos);
    // Each flag of the usage has a line of its own.
    size_t flags = 0;
    for (size_t at = help.output.find("[--"); at != std::string::npos;
         at = help.output.find("[--", at + 1)) {
      const size_t end = help.output.find(']', at);
      const std::string flag = help.output.substr(at + 1, end - at - 1);
      EXPECT_TRUE(Has(help.output, "\n  " + flag + " ")) << name << flag;
      ++flags;
    }
    EXPECT_EQ(flags == 0, name == "stacks") << name;
  }
  EXPECT_TRUE(Has(Orderly("explore --help").output, "--first"));
  EXPECT_EQ(Orderly("help frobnicate").code, 64);
}

// All that a command's help names it takes; all that it takes help names.
TEST(CliFlagsTest, HelpAndCommandsKnowTheSameFlags) {
  for (const std::string name : kCommands) {
    const std::string help = Orderly("help " + name).output;
    const std::string refused = Orderly(name + " --frobnicate=1").output;
    for (size_t at = refused.find("--", refused.find("there are"));
         at != std::string::npos; at = refused.find("--", at + 2)) {
      const std::string flag =
          refused.substr(at, refused.find_first_of(" ,\n", at) - at);
      EXPECT_TRUE(Has(help, "\n  " + flag)) << name << " " << flag;
    }
  }
}

TEST(CliFlagsTest, ErrorsSayWhatToWrite) {
  EXPECT_EQ(Orderly(std::string("replay ") + kLoss + " --rows 5").output,
            "orderly: --rows: write --rows=5\n");
  EXPECT_EQ(Orderly("check --server close").output,
            "orderly: --server: write --server=close\n");
  EXPECT_EQ(Orderly("check --runs").output,
            "orderly: --runs: expected --runs=VALUE\n");
  for (const char* words :
       {"check --server=foo", "compare --server=foo", "corpus x --server=foo"})
    EXPECT_EQ(Orderly(words).output.rfind("orderly: --server=foo: ", 0), 0U);
  EXPECT_TRUE(Has(Orderly("check --client-stack=foo").output,
                  "orderly: --client_stack=foo: "));
  EXPECT_TRUE(Has(Orderly("cmpare").output, "the nearest is 'compare'"));
  EXPECT_TRUE(Has(Orderly("reply x").output, "the nearest is 'replay'"));
}

TEST(CliFlagsTest, ErrorsShowNoControlCharacters) {
  for (const char* words :
       {"check \"--server=$(printf 'a\\033[31m\\nb')\"",
        "check \"--run$(printf '\\033')s=1\"", "\"$(printf 'x\\033')\"",
        "replay \"$(printf 'no/\\033\\nfile')\"",
        "replay \"$(printf 'o1:x\\033')\""}) {
    const CliResult result = Orderly(words);
    EXPECT_EQ(result.code, 64) << words;
    EXPECT_FALSE(Has(result.output, "\x1b")) << result.output;
    EXPECT_TRUE(Has(result.output, "\\x1b")) << result.output;
    EXPECT_EQ(result.output.find('\n'), result.output.size() - 1);
  }
}

TEST(CliFlagsTest, KillIsOfABoundWithAKill) {
  const std::string refused =
      "orderly: --kill=client needs kills=1 in --bound\n";
  EXPECT_EQ(Orderly("explore --bound=losses=1 --kill=client").output, refused);
  EXPECT_EQ(Orderly("explore --bound=kills=0 --kill=client").output, refused);
  EXPECT_EQ(Orderly("explore --bound=kills=1 --kill=client").code, 0);
}

TEST(CliFlagsTest, ExplorationThatGaveUpSaysWhatToType) {
  const CliResult result = Orderly("explore --schedules=1");
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(Has(result.output, " 1 schedule,")) << result.output;
  EXPECT_TRUE(Has(result.output, "give more --schedules")) << result.output;
}

TEST(CliFlagsTest, LinesFitATerminal) {
  for (const char* words :
       {"explore --server=close --heartbeat=20 --bound=losses=1",
        "check --runs=1", "check --server=close --runs=600"}) {
    const std::string text = Orderly(words).output;
    EXPECT_FALSE(Has(text, " 1 runs")) << text;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = text.find('\n', begin);
      const std::string line = text.substr(begin, end - begin);
      EXPECT_TRUE(line.size() <= 120 || Has(line, "orderly replay")) << line;
      begin = end + 1;
    }
  }
}

TEST(CliFlagsTest, CompareOfFewRunsDoesNotSayHeld) {
  const CliResult few = Orderly(
      "compare --goodbye=close-ok --client=close --runs=20 --held_runs=20 "
      "--winner_runs=1 --brief");
  EXPECT_FALSE(Has(few.output, "held  ")) << few.output;
  EXPECT_TRUE(Has(few.output, "\nheld?: ")) << few.output;
}

}  // namespace
}  // namespace orderly
