#ifndef ORDERLY_PROTOCOL_CODEC_H_
#define ORDERLY_PROTOCOL_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace protocol {

// The messages, one text line each; RECORD is followed by its payload:
//
//   RECORD <id> <length>\n<payload>   client -> server
//   ACK <id>\n                        server -> client: durable
//   PING\n                            both ways: a sign of life
//   CLOSE\n  CLOSE_OK\n               both ways: goodbye and its answer
//   BYE <count>\n                     server -> client: final message after EOF
//
// Numbers are decimal, without leading zeros, at most 18 digits.
enum class MessageKind : uint8_t {
  kRecord,
  kAck,
  kPing,
  kClose,
  kCloseOk,
  kBye
};

inline constexpr size_t kMaxPayload = size_t{1} << 20;
inline constexpr uint64_t kMaxNumber = 999'999'999'999'999'999;

struct Message {
  MessageKind kind = MessageKind::kPing;
  uint64_t number = 0;  // RECORD and ACK: the id; BYE: the count.
  std::string_view payload = {};

  friend bool operator==(const Message&, const Message&) = default;
};

// Appends the encoding of `message` to `out`.
// REQUIRES: number <= kMaxNumber, payload.size() <= kMaxPayload.
void AppendMessage(const Message& message, std::string& out);

// Appends a RECORD's line only; the caller appends the `length` bytes itself.
// REQUIRES: id <= kMaxNumber, length <= kMaxPayload.
void AppendRecordLine(uint64_t id, size_t length, std::string& out);

// The bytes so far are the beginning of a message, or nothing.
struct NeedMore {
  friend bool operator==(const NeedMore&, const NeedMore&) = default;
};

// The byte at `offset` of the stream (from 0) cannot belong to any message;
// `expected` (static storage) says what could have stood there.
struct Malformed {
  uint64_t offset = 0;
  std::string_view expected = {};

  friend bool operator==(const Malformed&, const Malformed&) = default;
};

using Decoded = std::variant<Message, NeedMore, Malformed>;

// Cuts a byte stream into messages, whatever pieces it arrives in: the results
// of Next() over a stream do not depend on how it was split. Holds at most one
// incomplete message and what was received with it.
class Decoder {
 public:
  // A place for `size` bytes, to be filled from its front; Filled() then says
  // how many were. Invalidates payloads that Next() returned.
  // REQUIRES of Filled(): size <= the last Space()'s.
  std::span<char> Space(size_t size);
  void Filled(size_t size);

  void Feed(std::string_view bytes);

  // The next message, whose payload is valid until Space() or Feed(). After
  // Malformed, always the same Malformed.
  Decoded Next();

  // The stream's end now would cut a message in two.
  bool mid_message() const { return begin_ != end_; }
  // The stream offset of the first byte that Next() has not returned.
  uint64_t offset() const { return offset_; }

 private:
  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0;
  size_t begin_ = 0;
  size_t end_ = 0;
  uint64_t offset_ = 0;
};

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_CODEC_H_
