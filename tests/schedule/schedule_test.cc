// A schedule is the run that it was written from, in words: to text, back, and
// run again it gives the same events, and the same text.
#include "schedule/schedule.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "properties/scenario.h"
#include "properties/strike.h"
#include "schedule/parser.h"
#include "schedule/replay.h"
#include "schedule/scribe.h"
#include "sim/choice/random_choices.h"
#include "sim/choice/replay_choices.h"

namespace orderly {
namespace {

// Nothing is lost on the way; returns whether the run broke a promise.
bool ExpectLossless(const Row& row, const Tape& tape, uint64_t digest) {
  const absl::StatusOr<Schedule> written = ScheduleOf({row, {}, tape});
  EXPECT_TRUE(written.ok()) << written.status();
  if (!written.ok()) return false;
  const std::string text = ScheduleText(*written);
  const absl::StatusOr<Schedule> read = ParseSchedule("x.close", text);
  EXPECT_TRUE(read.ok()) << read.status() << "\n" << text;
  if (!read.ok()) return false;
  EXPECT_EQ(ScheduleText(*read), text);
  const ScheduleRun run = RunSchedule(*read);
  EXPECT_FALSE(run.stale.has_value())
      << MisfitText("x.close", *run.stale) << "\n"
      << text << tape.ToText();
  EXPECT_EQ(run.outcome.digest, digest) << text << tape.ToText();
  const absl::StatusOr<Schedule> again = ScheduleOf({row, {}, run.token.tape});
  EXPECT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again.ok() ? ScheduleText(*again) : "", text);
  return !run.outcome.violations.empty();
}

TEST(ScheduleTest, IsTheRunThatItWasWrittenFrom) {
  const std::vector<Row> rows = AllRows();
  constexpr uint64_t kRuns = 1500;
  uint64_t broke = 0;
  uint64_t steps = 0;
  for (uint64_t seed = 1; seed <= kRuns && !HasFailure(); ++seed) {
    Row row = rows[(31 * seed) % rows.size()];
    if (seed % 5 == 0) row.stacks.client = Stack::kWindows;
    if (seed % 7 == 0) row.stacks.server = Stack::kBsd;
    RandomChoices choices(seed);
    const Outcome outcome = RunOnce(row, choices, {});
    steps += choices.disturbances();
    if (ExpectLossless(row, choices.tape(), outcome.digest)) ++broke;
  }
  EXPECT_GE(broke, kRuns / 20);
  std::printf("%llu runs of %llu decisions, %llu broke a promise\n",
              static_cast<unsigned long long>(kRuns),
              static_cast<unsigned long long>(steps),
              static_cast<unsigned long long>(broke));
}

// Whatever strikes, and after whichever event, has words.
TEST(ScheduleTest, IsTheRunThatWasStruck) {
  const Row row = {};  // close-ok, and close() alone
  const Step heartbeat = *HeartbeatStep(std::chrono::milliseconds(20));
  uint64_t struck = 0;
  for (uint32_t event = 0; event < 80 && !HasFailure(); ++event) {
    for (const Strike strike : kAllStrikes) {
      const Tape tape({heartbeat,
                       {Site::kStrike, 0, event, static_cast<uint32_t>(strike),
                        kStrikeCount}});
      ReplayChoices choices(tape);
      const Outcome outcome = RunOnce(row, choices, {});
      if (choices.Stale().has_value()) continue;  // it is over by then
      ++struck;
      (void)ExpectLossless(row, tape, outcome.digest);
      const absl::StatusOr<Schedule> written = ScheduleOf({row, {}, tape});
      ASSERT_TRUE(written.ok());
      EXPECT_EQ(ScheduleText(*written).find("choice"), std::string::npos)
          << ScheduleText(*written);
    }
  }
  EXPECT_GE(struck, 150);
}

}  // namespace
}  // namespace orderly
