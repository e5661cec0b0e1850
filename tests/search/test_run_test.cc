#include "search/test_run.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace orderly {
namespace {

// Everything that the functions read is set, and put back afterwards.
class TestRunTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : kNames) {
      const char* value = getenv(name);
      before_.push_back(value == nullptr ? "" : value);
      unsetenv(name);
    }
  }
  void TearDown() override {
    for (size_t i = 0; i < before_.size(); ++i) {
      if (before_[i].empty()) {
        unsetenv(kNames[i]);
      } else {
        setenv(kNames[i], before_[i].c_str(), 1);
      }
    }
  }
  static void Set(const char* name, const std::string& value) {
    setenv(name, value.c_str(), 1);
  }

 private:
  static constexpr const char* kNames[] = {
      "ORDERLY_SEED_BASE",      "TEST_RANDOM_SEED",
      "TEST_SHARD_INDEX",       "TEST_UNDECLARED_OUTPUTS_DIR",
      "TEST_SHARD_STATUS_FILE", "TEST_TOTAL_SHARDS",
      "GTEST_TOTAL_SHARDS",     "GTEST_SHARD_INDEX",
      "GTEST_SHARD_STATUS_FILE"};
  std::vector<std::string> before_;
};

TEST_F(TestRunTest, AloneItIsAlwaysTheSame) {
  const auto run = TestRun::FromEnvironment();
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run->first_seed, 1U);
  EXPECT_EQ(run->outputs, "");
  EXPECT_TRUE(run->Keep("nowhere", "text").ok());
}

TEST_F(TestRunTest, RunsShardsAndNightsHaveSeedsOfTheirOwn) {
  std::set<uint64_t> blocks;
  int made = 0;
  for (const char* base : {"", "20261122", "20261123"}) {
    for (const char* number : {"", "1", "2", "200"}) {
      for (const char* shard : {"", "1", "49"}) {
        Set("ORDERLY_SEED_BASE", base);
        Set("TEST_RANDOM_SEED", number);
        Set("TEST_SHARD_INDEX", shard);
        const auto run = TestRun::FromEnvironment();
        ASSERT_TRUE(run.ok());
        EXPECT_EQ((run->first_seed - 1) % TestRun::kSeeds, 0U);
        blocks.insert(run->first_seed);
        ++made;
      }
    }
  }
  EXPECT_EQ(blocks.size(), made);
}

TEST_F(TestRunTest, WhatIsNoNumberIsSaid) {
  Set("TEST_RANDOM_SEED", "7th");
  EXPECT_EQ(TestRun::FromEnvironment().status().message(),
            "TEST_RANDOM_SEED=7th: expected a number from 0 to 32767");
}

TEST_F(TestRunTest, KeepsFilesByRunAndShard) {
  Set("TEST_UNDECLARED_OUTPUTS_DIR", testing::TempDir());
  Set("TEST_RANDOM_SEED", "3");
  Set("TEST_SHARD_INDEX", "2");
  const auto run = TestRun::FromEnvironment();
  ASSERT_TRUE(run.ok());
  ASSERT_TRUE(run->Keep("ledger", "what was reached\n").ok());
  std::ifstream in(testing::TempDir() + "/3-2.ledger");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(text, "what was reached\n");
}

TEST_F(TestRunTest, ShardsAreHiddenFromGoogleTestAndBazelIsTold) {
  const std::string file = testing::TempDir() + "/shard_status";
  Set("TEST_SHARD_STATUS_FILE", file);
  Set("GTEST_TOTAL_SHARDS", "4");
  Set("GTEST_SHARD_INDEX", "2");
  Set("TEST_SHARD_INDEX", "2");
  ShardBySeeds();
  EXPECT_TRUE(std::ifstream(file).is_open());
  EXPECT_EQ(getenv("GTEST_TOTAL_SHARDS"), nullptr);
  EXPECT_EQ(TestRun::FromEnvironment()->shard, 2U);
}

}  // namespace
}  // namespace orderly
