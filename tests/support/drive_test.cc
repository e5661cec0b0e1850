#include "tests/support/drive.h"

#include "gtest/gtest.h"
#include "sim/tcp/tcp_state.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

class DriveTest : public testing::TestWithParam<int> {};

TEST_P(DriveTest, ReachesTheState) {
  const auto state = static_cast<TcpState>(GetParam());
  int held = 0;
  for (const Holder holder : {Holder::kLive, Holder::kOrphan}) {
    if (!CanBeHeld(state, holder)) continue;
    ByteChoices perfect_network({});
    Simulation sim(perfect_network);
    const Driven driven = DriveTo(sim, state, holder);
    EXPECT_EQ(driven.state(), state);
    const bool live =
        driven.near.has_value() && driven.near->socket() != nullptr;
    EXPECT_EQ(live, holder == Holder::kLive);
    ++held;
  }
  EXPECT_GT(held, 0);
}

INSTANTIATE_TEST_SUITE_P(AllStates, DriveTest,
                         testing::Range(0, kTcpStateCount));

}  // namespace
}  // namespace orderly
