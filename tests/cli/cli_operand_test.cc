// What a command is told to run: tokens, schedules and what a fuzzer wrote, as
// people name and paste them.
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

std::string Words() {
  return Orderly(std::string("replay '") + kLoss + "' --close=-").output;
}

// Before, they were a fuzzer's bytes, of a run in which nothing happened: HELD.
TEST(CliOperandTest, ScheduleIsKnownByWhatIsInIt) {
  const std::string story = Orderly(std::string("replay ") + kLoss).output;
  const std::string words = Words();
  for (const std::string& path :
       {WriteTestFile("story.txt", words), WriteTestFile("A.CLOSE", words),
        WriteTestFile("story", "\n# A comment.\n\n" + words)}) {
    const CliResult result = Orderly("replay " + path);
    EXPECT_EQ(result.code, 1) << path;
    EXPECT_EQ(result.output.rfind(story, 0), 0U) << path << result.output;
  }
  const CliResult none =
      Orderly("replay " + WriteTestFile("none.CLOSE", "hello\n"));
  EXPECT_EQ(none.code, 64);
  EXPECT_TRUE(Has(none.output, "none.CLOSE:1:")) << none.output;
}

TEST(CliOperandTest, ByteOrderMarkIsNoPartOfASchedule) {
  const std::string path = WriteTestFile("mark.txt", "\xef\xbb\xbf" + Words());
  EXPECT_EQ(Orderly("replay " + path).code, 1);
}

TEST(CliOperandTest, BytesOfWhichNothingWasUsedProveNothing) {
  const CliResult empty = Orderly("replay " + WriteTestFile("empty", ""));
  EXPECT_EQ(empty.code, 64);
  EXPECT_TRUE(Has(empty.output, "is empty")) << empty.output;
  // Three whole steps of a site that nobody asks, and two bytes.
  const std::string zeros(14, '\0');
  const CliResult unused = Orderly("replay " + WriteTestFile("zeros", zeros));
  EXPECT_EQ(unused.code, 2) << unused.output;
  EXPECT_TRUE(Has(unused.output,
                  "0 of 3 steps applied, and 2 bytes behind "
                  "them were left unread"))
      << unused.output;
  const CliResult many =
      Orderly("replay " + WriteTestFile("many", std::string(4096, '\0')));
  EXPECT_EQ(many.code, 2);
  EXPECT_TRUE(Has(many.output, "0 of 256 steps applied, and 3072 bytes"))
      << many.output;
}

// The path of one of what `orderly corpus` writes for a row, and its bytes.
std::string OneTape(const std::string& row) {
  const std::string folder = TempDir() + "/tapes";
  std::filesystem::remove_all(folder);
  EXPECT_EQ(Orderly("corpus " + folder + " --runs=30 " + row).code, 0);
  return std::filesystem::directory_iterator(folder)->path().string();
}

TEST(CliOperandTest, BytesThatWereLeftUnreadAreNoted) {
  const std::string path = OneTape("");
  EXPECT_FALSE(Has(Orderly("replay " + path).output, "NOTE"));
  const std::string story = Orderly("replay " + path + " 2>/dev/null").output;
  std::filesystem::resize_file(path, std::filesystem::file_size(path) + 3);
  const CliResult longer = Orderly("replay " + path);
  EXPECT_EQ(longer.output.rfind("NOTE      " + path + ": ", 0), 0U)
      << longer.output;
  EXPECT_TRUE(Has(longer.output, "3 bytes behind them were left unread"));
  EXPECT_EQ(Orderly("replay " + path + " 2>/dev/null").output, story);
}

TEST(CliOperandTest, RowOfBytesIsGivenAndThatOfOthersIsTheirOwn) {
  const std::string path = OneTape("--server=outq,close --stack=bsd");
  const CliResult replay =
      Orderly("replay " + path + " --server=outq,close --stack=bsd");
  EXPECT_TRUE(Has(replay.output, "server=outq,close@bsd client=close@bsd"))
      << replay.output;
  EXPECT_EQ(Orderly("shrink " + path + " --server=outq,close").code, 0);
  const std::string words = WriteTestFile("own.close", Words());
  for (const std::string& named : {std::string(kLoss), words}) {
    for (const char* command : {"replay ", "shrink ", "sweep "}) {
      const CliResult result = Orderly(command + named + " --server=close");
      EXPECT_EQ(result.code, 64) << command << named;
      EXPECT_TRUE(Has(result.output, "name their own")) << result.output;
    }
  }
}

TEST(CliOperandTest, FileThatIsNotThereIsNoToken) {
  for (const char* name : {"nonexist.close", "no/such/file", "NONE.Close"}) {
    const CliResult result = Orderly(std::string("replay ") + name);
    EXPECT_EQ(result.code, 64);
    EXPECT_EQ(result.output, std::string("orderly: ") + name +
                                 ": cannot be read (No such file or "
                                 "directory); name a file that exists\n");
  }
  // A token that lost its head has slashes as well.
  EXPECT_TRUE(Has(Orderly(std::string("replay ") + (kLoss + 1)).output,
                  "token part 1"));
}

TEST(CliOperandTest, FolderIsRefusedInOneSentence) {
  const std::string folder = TempDir() + "/folder.close";
  std::filesystem::create_directories(folder);
  for (const char* command : {"replay ", "shrink ", "sweep ", "ledger "}) {
    const CliResult result = Orderly(command + folder);
    EXPECT_EQ(result.code, 64) << command;
    EXPECT_EQ(result.output,
              "orderly: " + folder + ": is a folder; name a file in it\n");
  }
}

TEST(CliOperandTest, TokenIsTakenAsItWasPasted) {
  const std::string token = kLoss;
  const std::string story = Orderly("replay " + token).output;
  EXPECT_EQ(Orderly("replay ' " + token + "\n'").output, story);
  EXPECT_EQ(Orderly("replay \"'" + token + "'\"").output, story);
}

TEST(CliOperandTest, EveryStoryIsShrunkAndSwept) {
  const std::string path = WriteTestFile("shrink.close", Words());
  const CliResult shrunk = Orderly("shrink " + path);
  EXPECT_EQ(shrunk.code, 1) << shrunk.output;
  EXPECT_EQ(FirstToken(shrunk.output), kLoss);
  const CliResult sweep = Orderly("sweep " + path);
  EXPECT_EQ(sweep.code, 1);
  EXPECT_EQ(sweep.output, Orderly(std::string("sweep ") + kLoss).output);
}

TEST(CliOperandTest, NothingIsShrunkOfARunThatBreaksNoPromise) {
  // The client is killed before its sixth call.
  const std::string held =
      Orderly(
          "replay o1:close-ok:shutdown-wr,drain,close:close:-:"
          "kill.2.5=1/2+scenario.18.0=1/3:64c4 --close=-")
          .output;
  const CliResult result =
      Orderly("shrink " + WriteTestFile("held.close", held));
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.output,
            "HELD      the run breaks no promise: there is nothing to "
            "shrink\n");
}

// Every step of it fits, and its promise holds now.
TEST(CliOperandTest, StaleTokenIsNeitherSweptNorShrunk) {
  for (const char* command : {"replay ", "shrink ", "sweep "}) {
    const CliResult result =
        Orderly(std::string(command) +
                "o1:close-ok:shutdown-wr,drain,close:close:goodbye-heard:-:"
                "47f6");
    EXPECT_EQ(result.code, 2) << command;
    EXPECT_EQ(result.output.rfind("STALE     every step fits, and ", 0), 0U)
        << result.output;
  }
}

TEST(CliOperandTest, WrittenScheduleIsSaidAndNamedSo) {
  const std::string path = WriteTestFile("from.close", Words());
  const std::string out = TempDir() + "/to.close";
  std::filesystem::remove(TempDir() + "/to.txt");
  EXPECT_TRUE(Has(Orderly("replay " + path + " --close=" + out).output,
                  "wrote " + out + "\n"));
  EXPECT_TRUE(Has(Orderly("shrink " + path + " --out=" + out).output,
                  "wrote " + out + "\n"));
  EXPECT_EQ(
      Orderly("replay " + path + " --close=" + out + " 2>/dev/null").output,
      "");
  for (const char* flags : {"replay %s --close=", "shrink %s --out="}) {
    std::string words = flags;
    words.replace(words.find("%s"), 2, path);
    EXPECT_TRUE(Has(Orderly(words + TempDir() + "/to.txt").output,
                    "expected a name that ends in '.close'"));
    EXPECT_TRUE(Has(Orderly(words + path).output, "would be written over"));
    EXPECT_TRUE(
        Has(Orderly(words + "no/folder/x.close").output, "cannot be written"));
  }
  EXPECT_FALSE(std::filesystem::exists(TempDir() + "/to.txt"));
}

}  // namespace
}  // namespace orderly
