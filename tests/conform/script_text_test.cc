// What conform prints the drill runs: a story's script passes on the stack that
// it was told to.
#include "conform/script_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "conform/conformance.h"
#include "conform/peer.h"
#include "conform/random_story.h"
#include "conform/sim_stack.h"
#include "conform/step.h"
#include "drill/runner.h"
#include "drill/verdict.h"
#include "sim/choice/random_choices.h"
#include "sim/wire/segment.h"

namespace orderly::conform {
namespace {

// A SYN begins a new connection to packetdrill, whose numbers it takes for
// those of the script; the reset that answers a segment without ACK has a
// number of no connection; and when a close() that waits ends is not written.
bool HasScript(const Story& story, const Record& record) {
  const auto odd = [](const Step& step) {
    return step.op == Op::kSegment &&
           ((step.flags & kSyn) != 0 || (step.flags & (kAck | kRst)) == 0);
  };
  return std::none_of(story.steps.begin(), story.steps.end(), odd) &&
         std::none_of(record.begin(), record.end(), [](const StepRecord& at) {
           return at.result == "waits";
         });
}

TEST(ScriptTextTest, PassesInTheDrill) {
  SimStack stack(KernelConfig());
  int scripts = 0;
  for (uint64_t seed = 1; seed <= 1000; ++seed) {
    RandomChoices choices(seed);
    const Story story = RandomStory(choices);
    const Record record = Play(story, stack);
    if (!HasScript(story, record)) continue;
    ++scripts;
    const std::string script = ScriptText(story, record);
    const drill::RunResult result = drill::RunText(script, {});
    EXPECT_EQ(result.verdict.kind, drill::Verdict::Kind::kPass)
        << "seed " << seed << ": "
        << drill::VerdictLine(result.verdict, "script") << "\n"
        << script;
  }
  EXPECT_GT(scripts, 300);
}

}  // namespace
}  // namespace orderly::conform
