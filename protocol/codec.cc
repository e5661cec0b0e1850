#include "protocol/codec.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

namespace protocol {
namespace {

constexpr std::string_view kAnyMessage =
    "RECORD, ACK, PING, CLOSE, CLOSE_OK or BYE";
constexpr std::string_view kNumber = "a number without leading zeros";
constexpr std::string_view kLength = "a length of at most 1048576";
constexpr std::string_view kEndOfLine = "the end of the line";
constexpr size_t kMaxDigits = 18;

void AppendNumber(uint64_t number, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof(digits), number).ptr;
  out.append(digits, end);
}

void AppendNumbered(std::string_view word, uint64_t number, std::string& out) {
  out.append(word);
  AppendNumber(number, out);
  out.push_back('\n');
}

// Reads a message's line from the front. Each method is true if its text is
// there; otherwise the failure says why, and the reading is over.
class LineReader {
 public:
  explicit LineReader(std::string_view bytes) : bytes_(bytes) {}

  bool Text(std::string_view text, std::string_view expected) {
    for (const char c : text) {
      if (!More()) return false;
      if (bytes_[at_] != c) return Fail(at_, expected);
      ++at_;
    }
    return true;
  }

  bool Number(uint64_t limit, std::string_view expected, uint64_t& number) {
    number = 0;
    size_t digits = 0;
    for (; More(); ++at_, ++digits) {
      const char c = bytes_[at_];
      if (c < '0' || c > '9') {
        return digits > 0 || Fail(at_, expected);
      }
      if (digits == 1 && number == 0) return Fail(at_, expected);
      const uint64_t next = number * 10 + static_cast<uint64_t>(c - '0');
      if (digits == kMaxDigits || next > limit) return Fail(at_, expected);
      number = next;
    }
    return false;
  }

  // The byte at the reading position, if it has come.
  bool NextIs(char c) const { return at_ < bytes_.size() && bytes_[at_] == c; }

  bool Fail(size_t at, std::string_view expected) {
    failure_ = Malformed{.offset = at, .expected = expected};
    return false;
  }

  size_t at() const { return at_; }
  const std::optional<Malformed>& failure() const { return failure_; }

 private:
  bool More() const { return at_ < bytes_.size(); }

  std::string_view bytes_;
  size_t at_ = 0;
  std::optional<Malformed> failure_;
};

struct Line {
  MessageKind kind = MessageKind::kPing;
  uint64_t number = 0;
  uint64_t length = 0;
};

bool ReadRecord(LineReader& reader, Line& line) {
  line.kind = MessageKind::kRecord;
  return reader.Text("RECORD ", "RECORD and a space") &&
         reader.Number(kMaxNumber, kNumber, line.number) &&
         reader.Text(" ", "a space and the length") &&
         reader.Number(kMaxPayload, kLength, line.length) &&
         reader.Text("\n", kEndOfLine);
}

bool ReadNumbered(LineReader& reader, MessageKind kind, std::string_view word,
                  std::string_view expected, Line& line) {
  line.kind = kind;
  return reader.Text(word, expected) &&
         reader.Number(kMaxNumber, kNumber, line.number) &&
         reader.Text("\n", kEndOfLine);
}

bool ReadClose(LineReader& reader, Line& line) {
  line.kind = MessageKind::kClose;
  if (!reader.Text("CLOSE", "CLOSE or CLOSE_OK")) return false;
  if (reader.NextIs('_')) {
    line.kind = MessageKind::kCloseOk;
    return reader.Text("_OK", "CLOSE_OK") && reader.Text("\n", kEndOfLine);
  }
  return reader.Text("\n", "the end of the line or _OK");
}

bool ReadLine(LineReader& reader, char first, Line& line) {
  switch (first) {
    case 'R':
      return ReadRecord(reader, line);
    case 'A':
      return ReadNumbered(reader, MessageKind::kAck, "ACK ", "ACK and a space",
                          line);
    case 'P':
      line.kind = MessageKind::kPing;
      return reader.Text("PING", "PING") && reader.Text("\n", kEndOfLine);
    case 'C':
      return ReadClose(reader, line);
    case 'B':
      return ReadNumbered(reader, MessageKind::kBye, "BYE ", "BYE and a space",
                          line);
  }
  return reader.Fail(0, kAnyMessage);
}

}  // namespace

void AppendRecordLine(uint64_t id, size_t length, std::string& out) {
  out.append("RECORD ");
  AppendNumber(id, out);
  out.push_back(' ');
  AppendNumber(length, out);
  out.push_back('\n');
}

void AppendMessage(const Message& message, std::string& out) {
  switch (message.kind) {
    case MessageKind::kRecord:
      AppendRecordLine(message.number, message.payload.size(), out);
      out.append(message.payload);
      return;
    case MessageKind::kAck:
      AppendNumbered("ACK ", message.number, out);
      return;
    case MessageKind::kPing:
      out.append("PING\n");
      return;
    case MessageKind::kClose:
      out.append("CLOSE\n");
      return;
    case MessageKind::kCloseOk:
      out.append("CLOSE_OK\n");
      return;
    case MessageKind::kBye:
      AppendNumbered("BYE ", message.number, out);
      return;
  }
}

std::span<char> Decoder::Space(size_t size) {
  const size_t held = end_ - begin_;
  if (capacity_ - end_ < size) {
    if (capacity_ - held >= size) {
      std::memmove(buffer_.get(), buffer_.get() + begin_, held);
    } else {
      capacity_ = std::max(held + size, 2 * capacity_);
      auto larger = std::make_unique_for_overwrite<char[]>(capacity_);
      if (held > 0) std::memcpy(larger.get(), buffer_.get() + begin_, held);
      buffer_ = std::move(larger);
    }
    begin_ = 0;
    end_ = held;
  }
  return {buffer_.get() + end_, size};
}

void Decoder::Filled(size_t size) { end_ += size; }

void Decoder::Feed(std::string_view bytes) {
  if (bytes.empty()) return;
  std::memcpy(Space(bytes.size()).data(), bytes.data(), bytes.size());
  Filled(bytes.size());
}

Decoded Decoder::Next() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
    return NeedMore{};
  }
  const std::string_view bytes(buffer_.get() + begin_, end_ - begin_);
  LineReader reader(bytes);
  Line line;
  if (!ReadLine(reader, bytes.front(), line)) {
    if (!reader.failure()) return NeedMore{};
    return Malformed{.offset = offset_ + reader.failure()->offset,
                     .expected = reader.failure()->expected};
  }
  if (bytes.size() - reader.at() < line.length) return NeedMore{};
  begin_ += reader.at() + line.length;
  offset_ += reader.at() + line.length;
  return Message{.kind = line.kind,
                 .number = line.number,
                 .payload = bytes.substr(reader.at(), line.length)};
}

}  // namespace protocol
