// In which orders segments can arrive where the source of decisions wants to
// say.
#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "sim/choice/choices.h"
#include "sim/choice/replay_choices.h"
#include "sim/simulation.h"

namespace orderly {
namespace {

using std::chrono::milliseconds;

// Every run there is, if only orders are decided.
class EveryOrder final : public Choices {
 public:
  bool Wants(Site site) const override { return site == Site::kOrder; }
  bool Next() {
    Forget();
    asked_ = 0;
    while (!answers_.empty() &&
           answers_.back().first + 1 == answers_.back().second)
      answers_.pop_back();
    if (answers_.empty()) return false;
    ++answers_.back().first;
    return true;
  }

 private:
  uint32_t Answer(const Question& question) override {
    if (asked_ == answers_.size()) answers_.emplace_back(0, question.bound);
    return answers_[asked_++].first;
  }
  std::vector<std::pair<uint32_t, uint32_t>> answers_;
  size_t asked_ = 0;
};

// What happened at the server, a letter each: segments by their numbers, '!'
// for its timer.
class Diary final : public Onlooker, public Actor {
 public:
  explicit Diary(const Host* wakes) : wakes_(wakes) {}
  void OnState(const Host& /*host*/, const FourTuple& /*tuple*/,
               TcpState /*from*/, TcpState /*to*/) override {}
  void OnDelivered(Direction direction, const Segment& segment,
                   bool /*overtook*/) override {
    if (direction.to == 1) text += static_cast<char>(segment.seq.value());
  }
  void OnDropped(Direction /*direction*/, const Segment& /*segment*/) override {
  }
  void OnEvent(uint64_t /*argument*/) override { text += '!'; }
  const Host* Wakes(uint64_t /*argument*/) const override { return wakes_; }

  std::string text;

 private:
  const Host* wakes_;
};

// Segments a, b, c, ... to the server that would arrive at these milliseconds,
// and its timer, if there is one.
std::string RunAll(Choices& choices, const std::vector<int>& arrivals,
                   int timer = 0) {
  Simulation sim(choices);  // a segment takes 10 ms
  sim.AddHost("client");
  Diary diary(&sim.AddHost("server"));
  sim.SetOnlooker(&diary);
  char letter = 'a';
  for (const int at : arrivals) {
    const FourTuple tuple{{0x0a000001, 1}, {0x0a000002, 2}};
    sim.Inject({0, 1}, Segment(tuple, SeqNum(letter++), kRst),
               milliseconds(at));
  }
  if (timer > 0)
    sim.Schedule(sim.AddActor(&diary), Instant() + milliseconds(timer), 0);
  sim.RunToEnd(Instant() + milliseconds(1000));
  return diary.text;
}

// How many runs have each order.
std::map<std::string, int> Orders(const std::vector<int>& arrivals,
                                  int timer = 0) {
  std::map<std::string, int> orders;
  EveryOrder choices;
  do ++orders[RunAll(choices, arrivals, timer)];
  while (choices.Next());
  return orders;
}

using Counts = std::map<std::string, int>;

TEST(OrderTest, EveryOrderOfWhatIsUnderWayTogetherIsReachedOnce) {
  const Counts all = {{"abc", 1}, {"acb", 1}, {"bac", 1},
                      {"bca", 1}, {"cab", 1}, {"cba", 1}};
  EXPECT_EQ(Orders({5, 5, 5}), all);
  EXPECT_EQ(Orders({1, 2, 3, 4}).size(), 24);
}

TEST(OrderTest, LaterOnesMayComeFirstToo) {
  const Counts all = {{"ab", 1}, {"ba", 1}};
  EXPECT_EQ(Orders({1, 11}), all);
  EXPECT_EQ(Orders({1, 2, 3}).size(), 6);
}

TEST(OrderTest, WhatIsSentAfterASegmentWasDueIsNoNeighbourOfIt) {
  EXPECT_EQ(Orders({1, 12}), (Counts{{"ab", 1}}));
  // b may wait for c, but a for b alone.
  const Counts all = {{"abc", 1}, {"bac", 1}, {"acb", 1}};
  EXPECT_EQ(Orders({1, 8, 15}), all);
}

TEST(OrderTest, TimersOfTheHostComeBeforeOrAfter) {
  const Counts all = {{"a!b", 1}, {"!ab", 1}, {"!ba", 1}};
  EXPECT_EQ(Orders({1, 7}, 5), all);
}

TEST(OrderTest, NobodyIsAskedWhoDoesNotWantOrders) {
  const Tape empty;
  ReplayChoices choices(empty);
  EXPECT_EQ(RunAll(choices, {1, 2, 3}), "abc");
  EXPECT_EQ(choices.asked(Site::kOrder, 1), 0);
}

TEST(OrderTest, TapeOfAnOrderReplaysIt) {
  EveryOrder choices;
  do {
    const std::string order = RunAll(choices, {1, 2, 3, 4}, 3);
    const Tape tape = choices.tape();
    ReplayChoices replay(tape);
    EXPECT_EQ(RunAll(replay, {1, 2, 3, 4}, 3), order);
    EXPECT_EQ(replay.Stale(), std::nullopt);
  } while (choices.Next());
}

}  // namespace
}  // namespace orderly
