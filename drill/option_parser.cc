#include "drill/option_parser.h"

#include <string>
#include <string_view>
#include <utility>

namespace orderly::drill {
namespace {

using Kind = TcpOption::Kind;

constexpr int64_t kMost32 = 0xffffffff;
constexpr size_t kMostOptions = 40;  // bytes of a header, at one byte each

absl::Status Number(Cursor& cursor, std::string_view what, int64_t most,
                    uint32_t& value) {
  const absl::StatusOr<int64_t> number = cursor.Number(what, 0, most);
  if (number.ok()) value = static_cast<uint32_t>(*number);
  return number.status();
}

absl::Status Timestamp(Cursor& cursor, TcpOption& option) {
  if (!cursor.AcceptWord("val")) return cursor.Expected("'val'");
  if (absl::Status status = Number(cursor, "a TS value", kMost32, option.value);
      !status.ok())
    return status;
  if (!cursor.AcceptWord("ecr")) return cursor.Expected("'ecr'");
  return Number(cursor, "a TS echo", kMost32, option.echo);
}

absl::Status Blocks(Cursor& cursor, TcpOption& option) {
  do {
    SackBlock block;
    if (absl::Status status =
            Number(cursor, "a sequence number", kMost32, block.left);
        !status.ok())
      return status;
    if (absl::Status status = cursor.Expect(':'); !status.ok()) return status;
    if (absl::Status status =
            Number(cursor, "a sequence number", kMost32, block.right);
        !status.ok())
      return status;
    option.blocks.push_back(block);
  } while (cursor.Peek().kind == Token::Kind::kInteger &&
           option.blocks.size() < 4);
  return absl::OkStatus();
}

// Words up to the next ',' or '>': of an option that is not run.
void Rest(Cursor& cursor, TcpOption& option) {
  while (!cursor.Peek().Is(',') && !cursor.Peek().Is('>') &&
         cursor.Peek().kind != Token::Kind::kEnd) {
    option.text += " " + cursor.Next().text;
  }
}

absl::Status One(Cursor& cursor, TcpOption& option) {
  if (cursor.Peek().kind != Token::Kind::kWord)
    return cursor.Expected("a TCP option");
  const std::string word = cursor.Next().text;
  absl::Status status;
  if (word == "nop") {
    option.kind = Kind::kNop;
  } else if (word == "eol") {
    option.kind = Kind::kEol;
  } else if (word == "mss") {
    option.kind = Kind::kMss;
    // A name whose --define the command line would give.
    if (cursor.Peek().kind == Token::Kind::kWord) {
      option.kind = Kind::kOther;
      option.text = cursor.Next().text;
      return status;
    }
    status = Number(cursor, "an MSS", 0xffff, option.value);
  } else if (word == "wscale") {
    option.kind = Kind::kWindowScale;
    status = Number(cursor, "a shift", 255, option.value);
  } else if (word == "sackOK") {
    option.kind = Kind::kSackOk;
  } else if (word == "sack") {
    option.kind = Kind::kSack;
    status = Blocks(cursor, option);
  } else if (word == "TS") {
    option.kind = Kind::kTimestamp;
    status = Timestamp(cursor, option);
  } else {
    option.kind = word == "FO" || word == "FOEXP" ? Kind::kFastOpen
                  : word == "md5"                 ? Kind::kMd5
                  : word == "ECN"                 ? Kind::kAccEcn
                                                  : Kind::kOther;
    option.text = word;
    Rest(cursor, option);
  }
  return status;
}

}  // namespace

absl::Status ParseOptions(Cursor& cursor, TcpPacket& packet) {
  if (absl::Status status = cursor.Expect('<'); !status.ok()) return status;
  if (cursor.Peek().kind == Token::Kind::kEllipsis) {
    if (packet.inbound)
      return cursor.Expected("the options of an inbound packet");
    cursor.Next();
    packet.any_options = true;
    return cursor.Expect('>');
  }
  while (packet.options.size() < kMostOptions) {
    TcpOption option;
    if (absl::Status status = One(cursor, option); !status.ok()) return status;
    packet.options.push_back(std::move(option));
    if (cursor.Accept('>')) return absl::OkStatus();
    if (!cursor.Accept(',')) return cursor.Expected("',' or '>'");
  }
  return cursor.Expected("at most 40 bytes of options");
}

}  // namespace orderly::drill
