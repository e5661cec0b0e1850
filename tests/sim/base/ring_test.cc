#include "sim/base/ring.h"

#include <deque>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/detail/TestMetadata.h"
#include "rapidcheck/detail/TestParams.h"

namespace orderly {
namespace {

TEST(RingTest, GrowsBeyondItsInlineElementsFromAnyPosition) {
  for (size_t start = 0; start < 4; ++start) {
    Ring<std::string, 4> ring;
    for (size_t i = 0; i < start; ++i) {
      ring.push_back("x");
      ring.pop_front();
    }
    for (int i = 0; i < 100; ++i) ring.push_back(std::to_string(i));
    ASSERT_EQ(ring.size(), 100U);
    for (int i = 0; i < 100; ++i)
      EXPECT_EQ(ring[static_cast<size_t>(i)], std::to_string(i));
  }
}

TEST(RingTest, DestroysEveryElement) {
  const auto token = std::make_shared<int>(1);
  {
    Ring<std::shared_ptr<int>, 2> ring;
    for (int i = 0; i < 9; ++i) ring.push_back(token);
    ring.pop_front();
    ring.pop_back();
    ring.erase(3);
    EXPECT_EQ(token.use_count(), 7);
    ring.clear();
    EXPECT_EQ(token.use_count(), 1);
    ring.push_back(token);
  }
  EXPECT_EQ(token.use_count(), 1);
}

TEST(RingTest, BehavesAsADeque) {
  rc::detail::TestParams params;
  params.seed = 1;
  params.maxSuccess = 300;
  const auto result = rc::detail::checkTestable(
      [](const std::vector<uint16_t>& operations) {
        Ring<uint16_t, 2> ring;
        std::deque<uint16_t> model;
        for (const uint16_t operation : operations) {
          const size_t at = model.empty() ? 0 : operation % model.size();
          const auto offset = static_cast<ptrdiff_t>(at);
          switch (operation % 6) {
            case 0:
            case 1:
              ring.push_back(operation);
              model.push_back(operation);
              break;
            case 2:
              ring.insert(at, operation);
              model.insert(model.begin() + offset, operation);
              break;
            case 3:
              if (model.empty()) break;
              ring.erase(at);
              model.erase(model.begin() + offset);
              break;
            case 4:
              if (model.empty()) break;
              ring.pop_front();
              model.pop_front();
              break;
            default:
              if (model.empty()) break;
              ring.pop_back();
              model.pop_back();
              break;
          }
          RC_ASSERT(ring.size() == model.size());
          for (size_t i = 0; i < model.size(); ++i)
            RC_ASSERT(ring[i] == model[i]);
          if (model.empty()) continue;
          RC_ASSERT(ring.front() == model.front());
          RC_ASSERT(ring.back() == model.back());
        }
      },
      rc::detail::TestMetadata(), params);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>());
}

}  // namespace
}  // namespace orderly
