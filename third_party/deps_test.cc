// Each external library compiles, links and runs in one binary.

#include <algorithm>
#include <array>
#include <boost/context/detail/fcontext.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "benchmark/benchmark.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"

namespace {

using ::boost::context::detail::jump_fcontext;
using ::boost::context::detail::make_fcontext;
using ::boost::context::detail::transfer_t;
using ::testing::ElementsAre;

TEST(AbslTest, StringsFormatAndContainers) {
  absl::flat_hash_map<std::string, int> ports = {{"echo", 7}, {"discard", 9}};
  EXPECT_EQ(absl::StrFormat("%s=%d", "echo", ports.at("echo")), "echo=7");
  EXPECT_EQ(absl::StrJoin({1, 2, 3}, ","), absl::StrCat(1, ",2,", 3));
}

TEST(AbslTest, StatusOrHoldsEither) {
  absl::StatusOr<int> value = 42;
  EXPECT_EQ(*value, 42);
  absl::StatusOr<int> error = absl::NotFoundError("no such port");
  EXPECT_EQ(error.status().code(), absl::StatusCode::kNotFound);
}

TEST(RapidCheckTest, HoldsWithAFixedSeed) {
  ASSERT_EQ(setenv("RC_PARAMS", "seed=1 max_success=50", /*overwrite=*/1), 0);
  EXPECT_TRUE(rc::check("reversing twice changes nothing",
                        [](const std::vector<int>& original) {
                          std::vector<int> twice = original;
                          std::reverse(twice.begin(), twice.end());
                          std::reverse(twice.begin(), twice.end());
                          RC_ASSERT(twice == original);
                        }));
}

std::vector<int>& Steps() {
  static std::vector<int> steps;
  return steps;
}

void Fiber(transfer_t from) {
  Steps().push_back(1);
  from = jump_fcontext(from.fctx, nullptr);
  Steps().push_back(3);
  jump_fcontext(from.fctx, nullptr);
}

TEST(BoostContextTest, JumpsIntoAFiberAndBack) {
  alignas(16) static std::array<char, 64 * 1024> stack;
  transfer_t fiber = {
      make_fcontext(stack.data() + stack.size(), stack.size(), Fiber), nullptr};
  fiber = jump_fcontext(fiber.fctx, nullptr);
  Steps().push_back(2);
  jump_fcontext(fiber.fctx, nullptr);
  EXPECT_THAT(Steps(), ElementsAre(1, 2, 3));
}

void CountToTen(benchmark::State& state) {
  for (auto _ : state) {
    int sum = 0;
    for (int i = 0; i < 10; ++i) benchmark::DoNotOptimize(sum += i);
  }
}

TEST(BenchmarkTest, RegistersAndRuns) {
  benchmark::RegisterBenchmark("CountToTen", CountToTen)->Iterations(1);
  EXPECT_EQ(benchmark::RunSpecifiedBenchmarks(), 1u);
}

}  // namespace
