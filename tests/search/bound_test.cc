// What --bound= says.
#include "search/bound.h"

#include <string>

#include "gtest/gtest.h"

namespace orderly {
namespace {

TEST(BoundTest, SaysEachPartInAnyOrder) {
  const Bound all = {
      .orders = true, .faults = 2, .only_losses = true, .kills = 1};
  EXPECT_EQ(*ParseBound("orders,losses=2,kills=1"), all);
  EXPECT_EQ(*ParseBound("kills=1,losses=2,orders"), all);
  EXPECT_EQ(*ParseBound("faults=4"), (Bound{.faults = 4}));
}

TEST(BoundTest, TextSaysWhatIsComplete) {
  EXPECT_EQ(BoundText(*ParseBound("orders,losses=2,kills=1")),
            "every order of segments under way together, 2 losses and 1 kill");
  EXPECT_EQ(BoundText(*ParseBound("faults=1")), "1 fault");
  EXPECT_EQ(BoundText(*ParseBound("orders,kills=0")),
            "every order of segments under way together");
  EXPECT_EQ(BoundText(*ParseBound("losses=0")), "a perfect network");
}

TEST(BoundTest, RefusesWhatItDoesNotKnow) {
  const auto message = [](const char* text) {
    return std::string(ParseBound(text).status().message());
  };
  EXPECT_EQ(message("orders,losses"),
            "--bound: 'losses': expected losses=0 to 4; for example "
            "--bound=orders,losses=2,kills=1");
  for (const char* text :
       {"", ",", "order", "orders=1", "losses=", "losses=5", "losses=-1",
        "losses=1x", "kills=2", "orders,", "orders,orders", "losses=1,faults=1",
        "faults=1,losses=1"}) {
    EXPECT_FALSE(ParseBound(text).ok()) << text;
  }
}

}  // namespace
}  // namespace orderly
