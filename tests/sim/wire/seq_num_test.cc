#include "sim/wire/seq_num.h"

#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/detail/TestMetadata.h"
#include "rapidcheck/detail/TestParams.h"

namespace orderly {
namespace {

TEST(SeqNumTest, IsACircle) {
  const SeqNum last(0xffffffff);
  EXPECT_EQ(last + 1, SeqNum(0));
  EXPECT_EQ(SeqNum(0) - 1U, last);
  EXPECT_EQ(SeqNum(4) - last, 5U);
  EXPECT_TRUE(Before(last, SeqNum(0)));
  EXPECT_TRUE(After(SeqNum(0), last));
  EXPECT_EQ(Later(last, SeqNum(3)), SeqNum(3));
  EXPECT_EQ(Later(SeqNum(3), last), SeqNum(3));
}

TEST(SeqNumTest, NothingIsBeforeOrAfterItself) {
  EXPECT_FALSE(Before(SeqNum(5), SeqNum(5)));
  EXPECT_FALSE(After(SeqNum(5), SeqNum(5)));
}

TEST(SeqNumTest, OrderIsByTheShorterWayRoundFromAnywhere) {
  rc::detail::TestParams params;
  params.seed = 1;
  params.maxSuccess = 1000;
  const auto result = rc::detail::checkTestable(
      [](uint32_t start, uint32_t distance) {
        const SeqNum a(start);
        const uint32_t n = distance % 0x7fffffff + 1;
        RC_ASSERT(Before(a, a + n));
        RC_ASSERT(!Before(a + n, a));
        RC_ASSERT(After(a + n, a));
        RC_ASSERT((a + n) - a == n);
        RC_ASSERT(Later(a, a + n) == a + n);
      },
      rc::detail::TestMetadata(), params);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>());
}

}  // namespace
}  // namespace orderly
