// Fates, latency, partitions and gates of a link.
#include "sim/net/network.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "sim/choice/byte_choices.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"

namespace orderly {
namespace {

constexpr Direction kForth{0, 1};
constexpr Direction kBack{1, 0};

Instant AtMs(int64_t ms) { return Instant() + std::chrono::milliseconds(ms); }

// What the network says, as words: "10ms #1" is the arrival of segment 1.
class Record final : public NetworkEvents {
 public:
  void SegmentEvent(Kind kind, Direction, const Segment& segment) override {
    constexpr const char* kNames[] = {"dropped", "duplicated", "held",
                                      "released"};
    Add(kNames[static_cast<size_t>(kind)], segment);
  }
  void ScheduleArrival(Instant at, Direction direction,
                       SegmentPtr&& segment) override {
    Arrives(at, direction, *segment);
  }
  void Arrives(Instant at, Direction direction, const Segment& segment) {
    Add(absl::StrCat((at - Instant()).count() / 1'000'000,
                     direction == kForth ? "ms" : "ms back"),
        segment);
  }
  std::string Take() {
    std::string text = absl::StrJoin(words_, ", ");
    words_.clear();
    return text;
  }

 private:
  void Add(const std::string& what, const Segment& segment) {
    words_.push_back(absl::StrCat(what, " #", segment.number));
  }
  std::vector<std::string> words_;
};

Segment Numbered(uint32_t number, uint8_t flags = kAck) {
  Segment segment;
  segment.number = number;
  segment.flags = flags;
  return segment;
}

// A network and what becomes of a segment.
struct Wire {
  Wire(Choices& choices, const LinkConfig& link)
      : network(choices, record, link) {}
  void Send(Direction direction, Segment segment) {
    const Instant at = network.Send(direction, segment);
    if (at != Instant::Never()) record.Arrives(at, direction, segment);
  }

  Record record;
  Network network;
};

class NetworkTest : public testing::Test {
 protected:
  // The answers, one a question; benign after the last.
  explicit NetworkTest(std::vector<uint8_t> answers = {})
      : answers_(std::move(answers)), choices_(answers_) {}
  void Send(uint32_t number, uint8_t flags = kAck, int64_t at_ms = 0) {
    network_.AdvanceTo(AtMs(at_ms));
    wire_.Send(kForth, Numbered(number, flags));
  }

  std::vector<uint8_t> answers_;
  ByteChoices choices_;
  Wire wire_{choices_, LinkConfig{}};
  Record& record_ = wire_.record;
  Network& network_ = wire_.network;
};

TEST_F(NetworkTest, DeliversAfterTheDelayOfItsDirection) {
  network_.link(kBack).delay = std::chrono::milliseconds(3);
  Send(1, kAck, 100);
  wire_.Send(kBack, Numbered(2));
  EXPECT_EQ(record_.Take(), "110ms #1, 103ms back #2");
}

TEST_F(NetworkTest, APerfectLinkDecidesNothing) {
  Send(1);
  EXPECT_EQ(choices_.asked(Site::kFate, Network::LinkNumber(kForth)), 0U);
}

struct FateRow {
  uint8_t answer;
  std::string record;
};

class FateTest : public testing::TestWithParam<FateRow> {};

TEST_P(FateTest, DoesWhatItIsCalled) {
  const std::vector<uint8_t> answers = {GetParam().answer};
  ByteChoices choices(answers);
  LinkConfig link;
  link.decides = true;
  Wire wire(choices, link);
  wire.Send(kForth, Numbered(1));
  EXPECT_EQ(wire.record.Take(), GetParam().record);
  EXPECT_EQ(choices.asked(Site::kFate, Network::LinkNumber(kForth)), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Fates, FateTest,
    testing::Values(FateRow{0, "10ms #1"}, FateRow{1, "dropped #1"},
                    FateRow{2, "duplicated #1, 10ms #1, 25ms #1"},
                    FateRow{3, "25ms #1"}, FateRow{4, "70ms #1"},
                    FateRow{5, "460ms #1"}));

class LossTest : public NetworkTest {
 protected:
  LossTest() : NetworkTest({1, 0, 1}) {}
};

TEST_F(LossTest, IsADecisionOfItsOwn) {
  network_.link(kForth).loss = Odds::OneIn(10);
  for (uint32_t i = 1; i <= 4; ++i) Send(i);
  EXPECT_EQ(record_.Take(), "dropped #1, 10ms #2, dropped #3, 10ms #4");
}

TEST_F(LossTest, HealingEndsIt) {
  network_.link(kForth).loss = Odds::OneIn(10);
  network_.link(kForth).decides = true;
  network_.link(kForth).jitter = std::chrono::milliseconds(5);
  network_.Cut(kForth, true);
  network_.Heal();
  Send(1);
  EXPECT_EQ(record_.Take(), "10ms #1");
  EXPECT_TRUE(choices_.tape().empty());
}

TEST_F(LossTest, FaultsAreBounded) {
  network_.link(kForth).decides = true;
  network_.set_fault_budget(1);
  for (uint32_t i = 1; i <= 3; ++i) Send(i);
  EXPECT_EQ(record_.Take(), "dropped #1, 10ms #2, 10ms #3");
}

class JitterTest : public NetworkTest {
 protected:
  JitterTest() : NetworkTest({0x88, 0x13, 0, 0, 0, 0, 0, 0}) {}  // 5000, 0
};

TEST_F(JitterTest, LetsALaterSegmentOvertake) {
  network_.link(kForth).jitter = std::chrono::milliseconds(9);
  Send(1);
  Send(2);
  EXPECT_EQ(record_.Take(), "15ms #1, 10ms #2");
}

TEST_F(NetworkTest, APartitionLosesEverythingOneWay) {
  network_.Cut(kForth, true);
  EXPECT_TRUE(network_.is_cut(kForth));
  Send(1);
  wire_.Send(kBack, Numbered(2));
  network_.Cut(kForth, false);
  Send(3);
  EXPECT_EQ(record_.Take(), "dropped #1, 10ms back #2, 10ms #3");
}

// --- Gates

TEST_F(NetworkTest, AGateHoldsWhatFitsAndReleasesInOrder) {
  HeldSegments fins(network_, kForth, IsFin());
  Send(1, kFin | kAck);
  Send(2);
  Send(3, kFin | kAck);
  EXPECT_EQ(record_.Take(), "held #1, 10ms #2, held #3");
  EXPECT_EQ(fins.size(), 2U);
  EXPECT_EQ(fins[1].number, 3U);
  network_.AdvanceTo(AtMs(50));
  fins.Release();
  EXPECT_EQ(record_.Take(), "released #1, 60ms #1, released #3, 60ms #3");
  Send(4, kFin | kAck, 50);
  EXPECT_EQ(record_.Take(), "60ms #4");
}

TEST_F(NetworkTest, AGateIsOfOneDirection) {
  HeldSegments all(network_, kForth, Any());
  wire_.Send(kBack, Numbered(1));
  EXPECT_EQ(record_.Take(), "10ms back #1");
}

TEST_F(NetworkTest, ReleasingTheLastFirstReorders) {
  HeldSegments all(network_, kForth, Any());
  Send(1);
  Send(2);
  Send(3);
  record_.Take();
  all.ReleaseLast();
  all.ReleaseFirst();
  EXPECT_EQ(record_.Take(), "released #3, 10ms #3, released #1, 10ms #1");
  Send(4);  // The gate is still shut.
  EXPECT_EQ(record_.Take(), "held #4");
  all.Drop();
  EXPECT_EQ(record_.Take(), "dropped #2, dropped #4");
  EXPECT_TRUE(all.empty());
}

TEST_F(NetworkTest, AHeldSegmentCanBeDuplicatedAndDropped) {
  HeldSegments all(network_, kForth, Any());
  Send(1);
  Send(2);
  record_.Take();
  all.DuplicateFirst();
  EXPECT_EQ(all.size(), 2U);
  all.DropFirst();
  EXPECT_EQ(record_.Take(), "released #1, 10ms #1, dropped #1");
  all.Open();
  Send(3);
  EXPECT_EQ(record_.Take(), "10ms #3");
  all.Release();
}

TEST_F(NetworkTest, TheOldestGateTakesASegment) {
  HeldSegments older(network_, kForth, Any());
  HeldSegments newer(network_, kForth, Any());
  Send(1);
  EXPECT_EQ(older.size(), 1U);
  older.Open();
  Send(2);
  EXPECT_EQ(newer.size(), 1U);
  older.Drop();
  newer.Drop();
}

TEST_F(NetworkTest, APartitionComesBeforeAGate) {
  HeldSegments all(network_, kForth, Any());
  network_.Cut(kForth, true);
  Send(1);
  EXPECT_EQ(record_.Take(), "dropped #1");
}

TEST_F(NetworkTest, HealingLeavesGatesShut) {
  HeldSegments all(network_, kForth, Any());
  network_.Heal();
  Send(1);
  EXPECT_EQ(record_.Take(), "held #1");
  all.Drop();
}

// Loses the segments of one number, whatever else is asked.
class LosesNumber7 final : public Choices {
  uint32_t Answer(const Question& question) override {
    return question.about == 7 ? static_cast<uint32_t>(Fate::kDrop) : 0;
  }
};

TEST(QuestionTest, OfAFateIsAboutItsSegment) {
  LosesNumber7 choices;
  LinkConfig link;
  link.decides = true;
  Wire wire(choices, link);
  wire.Send(kForth, Numbered(6));
  wire.Send(kForth, Numbered(7));
  wire.Send(kBack, Numbered(8));
  EXPECT_EQ(wire.record.Take(), "10ms #6, dropped #7, 10ms back #8");
}

TEST(GateDeathTest, AGateMustEndEmpty) {
  EXPECT_DEATH(
      {
        ByteChoices choices({});
        Wire wire(choices, LinkConfig{});
        HeldSegments all(wire.network, kForth, Any());
        wire.Send(kForth, Numbered(1));
      },
      "every_held_segment_was_released_or_dropped");
}

TEST(FilterTest, SaysWhatItIsNamedFor) {
  Segment data = Numbered(1, kPsh | kAck);
  data.payload = Payload::Copy("x");
  EXPECT_TRUE(HasData()(data));
  EXPECT_FALSE(IsPureAck()(data));
  EXPECT_TRUE(IsPureAck()(Numbered(1)));
  EXPECT_FALSE(HasData()(Numbered(1)));
  EXPECT_TRUE(IsSyn()(Numbered(1, kSyn | kAck)));
  EXPECT_TRUE(IsFin()(Numbered(1, kFin | kAck)));
  EXPECT_TRUE(IsRst()(Numbered(1, kRst)));
  EXPECT_FALSE(IsPureAck()(Numbered(1, kFin | kAck)));
}

}  // namespace
}  // namespace orderly
