#include "sim/base/event_queue.h"

#include <algorithm>
#include <vector>

#include "gtest/gtest.h"
#include "sim/base/hash.h"

namespace orderly {
namespace {

Event At(int64_t nanos, uint64_t argument) {
  return {Instant::FromNanos(nanos), 0, 0, argument};
}

TEST(EventQueueTest, PopsByInstant) {
  EventQueue queue;
  for (const int64_t at : {30, 10, 20}) queue.Push(At(at, 0));
  EXPECT_EQ(queue.next().at, Instant::FromNanos(10));
  EXPECT_EQ(queue.Pop().at, Instant::FromNanos(10));
  EXPECT_EQ(queue.Pop().at, Instant::FromNanos(20));
  EXPECT_EQ(queue.Pop().at, Instant::FromNanos(30));
  EXPECT_TRUE(queue.empty());
}

TEST(EventQueueTest, PopsByInsertionWhereInstantsAreEqual) {
  EventQueue queue;
  for (uint64_t i = 0; i < 100; ++i) queue.Push(At(7, i));
  queue.Push(At(6, 1000));
  EXPECT_EQ(queue.Pop().argument, 1000U);
  for (uint64_t i = 0; i < 100; ++i) EXPECT_EQ(queue.Pop().argument, i);
}

TEST(EventQueueTest, IsAStableSortInAnyMixOfPushAndPop) {
  EventQueue queue;
  std::vector<Event> model;
  uint64_t random = 1;
  for (uint64_t i = 0; i < 5000; ++i) {
    random = Mix64(random + kGoldenGamma);
    if (random % 3 != 0 || model.empty()) {
      const Event event = At(static_cast<int64_t>(random >> 60), i);
      queue.Push(event);
      const auto later = [](const Event& a, const Event& b) {
        return a.at < b.at;
      };
      model.insert(std::upper_bound(model.begin(), model.end(), event, later),
                   event);
    } else {
      ASSERT_EQ(queue.Pop().argument, model.front().argument);
      model.erase(model.begin());
    }
    ASSERT_EQ(queue.size(), model.size());
  }
}

TEST(EventQueueTest, SaysThatItIsFull) {
  EventQueue queue;
  for (size_t i = 0; i + 1 < EventQueue::kMaxPending; ++i) queue.Push(At(1, i));
  EXPECT_FALSE(queue.full());
  queue.Push(At(1, 0));
  EXPECT_TRUE(queue.full());
}

}  // namespace
}  // namespace orderly
