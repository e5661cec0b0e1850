// ByteQueue, SendQueue and ReceiveQueue against models.
#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/detail/TestMetadata.h"
#include "rapidcheck/detail/TestParams.h"
#include "sim/stream/byte_queue.h"
#include "sim/stream/receive_queue.h"
#include "sim/stream/send_queue.h"

namespace orderly {
namespace {

template <typename Property>
bool Holds(int runs, const Property& property) {
  rc::detail::TestParams params;
  params.seed = 1;
  params.maxSuccess = runs;
  return rc::detail::checkTestable(property, rc::detail::TestMetadata(), params)
      .template is<rc::detail::SuccessResult>();
}

std::string Bytes(uint32_t first, size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<char>((first + i) * 31 + (first + i) / 251);
  return bytes;
}

TEST(ByteQueueTest, BehavesAsAString) {
  EXPECT_TRUE(Holds(200, [](const std::vector<uint32_t>& operations) {
    ByteQueue queue;
    std::string model;
    uint32_t written = 0;
    std::vector<std::pair<Payload, std::string>> kept;
    for (const uint32_t operation : operations) {
      const auto size = static_cast<uint32_t>(model.size());
      switch (operation % 3) {
        case 0: {
          const std::string bytes = Bytes(written, operation / 3 % 6000);
          written += static_cast<uint32_t>(bytes.size());
          queue.Append(bytes);
          model += bytes;
          break;
        }
        case 1: {
          const uint32_t n = operation / 3 % (size + 1);
          queue.PopFront(n);
          model.erase(0, n);
          break;
        }
        default: {
          const uint32_t offset = operation / 3 % (size + 1);
          const uint32_t n =
              std::min(operation / 7 % (Block::kBytes + 1), size - offset);
          kept.emplace_back(queue.Slice(offset, n), model.substr(offset, n));
          break;
        }
      }
      RC_ASSERT(queue.size() == model.size());
      // A slice keeps its bytes whatever becomes of the queue.
      for (const auto& [slice, bytes] : kept) RC_ASSERT(slice.view() == bytes);
    }
  }));
}

// --- SendQueue

std::string Unacknowledged(const SendQueue& queue) {
  std::string bytes;
  for (size_t i = 0; i < queue.sent_count(); ++i)
    bytes += std::string(queue.BytesOf(queue.sent(i)).view());
  return bytes;
}

class SendQueueTest : public testing::Test {
 protected:
  void Write(std::string_view bytes, uint32_t limit) {
    while (!bytes.empty()) bytes.remove_prefix(queue_.WriteSome(bytes, limit));
  }
  SendQueue queue_;
};

TEST_F(SendQueueTest, WritesFillAPieceBeforeTheNextBegins) {
  queue_.Start(SeqNum(100));
  Write("abc", 5);
  Write("defg", 5);
  EXPECT_EQ(queue_.next_unsent().size, 5U);
  EXPECT_FALSE(queue_.single_unsent());
  EXPECT_EQ(queue_.end(), SeqNum(107));
  EXPECT_EQ(queue_.unsent_bytes(), 7U);
}

TEST_F(SendQueueTest, FinJoinsTheLastUnsentPieceAndTakesANumber) {
  queue_.Start(SeqNum(100));
  Write("abc", 5);
  queue_.WriteFin();
  EXPECT_EQ(queue_.end(), SeqNum(104));
  const Piece piece = queue_.Send(3, Instant());
  EXPECT_TRUE(piece.fin);
  EXPECT_EQ(piece.end(), SeqNum(104));
  EXPECT_FALSE(queue_.has_unsent());
}

TEST_F(SendQueueTest, FinStaysBehindWhenOnlyTheBytesFit) {
  queue_.Start(SeqNum(100));
  Write("abc", 5);
  queue_.WriteFin();
  EXPECT_FALSE(queue_.Send(3, Instant(), /*with_fin=*/false).fin);
  ASSERT_TRUE(queue_.has_unsent());
  EXPECT_TRUE(queue_.next_unsent().fin);
  EXPECT_EQ(queue_.next_unsent().seq, SeqNum(103));
  EXPECT_EQ(queue_.next_unsent().size, 0U);
}

TEST_F(SendQueueTest, PushStaysWithTheEndOfACutPiece) {
  queue_.Start(SeqNum(100));
  Write("abcde", 5);
  queue_.MarkPush();
  EXPECT_FALSE(queue_.Send(2, Instant()).push);
  EXPECT_TRUE(queue_.Send(3, Instant()).push);
}

TEST_F(SendQueueTest, ARecordThatEndedTakesNoMore) {
  queue_.Start(SeqNum(100));
  Write("abc", 5);
  queue_.EndRecord();
  EXPECT_EQ(queue_.TailRoom(5), 0U);
  Write("de", 5);
  EXPECT_EQ(queue_.TailRoom(5), 3U);
  queue_.GrowNext(5);
  EXPECT_EQ(queue_.next_unsent().size, 3U);
  EXPECT_FALSE(queue_.Send(2, Instant()).ends_record);
  EXPECT_TRUE(queue_.Send(1, Instant()).ends_record);
}

TEST_F(SendQueueTest, JoinedPiecesAreOnePacket) {
  queue_.Start(SeqNum(100));
  Write("abcdef", 6);
  queue_.Send(2, Instant());
  queue_.Send(2, Instant()).joined = true;
  queue_.Send(2, Instant()).joined = true;
  EXPECT_EQ(queue_.packets(), 1U);
  EXPECT_FALSE(queue_.last_of_packet(1));
  queue_.Acknowledge(SeqNum(102));
  EXPECT_EQ(queue_.packets(), 1U);
  queue_.SplitSent(0, 1);
  EXPECT_EQ(queue_.packets(), 2U);
}

TEST_F(SendQueueTest, GrowingMovesBytesAndMergesFlags) {
  queue_.Start(SeqNum(100));
  Write("abcde", 5);
  queue_.MarkPush();
  Write("fgh", 5);
  queue_.WriteFin();
  queue_.GrowNext(6);
  EXPECT_EQ(queue_.next_unsent().size, 6U);
  EXPECT_FALSE(queue_.next_unsent().fin);
  queue_.GrowNext(100);
  EXPECT_TRUE(queue_.single_unsent());
  EXPECT_EQ(queue_.next_unsent().size, 8U);
  EXPECT_TRUE(queue_.next_unsent().fin);
  EXPECT_TRUE(queue_.next_unsent().push);
}

TEST_F(SendQueueTest, ABareFinIsNotMerged) {
  queue_.Start(SeqNum(100));
  Write("abcde", 5);
  queue_.Send(5, Instant());
  queue_.WriteFin();
  EXPECT_EQ(queue_.next_unsent().size, 0U);
  queue_.GrowNext(100);
  EXPECT_TRUE(queue_.single_unsent());
}

TEST_F(SendQueueTest, AcknowledgingCutsAPiece) {
  queue_.Start(SeqNum(100));
  Write("abcde", 5);
  queue_.WriteFin();
  queue_.Send(5, Instant());
  queue_.Acknowledge(SeqNum(102));
  EXPECT_EQ(Unacknowledged(queue_), "cde");
  EXPECT_EQ(queue_.sent(0).seq, SeqNum(102));
  queue_.Acknowledge(SeqNum(105));
  EXPECT_EQ(queue_.sent_count(), 1U);  // the FIN
  EXPECT_EQ(queue_.bytes(), 0U);
  queue_.Acknowledge(SeqNum(106));
  EXPECT_FALSE(queue_.has_sent());
}

TEST_F(SendQueueTest, PurgeKeepsTheNumbers) {
  queue_.Start(SeqNum(100));
  Write("abcde", 5);
  queue_.Send(2, Instant());
  queue_.Purge();
  EXPECT_EQ(queue_.end() - queue_.una(), 5U);
  EXPECT_EQ(queue_.bytes(), 0U);
}

// A stream that is written, cut, sent, acknowledged and cut again.
class Sender {
 public:
  explicit Sender(uint32_t iss) { queue_.Start(SeqNum(iss)); }

  void Do(uint32_t operation) {
    const uint32_t n = operation / 8;
    switch (operation % 8) {
      case 0:
      case 1:
        return Write(n % 3000);
      case 2:
        return queue_.GrowNext(n % 4000);
      case 3:
      case 4:
        return Send(n % 1400 + 1);
      case 5:
        return Acknowledge(n);
      case 6:
        return Split(n);
      default:
        return Merge(n);
    }
  }
  void Check() const {
    RC_ASSERT(queue_.bytes() == model_.size());
    RC_ASSERT(queue_.end() - queue_.una() == model_.size());
    RC_ASSERT(queue_.unsent_bytes() == unsent_);
    RC_ASSERT(Unacknowledged(queue_) ==
              model_.substr(0, model_.size() - unsent_));
  }

 private:
  void Write(uint32_t size) {
    const std::string bytes = Bytes(written_, size);
    written_ += size;
    unsent_ += size;
    model_ += bytes;
    for (std::string_view left = bytes; !left.empty();)
      left.remove_prefix(queue_.WriteSome(left, 1000));
  }
  void Send(uint32_t most) {
    if (!queue_.has_unsent()) return;
    const uint32_t size = std::min(most, queue_.next_unsent().size);
    queue_.Send(size, Instant());
    unsent_ -= size;
  }
  void Acknowledge(uint32_t n) {
    const uint32_t most = static_cast<uint32_t>(model_.size()) - unsent_;
    if (most == 0) return;
    queue_.Acknowledge(queue_.una() + n % most + 1);
    model_.erase(0, n % most + 1);
  }
  void Split(uint32_t n) {
    if (!queue_.has_sent()) return;
    const size_t i = n % queue_.sent_count();
    const uint32_t size = queue_.sent(i).size;
    if (size > 1) queue_.SplitSent(i, n % (size - 1) + 1);
  }
  void Merge(uint32_t n) {
    if (queue_.sent_count() < 2) return;
    const size_t i = n % (queue_.sent_count() - 1);
    if (queue_.sent(i).size + queue_.sent(i + 1).size <= Block::kBytes)
      queue_.MergeSent(i);
  }

  SendQueue queue_;
  std::string model_;  // what was written and is not acknowledged
  uint32_t written_ = 0;
  uint32_t unsent_ = 0;
};

TEST(SendQueuePropertyTest, CarriesTheStreamThroughAnyCutting) {
  EXPECT_TRUE(
      Holds(200, [](uint32_t iss, const std::vector<uint32_t>& operations) {
        Sender sender(iss);
        for (const uint32_t operation : operations) {
          sender.Do(operation);
          sender.Check();
        }
      }));
}

// --- ReceiveQueue

TEST(ReceiveQueueTest, PeekingLeavesTheBytes) {
  ReceiveQueue queue;
  queue.Push(Payload::Copy("abc"));
  queue.Push(Payload::Copy("def"));
  char to[8] = {};
  EXPECT_EQ(queue.Read(to, 5, /*peek=*/true), 5U);
  EXPECT_EQ(std::string(to, 5), "abcde");
  EXPECT_EQ(queue.unread(), 6U);
  EXPECT_EQ(queue.Read(to, 4, /*peek=*/false), 4U);
  EXPECT_EQ(queue.unread(), 2U);
  EXPECT_EQ(queue.Read(to, 8, /*peek=*/false), 2U);
  EXPECT_EQ(std::string(to, 2), "ef");
}

TEST(ReceiveQueueTest, EarlyBytesAreNeverUnread) {
  ReceiveQueue queue;
  queue.PushEarly(SeqNum(10), Payload::Copy("abc"), /*fin=*/false);
  EXPECT_EQ(queue.unread(), 0U);
  EXPECT_EQ(queue.early_bytes(), 3U);
  queue.DropEarly();
  EXPECT_FALSE(queue.has_early());
  EXPECT_EQ(queue.early_bytes(), 0U);
}

TEST(ReceiveQueueTest, AnEarlyFinComesWithItsPiece) {
  ReceiveQueue queue;
  queue.PushEarly(SeqNum(10), Payload::Copy("abc"), /*fin=*/true);
  EarlyPiece piece;
  EXPECT_FALSE(queue.TakeEarly(SeqNum(9), piece));
  ASSERT_TRUE(queue.TakeEarly(SeqNum(13), piece));
  EXPECT_TRUE(piece.fin);
  EXPECT_EQ(piece.payload.size(), 0U);
}

TEST(ReceiveQueuePropertyTest, PutsAnyPiecesTogether) {
  EXPECT_TRUE(
      Holds(500, [](uint32_t irs,
                    const std::vector<std::pair<uint16_t, uint8_t>>& pieces) {
        ReceiveQueue queue;
        const SeqNum base(irs);
        std::vector<bool> present(1 << 11);
        uint32_t next = 0;
        std::string got;
        const auto push = [&](const Payload& payload) {
          got += std::string(payload.view());
          next += payload.size();
        };
        for (const auto& [at, length] : pieces) {
          const uint32_t first = at % 1500;
          const uint32_t size = length % 100 + 1;
          std::fill_n(present.begin() + first, size, true);
          Payload payload = Payload::Copy(Bytes(first, size));
          if (first > next) {
            queue.PushEarly(base + first, payload, /*fin=*/false);
          } else if (first + size > next) {
            payload.RemovePrefix(next - first);
            push(payload);
            EarlyPiece early;
            while (queue.TakeEarly(base + next, early)) push(early.payload);
          }
          const auto hole = std::find(present.begin(), present.end(), false);
          RC_ASSERT(next == static_cast<uint32_t>(hole - present.begin()));
          RC_ASSERT(got == Bytes(0, next));
          uint32_t early_bytes = 0;
          for (size_t i = 0; i < queue.early_count(); ++i)
            early_bytes += queue.early(i).payload.size();
          RC_ASSERT(queue.early_bytes() == early_bytes);
        }
      }));
}

}  // namespace
}  // namespace orderly
