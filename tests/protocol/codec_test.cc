#include "protocol/codec.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace protocol {
namespace {

using ::testing::ElementsAreArray;

std::string Encode(const Message& message) {
  std::string out;
  AppendMessage(message, out);
  return out;
}

const std::vector<Message>& OneOfEach() {
  static const std::vector<Message> messages = {
      {.kind = MessageKind::kRecord, .number = 1, .payload = "CLOSE\nACK 7\n"},
      {.kind = MessageKind::kRecord, .number = 2},
      {.kind = MessageKind::kAck, .number = kMaxNumber},
      {.kind = MessageKind::kPing},
      {.kind = MessageKind::kClose},
      {.kind = MessageKind::kCloseOk},
      {.kind = MessageKind::kBye, .number = 0},
  };
  return messages;
}

// What a decoder made of a stream: messages with payloads of their own.
struct Told {
  std::vector<std::string> messages;
  Decoded end = NeedMore{};

  void Drain(Decoder& decoder) {
    while (true) {
      end = decoder.Next();
      const auto* message = std::get_if<Message>(&end);
      if (message == nullptr) return;
      messages.push_back(Encode(*message));
    }
  }
};

Malformed FailureOf(std::string_view bytes) {
  Decoder decoder;
  decoder.Feed(bytes);
  Told told;
  told.Drain(decoder);
  const auto* malformed = std::get_if<Malformed>(&told.end);
  return malformed != nullptr
             ? *malformed
             : Malformed{.offset = ~uint64_t{0}, .expected = "not malformed"};
}

TEST(CodecTest, EncodesTheDocumentedText) {
  std::string all;
  for (const Message& message : OneOfEach()) AppendMessage(message, all);
  EXPECT_EQ(all,
            "RECORD 1 12\nCLOSE\nACK 7\nRECORD 2 0\nACK 999999999999999999\n"
            "PING\nCLOSE\nCLOSE_OK\nBYE 0\n");
}

TEST(CodecTest, EverySplitInTwoOrThreeTellsTheSame) {
  std::string all;
  std::vector<std::string> expected;
  for (const Message& message : OneOfEach()) {
    expected.push_back(Encode(message));
    all += expected.back();
  }
  const std::string_view stream = all;
  for (size_t first = 0; first <= all.size(); ++first) {
    for (size_t second = first; second <= all.size(); ++second) {
      Decoder decoder;
      Told told;
      for (const std::string_view piece :
           {stream.substr(0, first), stream.substr(first, second - first),
            stream.substr(second)}) {
        decoder.Feed(piece);
        told.Drain(decoder);
      }
      ASSERT_THAT(told.messages, ElementsAreArray(expected))
          << "split at " << first << " and " << second;
      ASSERT_FALSE(decoder.mid_message());
      ASSERT_EQ(decoder.offset(), all.size());
    }
  }
}

TEST(CodecTest, EndInsideAMessageIsMidMessage) {
  for (const Message& message : OneOfEach()) {
    const std::string bytes = Encode(message);
    for (size_t size = 0; size < bytes.size(); ++size) {
      Decoder decoder;
      decoder.Feed(std::string_view(bytes).substr(0, size));
      EXPECT_EQ(decoder.Next(), Decoded(NeedMore{})) << bytes << size;
      EXPECT_EQ(decoder.mid_message(), size > 0) << bytes << size;
    }
  }
}

TEST(CodecTest, MalformedTellsTheFirstWrongByteAndWhatWasExpected) {
  struct Case {
    std::string_view bytes;
    uint64_t offset;
    std::string_view expected;
  };
  const Case cases[] = {
      {"X", 0, "RECORD, ACK, PING, CLOSE, CLOSE_OK or BYE"},
      {std::string_view("\0", 1), 0,
       "RECORD, ACK, PING, CLOSE, CLOSE_OK or BYE"},
      {"PING\nping\n", 5, "RECORD, ACK, PING, CLOSE, CLOSE_OK or BYE"},
      {"RECODE", 4, "RECORD and a space"},
      {"RECORD1", 6, "RECORD and a space"},
      {"RECORD -1", 7, "a number without leading zeros"},
      {"RECORD 01", 8, "a number without leading zeros"},
      {"RECORD 1\n", 8, "a space and the length"},
      {"RECORD 1 \n", 9, "a length of at most 1048576"},
      {"RECORD 1 1048577", 15, "a length of at most 1048576"},
      {"RECORD 1 9999999", 15, "a length of at most 1048576"},
      {"RECORD 1 5 ", 10, "the end of the line"},
      {"ACK\n", 3, "ACK and a space"},
      {"ACK 1000000000000000000", 22, "a number without leading zeros"},
      {"ACK 1\r\n", 5, "the end of the line"},
      {"PIN\n", 3, "PING"},
      {"PING \n", 4, "the end of the line"},
      {"CLOSED\n", 5, "the end of the line or _OK"},
      {"CLOSE_NO", 6, "CLOSE_OK"},
      {"CLOSE_OK.", 8, "the end of the line"},
      {"BYE\n", 3, "BYE and a space"},
      {"RECORD 1 3\nabcX", 14, "RECORD, ACK, PING, CLOSE, CLOSE_OK or BYE"},
  };
  for (const Case& c : cases) {
    const Malformed expected = {.offset = c.offset, .expected = c.expected};
    const Malformed whole = FailureOf(c.bytes);
    EXPECT_EQ(whole.offset, c.offset) << c.bytes;
    EXPECT_EQ(whole.expected, c.expected) << c.bytes;
    // Byte by byte: told at the same byte, and for ever.
    Decoder decoder;
    for (size_t i = 0; i < c.bytes.size(); ++i) {
      decoder.Feed(c.bytes.substr(i, 1));
      Told told;
      told.Drain(decoder);
      const bool malformed = std::holds_alternative<Malformed>(told.end);
      EXPECT_EQ(malformed, i >= c.offset) << c.bytes << " byte " << i;
      if (malformed) {
        EXPECT_EQ(std::get<Malformed>(told.end), expected);
      }
    }
  }
}

TEST(CodecTest, LargestRecordPasses) {
  const std::string payload(kMaxPayload, 'x');
  const std::string bytes =
      Encode({.kind = MessageKind::kRecord, .number = 9, .payload = payload});
  Decoder decoder;
  for (size_t at = 0; at < bytes.size(); at += 5000) {
    EXPECT_EQ(decoder.Next(), Decoded(NeedMore{}));
    decoder.Feed(std::string_view(bytes).substr(at, 5000));
  }
  const Decoded decoded = decoder.Next();
  const auto* message = std::get_if<Message>(&decoded);
  ASSERT_NE(message, nullptr);
  EXPECT_EQ(message->number, 9u);
  EXPECT_EQ(message->payload, payload);
}

TEST(CodecTest, SpaceMayBeFilledInPart) {
  Decoder decoder;
  const std::string stream = "PING\nACK 1\nRECORD 1 6\nabcdefCLOSE\n";
  std::string told;
  for (const char c : stream) {
    decoder.Space(7).front() = c;
    decoder.Filled(1);
    const Decoded decoded = decoder.Next();
    if (const auto* message = std::get_if<Message>(&decoded)) {
      told += Encode(*message);
    }
  }
  EXPECT_EQ(told, stream);
}

}  // namespace
}  // namespace protocol
