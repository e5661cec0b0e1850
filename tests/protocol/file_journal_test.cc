#include "protocol/file_journal.h"

#include <signal.h>
#include <sys/resource.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace protocol {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string JournalPath() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string path = ::testing::TempDir() + "/" + test->name();
  std::remove(path.c_str());
  return path;
}

std::string Contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Overwrite(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::unique_ptr<FileJournal> MustOpen(const std::string& path) {
  auto journal = FileJournal::Open(path);
  EXPECT_TRUE(journal.ok()) << journal.status();
  return journal.ok() ? *std::move(journal) : nullptr;
}

std::string TwoSessions() {
  std::string text;
  AppendEntry({.session = 1, .id = 1, .payload = "COMMIT 9 0 0\n"}, text);
  AppendEntry({.session = 1, .id = 2}, text);
  AppendEntry({.kind = EntryKind::kCommit, .session = 1, .id = 2}, text);
  AppendEntry({.session = 2, .id = 1, .payload = "b"}, text);
  AppendEntry({.kind = EntryKind::kRollback, .session = 2, .id = 1}, text);
  return text;
}

TEST(FileJournalTest, TextIsAsDocumented) {
  std::string text;
  AppendEntry({.session = 7, .id = 1, .payload = "123456789"}, text);
  AppendEntry({.kind = EntryKind::kCommit, .session = 7, .id = 1}, text);
  EXPECT_EQ(text, "RECORD 7 1 9 c9d45035\n123456789\nCOMMIT 7 1 f916558e\n");
}

TEST(FileJournalTest, RecoversTheVerdictOfEachSession) {
  const Recovery recovery = RecoverJournal(TwoSessions());
  EXPECT_THAT(recovery.sessions,
              ElementsAre(RecoveredSession{1, 2, Verdict::kCommitted},
                          RecoveredSession{2, 1, Verdict::kRolledBack}));
  EXPECT_EQ(recovery.entries, 5u);
  EXPECT_EQ(recovery.torn_bytes, 0u);
  EXPECT_EQ(recovery.NextSession(), 3u);
  EXPECT_EQ(Recovery{}.NextSession(), 1u);
}

TEST(FileJournalTest, EveryTornTailLeavesTheEntriesBeforeIt) {
  const std::string text = TwoSessions();
  for (size_t size = 0; size < text.size(); ++size) {
    const Recovery recovery = RecoverJournal(text.substr(0, size));
    EXPECT_EQ(recovery.valid_bytes + recovery.torn_bytes, size);
    EXPECT_EQ(RecoverJournal(text.substr(0, recovery.valid_bytes)).entries,
              recovery.entries);
    EXPECT_LT(recovery.entries, 5u) << size;
  }
}

TEST(FileJournalTest, EveryFlippedByteIsNoticed) {
  const std::string text = TwoSessions();
  for (size_t at = 0; at < text.size(); ++at) {
    std::string damaged = text;
    damaged[at] ^= 1;
    const Recovery recovery = RecoverJournal(damaged);
    EXPECT_LE(recovery.valid_bytes, at);
    EXPECT_GT(recovery.torn_bytes, 0u);
  }
}

TEST(FileJournalTest, SyncedEntriesAreInTheFile) {
  const std::string path = JournalPath();
  const auto journal = MustOpen(path);
  ASSERT_NE(journal, nullptr);
  EXPECT_THAT(journal->recovery().sessions, IsEmpty());
  EXPECT_TRUE(journal->Append({.session = 1, .id = 1, .payload = "abc"}));
  EXPECT_TRUE(journal->Sync());
  EXPECT_EQ(RecoverJournal(Contents(path)).entries, 1u);
}

TEST(FileJournalTest, OpenCutsATornTailAndGoesOnBehindIt) {
  const std::string path = JournalPath();
  const std::string text = TwoSessions();
  Overwrite(path, text + text.substr(0, 20));
  const auto journal = MustOpen(path);
  ASSERT_NE(journal, nullptr);
  EXPECT_EQ(journal->recovery().torn_bytes, 20u);
  EXPECT_EQ(Contents(path), text);
  EXPECT_TRUE(journal->Append({.kind = EntryKind::kCommit, .session = 3}));
  EXPECT_TRUE(journal->Sync());
  const Recovery recovery = RecoverJournal(Contents(path));
  EXPECT_EQ(recovery.entries, 6u);
  EXPECT_EQ(recovery.torn_bytes, 0u);
}

TEST(FileJournalTest, OneProcessAtATime) {
  const std::string path = JournalPath();
  const auto journal = MustOpen(path);
  EXPECT_THAT(std::string(FileJournal::Open(path).status().message()),
              HasSubstr("cannot lock the journal " + path));
}

TEST(FileJournalTest, UnopenablePathIsOneSentence) {
  EXPECT_EQ(FileJournal::Open("/nowhere/journal").status().message(),
            "cannot open the journal /nowhere/journal: No such file or "
            "directory");
}

TEST(FileJournalTest, OnlyAFile) {
  EXPECT_EQ(FileJournal::Open("/dev/full").status().message(),
            "cannot use the journal /dev/full: it is no regular file");
}

TEST(FileJournalTest, FailureIsForGood) {
  const auto journal = MustOpen(JournalPath());
  ASSERT_NE(journal, nullptr);
  signal(SIGXFSZ, SIG_IGN);
  rlimit limit = {};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit full_disk = {.rlim_cur = 0, .rlim_max = limit.rlim_max};
  setrlimit(RLIMIT_FSIZE, &full_disk);
  EXPECT_TRUE(journal->Append({.session = 1, .id = 1, .payload = "a"}));
  const bool synced = journal->Sync();
  setrlimit(RLIMIT_FSIZE, &limit);
  EXPECT_FALSE(synced);
  EXPECT_FALSE(journal->Append({.session = 1, .id = 2}));
  EXPECT_FALSE(journal->Sync());
}

}  // namespace
}  // namespace protocol
