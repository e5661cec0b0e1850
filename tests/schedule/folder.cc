#include "tests/schedule/folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "schedule/parser.h"
#include "schedule/replay.h"

namespace orderly {

std::vector<CloseFile> CloseFilesIn(const std::string& folder) {
  std::vector<CloseFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".close") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files.push_back(
        {entry.path().string(), {std::istreambuf_iterator<char>(file), {}}});
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

void ExpectRegressionsFit() {
  const std::vector<CloseFile> files = CloseFilesIn("properties/regressions");
  EXPECT_FALSE(files.empty());
  for (const CloseFile& file : files) {
    const absl::StatusOr<Schedule> schedule =
        ParseSchedule(file.path, file.text);
    EXPECT_TRUE(schedule.ok()) << schedule.status().message();
    if (!schedule.ok()) continue;
    EXPECT_FALSE(schedule->expectations.empty()) << file.path;
    const ScheduleRun run = RunSchedule(*schedule);
    EXPECT_FALSE(run.stale.has_value())
        << "STALE     " << MisfitText(file.path, *run.stale)
        << "\nSee it with: orderly replay " << file.path;
  }
}

}  // namespace orderly
