#include "drill/packet_text.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "sim/wire/notation.h"
#include "sim/wire/segment.h"

namespace orderly::drill {
namespace {

using Kind = TcpOption::Kind;

std::string OptionText(const TcpOption& option) {
  switch (option.kind) {
    case Kind::kMss:
      return absl::StrCat("mss ", option.value);
    case Kind::kNop:
      return "nop";
    case Kind::kEol:
      return "eol";
    case Kind::kWindowScale:
      return absl::StrCat("wscale ", option.value);
    case Kind::kSackOk:
      return "sackOK";
    case Kind::kSack: {
      std::string text = "sack";
      for (const SackBlock& block : option.blocks)
        absl::StrAppend(&text, " ", block.left, ":", block.right);
      return text;
    }
    case Kind::kTimestamp:
      return absl::StrCat("TS val ", option.value, " ecr ", option.echo);
    case Kind::kFastOpen:
    case Kind::kMd5:
    case Kind::kAccEcn:
    case Kind::kOther:
      return option.text;
  }
  return "";
}

std::string OptionsText(const TcpPacket& packet) {
  if (packet.any_options) return "<...>";
  if (packet.options.empty()) return "";
  std::string text = "<";
  for (const TcpOption& option : packet.options)
    absl::StrAppend(&text, text.size() == 1 ? "" : ",", OptionText(option));
  return text + ">";
}

constexpr size_t kFields = 7;
using Fields = std::array<std::string, kFields>;

Fields FieldsOf(const TcpPacket& packet) {
  const std::string sequence =
      packet.any_sequence
          ? absl::StrCat("...(", packet.payload, ")")
          : absl::StrCat(packet.sequence, ":", packet.sequence + packet.payload,
                         "(", packet.payload, ")");
  return {packet.inbound ? "<" : ">",
          FlagLetters(packet.flags),
          sequence,
          (packet.flags & kAck) != 0 ? absl::StrCat("ack ", packet.ack) : "",
          packet.window.has_value() ? absl::StrCat("win ", *packet.window) : "",
          packet.urgent.has_value() ? absl::StrCat("urg ", *packet.urgent) : "",
          OptionsText(packet)};
}

// Each field as wide as `widths` says; without white space at the end.
std::string Line(const Fields& fields,
                 const std::array<size_t, kFields>& widths) {
  std::string line;
  for (size_t i = 0; i < kFields; ++i) {
    if (widths[i] == 0) continue;
    if (!line.empty()) line += ' ';
    line += fields[i] + std::string(widths[i] - fields[i].size(), ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::string PacketText(const TcpPacket& packet) {
  const Fields fields = FieldsOf(packet);
  std::array<size_t, kFields> widths{};
  for (size_t i = 0; i < kFields; ++i) widths[i] = fields[i].size();
  return Line(fields, widths);
}

std::string PacketText(const IcmpPacket& packet) {
  return absl::StrCat(packet.inbound ? "<" : ">", " icmp ", packet.type,
                      packet.code.empty() ? "" : " ", packet.code);
}

std::string Aligned(const TcpPacket& expected, const TcpPacket& got) {
  const Fields left = FieldsOf(expected);
  const Fields right = FieldsOf(got);
  std::array<size_t, kFields> widths{};
  for (size_t i = 0; i < kFields; ++i)
    widths[i] = std::max(left[i].size(), right[i].size());
  return absl::StrCat("expected ", Line(left, widths), "\ngot      ",
                      Line(right, widths));
}

}  // namespace orderly::drill
