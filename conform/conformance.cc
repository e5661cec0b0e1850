#include "conform/conformance.h"

#include "conform/random_story.h"
#include "sim/choice/random_choices.h"

namespace orderly::conform {

namespace {

// A kernel's timers run on while a story is told: what is seen once only is
// theirs.
std::optional<Difference> FindLasting(const Story& story, Stack& host,
                                      Stack& kernel) {
  std::optional<Difference> found;
  for (int i = 0; i < 3; ++i) {
    found = FindDifference(story, host, kernel);
    if (!found.has_value()) return found;
  }
  return found;
}

}  // namespace

ConformResult Conform(Stack& host, Stack& kernel,
                      const ConformOptions& options) {
  ConformResult result;
  for (uint64_t i = 0; i < options.cases; ++i) {
    const uint64_t seed = options.first_seed + i;
    RandomChoices choices(seed);
    const Story story = RandomStory(choices);
    ++result.cases;
    result.steps += story.steps.size();
    if (const auto found = FindLasting(story, host, kernel)) {
      ++result.differing;
      const Difference shrunk = Shrink(*found, host, kernel);
      Kind& kind = result.kinds[KindOf(shrunk)];
      const bool shorter =
          shrunk.story.steps.size() < kind.example.story.steps.size();
      if (kind.cases++ == 0 || shorter) {
        kind.seed = seed;
        kind.example = shrunk;
      }
    }
    if (options.progress && i % 64 == 0) options.progress(i);
  }
  return result;
}

TcpConfig KernelConfig() {
  TcpConfig config;
  config.invalid_ratelimit = Duration(0);
  config.window_scaling = config.timestamps = config.sack = true;
  config.early_retrans = 0;
  config.counts_packets = true;
  config.charge_packets = true;
  config.send_buffer = 16 << 10;  // tcp_wmem[1]
  return config;
}

}  // namespace orderly::conform
