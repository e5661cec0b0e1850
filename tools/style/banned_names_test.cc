#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/style/rules.h"

namespace style {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A line that a rule must find, and the same idea in a form that it must not.
struct Example {
  std::string_view rule;
  std::string_view path;
  std::string_view banned;
  std::string_view instead;  // A word of the replacement named.
  std::string_view allowed_path;
  std::string_view allowed;
};

void PrintTo(const Example& example, std::ostream* out) {
  *out << example.rule << " in " << example.path;
}

class BannedNameTest : public testing::TestWithParam<Example> {};

TEST_P(BannedNameTest, IsFoundAndNamesItsReplacement) {
  const Example& example = GetParam();
  const std::string contents = "int before;\n" + std::string(example.banned);
  EXPECT_THAT(
      CheckFile(example.path, contents),
      ElementsAre(AllOf(Field(&Finding::line, 2),
                        Field(&Finding::message, HasSubstr(example.rule)),
                        Field(&Finding::message, HasSubstr(example.instead)))))
      << example.banned;
}

TEST_P(BannedNameTest, LeavesItsLookalikeAlone) {
  const Example& example = GetParam();
  EXPECT_THAT(CheckFile(example.allowed_path, example.allowed), IsEmpty())
      << example.allowed;
}

constexpr std::string_view kTcp = "sim/tcp/connection.cc";

INSTANTIATE_TEST_SUITE_P(
    Chance, BannedNameTest,
    testing::Values(
        Example{"rand", kTcp, "x = rand();", "Choices", kTcp, "x.rand();"},
        Example{"srand", kTcp, "srand (1);", "Choices", kTcp, "int srand = 1;"},
        Example{"std::rand", kTcp, "auto f = &std::rand;", "Choices", kTcp,
                "std::random x;"},
        Example{"std::rand", kTcp, "x = std::rand();", "Choices", kTcp,
                "x = my::rand();"},
        Example{"random_device", kTcp, "std::random_device d;", "Choices", kTcp,
                "// std::random_device"},
        Example{"mt19937", kTcp, "std::mt19937 g(1);", "Choices", kTcp,
                "x = \"std::mt19937\";"},
        Example{"mt19937_64", "cli/main.cc", "std::mt19937_64 g;", "Choices",
                kTcp, "/* std::mt19937_64\n   too */"},
        Example{"default_random_engine", kTcp, "std::default_random_engine g;",
                "Choices", kTcp, "engine_default x;"},
        Example{"_distribution", kTcp, "std::uniform_int_distribution<int> d;",
                "Choices", kTcp, "Histogram size_distribution;"},
        Example{"std::shuffle", kTcp, "std::shuffle(a, b, g);", "Choices", kTcp,
                "Shuffle(a, choices);"},
        Example{"BitGen", kTcp, "absl::BitGen g;", "Choices", kTcp,
                "BitGenerator g;"}));

INSTANTIATE_TEST_SUITE_P(
    Time, BannedNameTest,
    testing::Values(
        Example{"system_clock", kTcp, "t = std::chrono::system_clock::now();",
                "Instant", "bench/close_bench.cc",
                "t = std::chrono::system_clock::now();"},
        Example{"steady_clock", "properties/search.cc",
                "using C = std::chrono::steady_clock;", "Instant",
                "properties/search_budget.cc",
                "using C = std::chrono::steady_clock;"},
        Example{"high_resolution_clock", "cli/compare.cc",
                "std::chrono::high_resolution_clock::now()", "Instant",
                "cli/progress.cc", "std::chrono::high_resolution_clock::now()"},
        Example{"gettimeofday", "sim/host/host.cc", "gettimeofday(&t, 0);",
                "Instant", "sim/posix/time.cc", "gettimeofday(&t, 0);"},
        Example{"clock_gettime", "sim/host/host.cc", "clock_gettime(0, &t);",
                "Instant", "protocol/client.cc", "clock_gettime(0, &t);"},
        Example{"__DATE__", kTcp, "puts(__DATE__);", "inputs", kTcp,
                "puts(\"__DATE__\");"},
        Example{"__TIME__", kTcp, "puts(__TIME__);", "inputs", kTcp,
                "int __TIMER__;"}));

INSTANTIATE_TEST_SUITE_P(
    Order, BannedNameTest,
    testing::Values(
        Example{"unordered_map", "report/ladder.cc",
                "std::unordered_map<int, int> m;", "std::vector", kTcp,
                "std::map<int, int> m;"},
        Example{"unordered_set", kTcp, "std::unordered_set<int> m;",
                "std::vector", kTcp, "#include <unordered_set_view>"},
        Example{"flat_hash_map", kTcp, "absl::flat_hash_map<int, int> m;",
                "std::vector", "cli/flags.cc",
                "absl::flat_hash_map<int, int> m;"},
        Example{"flat_hash_set", kTcp, "absl::flat_hash_set<int> m;",
                "std::vector", "cli/flags.cc", "absl::flat_hash_set<int> m;"},
        Example{"node_hash_map", kTcp, "absl::node_hash_map<int, int> m;",
                "std::vector", "cli/flags.cc",
                "absl::node_hash_map<int, int> m;"},
        Example{"node_hash_set", kTcp, "absl::node_hash_set<int> m;",
                "std::vector", "cli/flags.cc", "absl::node_hash_set<int> m;"},
        Example{"std::hash", kTcp, "h = std::hash<int>{}(1);", "fingerprint",
                kTcp, "h = Hash(1);"},
        Example{"%p", kTcp, "printf(\"at %-8p\", p);", "id", kTcp,
                "printf(\"%%p %d\", p);"}));

INSTANTIATE_TEST_SUITE_P(
    Seams, BannedNameTest,
    testing::Values(Example{"assert", kTcp, "assert(x);", "SIM_CHECK", kTcp,
                            "static_assert(x); Assert(x);"},
                    Example{"sim/", "protocol/codec.cc",
                            "#include \"sim/base/check.h\"", "POSIX",
                            "properties/witness.cc",
                            "#include \"sim/base/check.h\""},
                    Example{"sim/", "protocol/codec.h",
                            "#include <sim/base/check.h>", "POSIX",
                            "protocol/codec.cc", "#include \"simple/x.h\""}));

}  // namespace
}  // namespace style
