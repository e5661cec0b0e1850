// The mutation score: every planted bug by every strategy, and how many runs
// each search took. The table goes to stdout and is a function of the flags;
// what depends on the machine goes to stderr.
//
//   score [--bugs=A,B] [--strategies=all|A,B] [--seeds=N] [--most_runs=N]
//         [--threads=N]
//
// Exit code: 0 every bug was found by each strategy, 1 not, 64 usage.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/exit_code.h"
#include "cli/flags.h"
#include "cli/progress.h"
#include "properties/promise.h"
#include "search/strategy.h"
#include "tests/planted/hunt.h"
#include "tests/planted/planted_bugs.h"

namespace orderly {
namespace {

struct ScoreOptions {
  std::vector<PlantedBug> bugs;
  std::vector<StrategyKind> strategies;
  uint64_t seeds = 5;
  uint64_t most_runs = 100'000;
  uint64_t threads = 0;
};

// Searches of one bug by one strategy.
struct Score {
  PlantedBug bug;
  StrategyKind strategy = kDefaultStrategy;
  std::vector<uint64_t> runs;  // of each search; above most_runs: not found
};

absl::StatusOr<std::vector<PlantedBug>> ReadBugs(const std::string& names) {
  const std::vector<PlantedBug> all = PlantedBugs();
  if (names == "all") return all;
  std::vector<PlantedBug> bugs;
  for (const std::string& name :
       std::vector<std::string>(absl::StrSplit(names, ','))) {
    const auto it =
        std::find_if(all.begin(), all.end(),
                     [&](const PlantedBug& bug) { return bug.name == name; });
    if (it == all.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--bugs=", names, ": there is no bug \"", name,
                       "\"; expected all, or names with commas between them, "
                       "as --bugs=all prints them"));
    }
    bugs.push_back(*it);
  }
  return bugs;
}

absl::StatusOr<std::vector<StrategyKind>> ReadStrategies(
    const std::string& names) {
  std::vector<StrategyKind> strategies;
  if (names == "all") {
    strategies.assign(kAllStrategies.begin(), kAllStrategies.end());
    return strategies;
  }
  for (const std::string& name :
       std::vector<std::string>(absl::StrSplit(names, ','))) {
    const absl::StatusOr<StrategyKind> kind = ParseStrategy(name);
    if (!kind.ok()) return kind.status();
    strategies.push_back(*kind);
  }
  return strategies;
}

absl::StatusOr<ScoreOptions> ReadOptions(
    std::span<const std::string_view> words) {
  absl::StatusOr<Flags> flags = Flags::Parse(words);
  if (!flags.ok()) return flags.status();
  ScoreOptions options;
  std::string bugs = "all";
  std::string strategies = "all";
  absl::Status status = flags->TakeText("bugs", bugs);
  status.Update(flags->TakeText("strategies", strategies));
  status.Update(flags->TakeNumber("seeds", 1'000, options.seeds));
  status.Update(
      flags->TakeNumber("most_runs", 1'000'000'000, options.most_runs));
  status.Update(flags->TakeNumber("threads", 1'000, options.threads));
  status.Update(flags->RefuseUnknown(
      "--bugs, --strategies, --seeds, --most_runs, --threads"));
  if (!status.ok()) return status;
  if (!flags->operands().empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", flags->operands().front(), "\": expected only flags"));
  }
  if (options.seeds == 0) {
    return absl::InvalidArgumentError("--seeds=0: expected 1 or more");
  }
  absl::StatusOr<std::vector<PlantedBug>> some = ReadBugs(bugs);
  if (!some.ok()) return some.status();
  options.bugs = std::move(*some);
  absl::StatusOr<std::vector<StrategyKind>> kinds = ReadStrategies(strategies);
  if (!kinds.ok()) return kinds.status();
  options.strategies = std::move(*kinds);
  return options;
}

// Searches do not overlap: the first one has the seeds of `orderly check`.
uint64_t FirstSeed(uint64_t search) { return (search << 32) + 1; }

std::vector<Score> MakeScores(const ScoreOptions& options) {
  std::vector<Score> scores;
  for (const PlantedBug& bug : options.bugs) {
    for (const StrategyKind strategy : options.strategies) {
      scores.push_back({bug, strategy, {}});
      scores.back().runs.resize(options.seeds);
    }
  }
  return scores;
}

void SearchAll(const ScoreOptions& options, std::vector<Score>& scores) {
  std::atomic<uint64_t> next = 0;
  const auto work = [&] {
    while (true) {
      const uint64_t i = next++;
      if (i >= scores.size() * options.seeds) return;
      Score& score = scores[i / options.seeds];
      const uint64_t search = i % options.seeds;
      const std::optional<Found> found =
          Find(score.bug, {.strategy = score.strategy,
                           .first_seed = FirstSeed(search),
                           .most_runs = options.most_runs});
      score.runs[search] = found ? found->runs : options.most_runs + 1;
    }
  };
  const uint64_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> others;
  const uint64_t threads = options.threads > 0 ? options.threads : cores;
  for (uint64_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

// The lower one of two in the middle.
uint64_t Median(std::vector<uint64_t> runs) {
  std::sort(runs.begin(), runs.end());
  return runs[(runs.size() - 1) / 2];
}

std::string RunsText(uint64_t runs, uint64_t most) {
  return runs > most ? absl::StrCat(">", most) : absl::StrCat(runs);
}

void PrintHeading(const ScoreOptions& options) {
  std::printf("%-31s %-18s", "bug", "breaks");
  for (const StrategyKind strategy : options.strategies) {
    std::printf(" %11s", std::string(StrategyName(strategy)).c_str());
  }
  std::printf("\n");
}

struct Sum {
  uint64_t runs = 0;  // of the medians; a bug not found counts as most_runs
  size_t found = 0;
};

Sum SumOf(const ScoreOptions& options, const std::vector<Score>& scores,
          StrategyKind strategy) {
  Sum sum;
  for (const Score& score : scores) {
    if (score.strategy != strategy) continue;
    const uint64_t median = Median(score.runs);
    sum.runs += std::min(median, options.most_runs);
    sum.found += median <= options.most_runs ? 1 : 0;
  }
  return sum;
}

void PrintSums(const ScoreOptions& options, const std::vector<Score>& scores) {
  std::printf("%-50s", "sum of the medians");
  for (const StrategyKind strategy : options.strategies) {
    const Sum sum = SumOf(options, scores, strategy);
    std::printf(" %11llu", static_cast<unsigned long long>(sum.runs));
  }
  std::printf("\n%-50s", "found");
  for (const StrategyKind strategy : options.strategies) {
    const Sum sum = SumOf(options, scores, strategy);
    const std::string text =
        absl::StrCat(sum.found, " of ", options.bugs.size());
    std::printf(" %11s", text.c_str());
  }
  std::printf("\n");
}

void PrintTable(const ScoreOptions& options, const std::vector<Score>& scores) {
  std::printf(
      "Runs until a planted bug is found: the median of %llu searches of at "
      "most %llu runs.\n\n",
      static_cast<unsigned long long>(options.seeds),
      static_cast<unsigned long long>(options.most_runs));
  PrintHeading(options);
  for (size_t i = 0; i < scores.size(); i += options.strategies.size()) {
    const PlantedBug& bug = scores[i].bug;
    std::printf("%-31s %-18s", std::string(bug.name).c_str(),
                std::string(PromiseName(bug.breaks)).c_str());
    for (size_t s = 0; s < options.strategies.size(); ++s) {
      const uint64_t median = Median(scores[i + s].runs);
      std::printf(" %11s", RunsText(median, options.most_runs).c_str());
    }
    std::printf("\n");
  }
  PrintSums(options, scores);
}

int Run(std::span<const std::string_view> words) {
  const absl::StatusOr<ScoreOptions> options = ReadOptions(words);
  if (!options.ok()) {
    std::fprintf(stderr, "score: %s\n",
                 std::string(options.status().message()).c_str());
    return kUsage;
  }
  std::vector<Score> scores = MakeScores(*options);
  const Progress watch("score", 0);
  SearchAll(*options, scores);
  PrintTable(*options, scores);
  std::fflush(stdout);
  uint64_t runs = 0;
  bool all = true;
  for (const Score& score : scores) {
    for (const uint64_t one : score.runs) {
      runs += std::min(one, options->most_runs);
    }
    all &= Median(score.runs) <= options->most_runs;
  }
  std::fprintf(stderr, "%llu runs in %.1f s\n",
               static_cast<unsigned long long>(runs), watch.seconds());
  return all ? kHeld : kViolated;
}

}  // namespace
}  // namespace orderly

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  return orderly::Run(words);
}
