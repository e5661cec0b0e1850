// Two hundred failing seeds, shrunk and written as schedules: each replays to
// its violation, also where the simulator asks one unrelated decision more for
// each segment (--config=extra_draw). The tokens that are in their first lines
// do not survive that.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "properties/row.h"
#include "schedule/parser.h"
#include "schedule/replay.h"
#include "schedule/scribe.h"
#include "search/check.h"
#include "sim/choice/random_choices.h"
#include "tests/schedule/folder.h"

namespace orderly {
namespace {

constexpr char kFolder[] = "tests/schedule/shrunk";
constexpr size_t kFiles = 200;
#ifdef ORDERLY_EXTRA_DRAW
constexpr bool kExtraDraw = true;
#else
constexpr bool kExtraDraw = false;
#endif

Token TokenOf(const CloseFile& file) {
  const std::string line = file.text.substr(0, file.text.find('\n'));
  const absl::StatusOr<Token> token = ParseToken(line.substr(2));
  EXPECT_TRUE(token.ok()) << file.path << ": " << token.status();
  return token.ok() ? *token : Token();
}

bool IsOfSegments(const Token& token) {
  for (const Step& step : token.tape.steps()) {
    if (step.site == Site::kFate) return true;
  }
  return false;
}

TEST(RobustTest, SchedulesReplayToTheirViolations) {
  size_t fit = 0;
  size_t of_segments = 0;
  size_t tokens_lost = 0;
  const std::vector<CloseFile> files = CloseFilesIn(kFolder);
  for (const CloseFile& file : files) {
    const auto schedule = ParseSchedule(file.path, file.text);
    ASSERT_TRUE(schedule.ok()) << schedule.status().message();
    const ScheduleRun run = RunSchedule(*schedule);
    EXPECT_FALSE(run.stale.has_value()) << MisfitText(file.path, *run.stale);
    const Token token = TokenOf(file);
    ASSERT_TRUE(token.promise.has_value());
    EXPECT_TRUE(run.outcome.Violates(*token.promise)) << file.path;
    if (!run.stale.has_value()) ++fit;
    const Replay replay = ReplayToken(token, /*keep_trace=*/false);
    if (!kExtraDraw) {
      EXPECT_EQ(replay.stale, std::nullopt) << file.path;
      EXPECT_EQ(replay.outcome.digest, run.outcome.digest) << file.path;
    }
    if (!IsOfSegments(token)) continue;
    ++of_segments;
    if (replay.stale.has_value()) ++tokens_lost;
  }
  EXPECT_EQ(files.size(), kFiles);
  EXPECT_EQ(fit, kFiles);
  EXPECT_GE(of_segments, kFiles / 2);
  EXPECT_GE(tokens_lost, kExtraDraw ? of_segments * 9 / 10 : 0);
  std::printf(
      "%zu of %zu schedules fit; of %zu tokens with fates of segments %zu are "
      "stale\n",
      fit, files.size(), of_segments, tokens_lost);
}

// Writes the folder anew, from seeds 1, 2, ...: one row after another, each
// story once, and two of three with something that the network does.
TEST(RobustTest, DISABLED_WriteSchedules) {
  const std::vector<Row> rows = AllRows();
  std::set<std::string> seen;
  size_t plain = 0;
  for (uint64_t seed = 1; seen.size() < kFiles; ++seed) {
    const Row& row = rows[seed % rows.size()];
    RandomChoices choices(seed);
    const Outcome outcome = RunOnce(row, choices, {});
    if (outcome.violations.empty()) continue;
    const Promise promise =
        outcome.violations[seed % outcome.violations.size()].promise;
    const auto shrunk = ShrinkToken({row, promise, choices.tape()}, 1500);
    ASSERT_TRUE(shrunk.has_value());
    const bool is_plain = !IsOfSegments(shrunk->token);
    if (is_plain && plain == kFiles / 3) continue;
    const auto schedule = ScheduleOf(shrunk->token);
    ASSERT_TRUE(schedule.ok()) << schedule.status();
    const std::string text = ScheduleText(*schedule);
    if (!seen.insert(text).second) continue;
    if (is_plain) ++plain;
    std::ofstream file(absl::StrFormat("%s/%03d.close", kFolder, seen.size()));
    file << "# " << TokenText(shrunk->token) << "\n" << text;
  }
}

}  // namespace
}  // namespace orderly
