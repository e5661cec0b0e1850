// Two hundred failing seeds of the planted bugs. Each shrinks to a short story
// of which nothing can be left out; and as a schedule each replays to its
// violation, also where the simulator asks one unrelated decision more for each
// segment
// (--config=extra_draw). The tokens in their first lines do not survive that.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "schedule/parser.h"
#include "schedule/replay.h"
#include "schedule/scribe.h"
#include "search/check.h"
#include "search/token.h"
#include "sim/choice/random_choices.h"
#include "tests/planted/planted_bugs.h"
#include "tests/planted/switch.h"
#include "tests/schedule/folder.h"
#include "tests/search/shrunk_runs.h"

namespace orderly {
namespace {

constexpr char kFolder[] = "tests/planted/shrunk";
constexpr size_t kSeeds = 200;
// Of a bug; one that is not found in so many runs has fewer, or none.
constexpr size_t kSeedsOfABug = 5;
constexpr uint64_t kMostRuns = 3'000;
constexpr uint64_t kTrials = 1'500;
#ifdef ORDERLY_EXTRA_DRAW
constexpr bool kExtraDraw = true;
#else
constexpr bool kExtraDraw = false;
#endif

struct SeedsOfABug {
  PlantedBug bug;
  std::vector<FailingSeed> seeds;
};

std::vector<SeedsOfABug> TwoHundredSeeds() {
  std::vector<SeedsOfABug> all;
  size_t count = 0;
  for (const PlantedBug& bug : PlantedBugs()) {
    const PlantingEverywhere planting(bug.bug);
    RunOptions run;
    run.may_kill = bug.may_kill;
    const size_t most = std::min(kSeedsOfABug, kSeeds - count);
    if (most == 0) break;
    all.push_back(
        {bug, FailingSeeds(bug.row, bug.breaks, most, kMostRuns, run)});
    count += all.back().seeds.size();
  }
  EXPECT_EQ(count, kSeeds);
  return all;
}

TEST(ShrunkTest, TwoHundredSeedsShrinkToShortStories) {
  ShrunkRuns all;
  for (const SeedsOfABug& of : TwoHundredSeeds()) {
    const PlantingEverywhere planting(of.bug.bug);
    const ShrunkRuns runs = ShrinkAll(of.seeds, kTrials, Keep::kPromise);
    EXPECT_LE(runs.MostSteps(), 15) << of.bug.name;
    all.steps.insert(all.steps.end(), runs.steps.begin(), runs.steps.end());
    all.trials.insert(all.trials.end(), runs.trials.begin(), runs.trials.end());
  }
  EXPECT_EQ(all.steps.size(), kSeeds);
  EXPECT_LE(all.MedianSteps(), 8);
  std::printf("%s\n", all.ToText().c_str());
}

Bug BugNamed(std::string_view name) {
  for (const PlantedBug& bug : PlantedBugs()) {
    if (bug.name == name) return bug.bug;
  }
  ADD_FAILURE() << "no planted bug " << name;
  return Bug::kNone;
}

// "# bug NAME", "# TOKEN".
struct Head {
  Bug bug = Bug::kNone;
  Token token;
};
Head HeadOf(const CloseFile& file) {
  const size_t first = file.text.find('\n');
  const size_t second = file.text.find('\n', first + 1);
  const auto token =
      ParseToken(file.text.substr(first + 3, second - first - 3));
  EXPECT_TRUE(token.ok()) << file.path << ": " << token.status();
  return {BugNamed(file.text.substr(6, first - 6)),
          token.ok() ? *token : Token()};
}

bool IsOfSegments(const Token& token) { return token.tape.Has(Site::kFate); }

TEST(ShrunkTest, SchedulesReplayToTheirViolations) {
  size_t fit = 0;
  size_t of_segments = 0;
  size_t tokens_lost = 0;
  const std::vector<CloseFile> files = CloseFilesIn(kFolder);
  for (const CloseFile& file : files) {
    const auto schedule = ParseSchedule(file.path, file.text);
    ASSERT_TRUE(schedule.ok()) << schedule.status().message();
    const Head head = HeadOf(file);
    ASSERT_TRUE(head.token.promise.has_value());
    const PlantingEverywhere planting(head.bug);
    const ScheduleRun run = RunSchedule(*schedule);
    EXPECT_FALSE(run.stale.has_value()) << MisfitText(file.path, *run.stale);
    EXPECT_TRUE(run.outcome.Violates(*head.token.promise)) << file.path;
    if (!run.stale.has_value()) ++fit;
    const Replay replay = ReplayToken(head.token, /*keep_trace=*/false);
    if (!kExtraDraw) {
      EXPECT_EQ(replay.stale, std::nullopt) << file.path;
      EXPECT_EQ(replay.outcome.digest, run.outcome.digest) << file.path;
    }
    if (!IsOfSegments(head.token)) continue;
    ++of_segments;
    if (replay.stale.has_value()) ++tokens_lost;
  }
  EXPECT_EQ(files.size(), kSeeds);
  EXPECT_EQ(fit, kSeeds);
  EXPECT_GE(of_segments, kSeeds / 8);
  if (kExtraDraw) {
    EXPECT_GE(tokens_lost, of_segments * 3 / 4);
  } else {
    EXPECT_EQ(tokens_lost, 0U);
  }
  std::printf(
      "%zu of %zu schedules fit; of %zu tokens with fates of segments %zu are "
      "stale\n",
      fit, files.size(), of_segments, tokens_lost);
}

// Without its bug a schedule says that it does not fit any more.
TEST(ShrunkTest, SchedulesAreStaleWithoutTheirBugs) {
  for (const CloseFile& file : CloseFilesIn(kFolder)) {
    const auto schedule = ParseSchedule(file.path, file.text);
    ASSERT_TRUE(schedule.ok()) << schedule.status().message();
    EXPECT_TRUE(RunSchedule(*schedule).stale.has_value()) << file.path;
  }
}

// Writes the folder anew; to be run where the sources are.
TEST(ShrunkTest, DISABLED_WriteSchedules) {
  for (const SeedsOfABug& of : TwoHundredSeeds()) {
    const PlantingEverywhere planting(of.bug.bug);
    int number = 0;
    for (const FailingSeed& failing : of.seeds) {
      RandomChoices choices(failing.seed);
      (void)RunOnce(failing.row, choices, failing.run);
      const auto shrunk =
          ShrinkToken({failing.row, failing.promise, choices.tape()}, kTrials,
                      Keep::kPromise);
      ASSERT_TRUE(shrunk.has_value());
      const auto schedule = ScheduleOf(shrunk->token);
      ASSERT_TRUE(schedule.ok()) << schedule.status();
      std::ofstream(absl::StrFormat("%s/%s-%d.close", kFolder,
                                    std::string(of.bug.name), ++number))
          << "# bug " << of.bug.name << "\n# " << TokenText(shrunk->token)
          << "\n"
          << ScheduleText(*schedule);
    }
  }
}

}  // namespace
}  // namespace orderly
