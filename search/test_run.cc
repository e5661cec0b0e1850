#include "search/test_run.h"

#include <cstdlib>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace orderly {
namespace {

absl::StatusOr<uint64_t> NumberIn(const char* variable, uint64_t most) {
  const char* text = std::getenv(variable);
  if (text == nullptr || *text == '\0') return 0;
  uint64_t number = 0;
  if (absl::SimpleAtoi(text, &number) && number <= most) return number;
  return absl::InvalidArgumentError(absl::StrCat(
      variable, "=", text, ": expected a number from 0 to ", most));
}

}  // namespace

absl::StatusOr<TestRun> TestRun::FromEnvironment() {
  // 25 + 15 + 8 + 16 bits: a date, a run, a shard, a seed.
  const auto base = NumberIn("ORDERLY_SEED_BASE", (1 << 25) - 1);
  const auto number = NumberIn("TEST_RANDOM_SEED", (1 << 15) - 1);
  const auto shard = NumberIn("TEST_SHARD_INDEX", (1 << 8) - 1);
  for (const auto* value : {&base, &number, &shard}) {
    if (!value->ok()) return value->status();
  }
  TestRun run;
  run.number = *number;
  run.shard = *shard;
  run.first_seed = 1 + ((*base << 23 | *number << 8 | *shard) * kSeeds);
  const char* folder = std::getenv("TEST_UNDECLARED_OUTPUTS_DIR");
  if (folder != nullptr) run.outputs = folder;
  return run;
}

absl::Status TestRun::Keep(std::string_view name, std::string_view text) const {
  if (outputs.empty()) return absl::OkStatus();
  const std::string path =
      absl::StrCat(outputs, "/", number, "-", shard, ".", std::string(name));
  std::ofstream out(path, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (out) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(path, ": cannot be written"));
}

void ShardBySeeds() {
  if (const char* status = std::getenv("TEST_SHARD_STATUS_FILE"))
    std::ofstream(status).close();
  for (const char* variable :
       {"GTEST_TOTAL_SHARDS", "GTEST_SHARD_INDEX", "GTEST_SHARD_STATUS_FILE"}) {
    unsetenv(variable);
  }
  // GoogleTest reads Bazel's own, too.
  unsetenv("TEST_TOTAL_SHARDS");
  unsetenv("TEST_SHARD_STATUS_FILE");
}

}  // namespace orderly
