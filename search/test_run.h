#ifndef ORDERLY_SEARCH_TEST_RUN_H_
#define ORDERLY_SEARCH_TEST_RUN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace orderly {

// A test's place among many, as Bazel tells it (its "Test encyclopedia"): which
// seeds are its own, and where its files go. Alone and without a word from
// anybody it is always the same: a cached green stays true.
struct TestRun {
  // The seeds from here on are this run's, and no other run's or shard's of the
  // same base: kSeeds of them.
  static constexpr uint64_t kSeeds = 65'536;
  uint64_t first_seed = 1;
  uint64_t number = 0;  // TEST_RANDOM_SEED: which run of --runs_per_test
  uint64_t shard = 0;   // TEST_SHARD_INDEX
  std::string outputs;  // TEST_UNDECLARED_OUTPUTS_DIR; empty: none

  // Reads the environment. ORDERLY_SEED_BASE moves all seeds, so that every
  // night has its own. Errors: kInvalidArgument, what is no number.
  static absl::StatusOr<TestRun> FromEnvironment();

  // Puts a file among the test's outputs, its name marked with run and shard;
  // nothing without a folder for them.
  absl::Status Keep(std::string_view name, std::string_view text) const;
};

// Each shard runs every property on seeds of its own. GoogleTest would give
// whole tests to shards, and some none: so call this before InitGoogleTest,
// which tells Bazel that there are shards and hides them from GoogleTest.
// Requires that no thread has been started.
void ShardBySeeds();

}  // namespace orderly

#endif  // ORDERLY_SEARCH_TEST_RUN_H_
