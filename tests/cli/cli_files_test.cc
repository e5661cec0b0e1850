// What commands write: asked for before the work, and alone on stdout.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/cli/orderly_run.h"

namespace orderly {
namespace {

using testing::TempDir;

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// With so many runs the test would be over its time, had they been made.
TEST(CliFilesTest, FileThatCannotBeWrittenIsRefusedBeforeTheSearch) {
  const std::string there = WriteTestFile("there.ledger", "kept");
  for (const std::string& words :
       {std::string("check --runs=100000000 --ledger=no/folder/x"),
        "check --runs=100000000 --ledger=" + TempDir(),
        std::string("ledger no/such/file --out=no/folder/x"),
        std::string("corpus cli/orderly/x --runs=100000000"),
        std::string("corpus cli/orderly --runs=100000000")}) {
    const CliResult result = Orderly(words);
    EXPECT_EQ(result.code, 64) << words;
    EXPECT_FALSE(Has(result.output, "runs:")) << result.output;
  }
  EXPECT_TRUE(Has(Orderly("ledger no/such/file --out=no/folder/x").output,
                  "no/folder/x: cannot be written"));
  // What is there stays until there is something to write.
  EXPECT_EQ(Orderly("ledger no/such/file --out=" + there).code, 64);
  EXPECT_EQ(std::filesystem::file_size(there), 4U);
  const std::string fresh = TempDir() + "/fresh.ledger";
  EXPECT_EQ(Orderly("ledger no/such/file --out=" + fresh).code, 64);
  EXPECT_FALSE(std::filesystem::exists(fresh));
}

TEST(CliFilesTest, LedgerOnStdoutIsAloneThere) {
  const std::string file = TempDir() + "/alone.ledger";
  const CliResult report = Orderly("check --runs=20 --ledger=" + file);
  const CliResult ledger = Orderly("check --runs=20 --ledger=- 2>/dev/null");
  EXPECT_EQ(ledger.output.rfind("situation-ledger 1\nruns 20\n", 0), 0U)
      << ledger.output;
  EXPECT_FALSE(Has(ledger.output, "INCONCLUSIVE"));
  EXPECT_EQ(Orderly("ledger " + file + " --out=- 2>/dev/null").output,
            ledger.output);
  EXPECT_EQ(Orderly("check --runs=20 --ledger=- 2>&1 >/dev/null").output,
            report.output);
}

TEST(CliFilesTest, LedgersOfTwoRowsAreNotMergedNorOneFileTwice) {
  const std::string one = TempDir() + "/row1.ledger";
  const std::string two = TempDir() + "/row2.ledger";
  Orderly("check --runs=20 --ledger=" + one);
  Orderly("check --runs=20 --server=close --client-stack=bsd --ledger=" + two);
  const CliResult rows = Orderly("ledger " + one + " " + two);
  EXPECT_EQ(rows.code, 64);
  EXPECT_TRUE(Has(rows.output,
                  two + ": it is of row 'close-ok server close client "
                        "close@bsd', and what is before it of row 'close-ok "
                        "server shutdown-wr,drain,close client close'"))
      << rows.output;
  const std::string again = TempDir() + "/./row1.ledger";
  const CliResult twice = Orderly("ledger " + one + " " + again);
  EXPECT_EQ(twice.code, 64);
  EXPECT_TRUE(Has(twice.output, "given twice")) << twice.output;
}

TEST(CliFilesTest, CorpusIsAFolderOfFiles) {
  const std::string file = WriteTestFile("story.close", "");
  for (const std::string& words :
       {std::string("''"), std::string("-"), file, file + "/inside"}) {
    const CliResult result = Orderly("corpus " + words + " --runs=5");
    EXPECT_EQ(result.code, 64) << words << result.output;
    EXPECT_TRUE(Has(result.output, "folder")) << result.output;
  }
}

}  // namespace
}  // namespace orderly
