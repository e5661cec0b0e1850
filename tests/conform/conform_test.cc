// Random stories, told to two stacks: twice the simulated one, one with a
// difference, and the kernel.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "conform/conformance.h"
#include "conform/difference.h"
#include "conform/kernel_stack.h"
#include "conform/random_story.h"
#include "conform/script_text.h"
#include "conform/sim_stack.h"
#include "sim/choice/random_choices.h"
#include "sim/tcp/tcp_config.h"

namespace orderly::conform {
namespace {

TEST(ConformTest, AStackAgreesWithItself) {
  SimStack one(KernelConfig());
  SimStack other(KernelConfig());
  const ConformResult result = Conform(one, other, {.cases = 3000});
  EXPECT_EQ(result.cases, 3000U);
  EXPECT_EQ(result.differing, 0U);
}

TEST(ConformTest, ASeedIsAStory) {
  RandomChoices first(7);
  RandomChoices again(7);
  const Story story = RandomStory(first);
  EXPECT_EQ(RandomStory(again).steps, story.steps);
  EXPECT_FALSE(story.steps.empty());
}

// A stack that takes no notice of a reset one before the exact number.
TEST(ConformTest, ADifferenceIsFoundShrunkAndPrintedAsAScript) {
  SimStack host(KernelConfig());
  TcpConfig config = KernelConfig();
  config.reset_one_early = false;
  SimStack other(config);
  const ConformResult result = Conform(host, other, {.cases = 2000});
  ASSERT_GT(result.differing, 0U);
  for (const auto& [name, kind] : result.kinds) {
    EXPECT_LE(kind.example.story.steps.size(), 4U) << name;
    const std::string script = ScriptText(kind.example);
    EXPECT_NE(script.find("+0 < R"), std::string::npos) << script;
    EXPECT_NE(script.find("// ! "), std::string::npos) << script;
    const ConformResult one =
        Conform(host, other, {.first_seed = kind.seed, .cases = 1});
    EXPECT_EQ(one.differing, 1U) << name;
  }
}

TEST(ConformTest, TheKernelAgrees) {
  auto kernel = KernelStack::New();
  if (!kernel.ok()) GTEST_SKIP() << kernel.status().message();
  SimStack host(KernelConfig());
  const ConformResult result = Conform(host, **kernel, {.cases = 5000});
  for (const auto& [name, kind] : result.kinds) {
    std::printf("%llu  %s\n%s\n", static_cast<unsigned long long>(kind.cases),
                name.c_str(), ScriptText(kind.example).c_str());
  }
  const std::string release = KernelStack::Release();
  std::printf("Linux %s: %.2f %%\n", release.c_str(), 100 * result.agreement());
  // The kernel that was measured. Others differ; what is in them is printed.
  if (release.rfind("6.18.", 0) != 0)
    GTEST_SKIP() << "this is Linux " << release << ", not 6.18";
  EXPECT_GE(result.agreement(), 0.995);
}

}  // namespace
}  // namespace orderly::conform
