#include "drill/packet_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "drill/lexer.h"
#include "drill/option_parser.h"
#include "sim/wire/segment.h"

namespace orderly::drill {
namespace {

constexpr int64_t kMost32 = 0xffffffff;
constexpr int64_t kMost16 = 0xffff;

constexpr std::array<std::string_view, 12> kOtherProtocols = {
    "udp",   "udplite", "sctp", "gre",  "GREv0", "mpls",
    "encap", "psp",     "ipv4", "ipv6", "raw",   "dccp"};

bool IsOtherProtocol(const Token& token) {
  return token.kind == Token::Kind::kWord &&
         std::find(kOtherProtocols.begin(), kOtherProtocols.end(),
                   token.text) != kOtherProtocols.end();
}

// An event begins a line with a time, a command with a quote.
bool BeginsEvent(const Token& token) {
  if (token.kind == Token::Kind::kEnd || token.kind == Token::Kind::kOpen)
    return true;
  return token.first && (token.Is('+') || token.Is('*') ||
                         token.kind == Token::Kind::kInteger ||
                         token.kind == Token::Kind::kFloat ||
                         token.kind == Token::Kind::kCommand);
}

class PacketParser final {
 public:
  explicit PacketParser(Cursor& cursor) : cursor_(cursor) {}

  absl::StatusOr<Action> Any() {
    place_ = cursor_.Peek().place;
    inbound_ = cursor_.Next().Is('<');
    IpFields ip;
    // nplab writes what an ICMP message quotes before it, too.
    const bool quote =
        cursor_.Peek().Is('[') && cursor_.Peek(1).kind == Token::Kind::kInteger;
    if (quote) {
      cursor_.Next();
      absl::Status status = Range(quoted_.sequence, quoted_.payload);
      status.Update(status.ok() ? cursor_.Expect(']') : status);
      if (!status.ok()) return status;
    } else if (absl::Status status = Ip(ip); !status.ok()) {
      return status;
    }
    if (IsOtherProtocol(cursor_.Peek())) return Other(cursor_.Peek().text);
    if (cursor_.AcceptWord("icmp")) return Icmp();
    return Tcp(ip);
  }

 private:
  Action Other(std::string protocol) {
    while (!BeginsEvent(cursor_.Peek())) cursor_.Next();
    return OtherPacket{place_, std::move(protocol)};
  }

  // (ect0), [tos 0x10, flowlabel 0x1], (ttl 64).
  absl::Status Ip(IpFields& ip) {
    const char close = cursor_.Peek().Is('(') ? ')' : ']';
    if (!cursor_.Accept('(') && !cursor_.Accept('[')) return absl::OkStatus();
    do {
      if (absl::Status status = IpField(ip); !status.ok()) return status;
    } while (cursor_.Accept(','));
    return cursor_.Expect(close);
  }

  absl::Status IpField(IpFields& ip) {
    constexpr std::array<std::pair<const char*, Ecn>, 5> kEcn = {
        {{"noecn", Ecn::kNone},
         {"ect0", Ecn::kEct0},
         {"ect1", Ecn::kEct1},
         {"ce", Ecn::kCe},
         {"ect01", Ecn::kEitherEct}}};
    for (const auto& [word, ecn] : kEcn) {
      if (!cursor_.AcceptWord(word)) continue;
      if (ecn == Ecn::kEitherEct && inbound_)
        return cursor_.Expected("ect0 or ect1 in an inbound packet");
      ip.ecn = ecn;
      return absl::OkStatus();
    }
    absl::StatusOr<int64_t> number;
    if (cursor_.AcceptWord("tos") || cursor_.AcceptWord("class")) {
      number = cursor_.Number("a TOS", 0, 255);
      if (number.ok()) ip.tos = static_cast<uint8_t>(*number);
    } else if (cursor_.AcceptWord("ttl") || cursor_.AcceptWord("hlim")) {
      number = cursor_.Number("a TTL", 0, 255);
      if (number.ok()) ip.ttl = static_cast<uint8_t>(*number);
    } else if (cursor_.AcceptWord("flowlabel")) {
      number = cursor_.Number("a flow label", 0, 0xfffff);
      if (number.ok()) ip.flow_label = static_cast<uint32_t>(*number);
    } else {
      return cursor_.Expected(
          "noecn, ect0, ect1, ce, ect01, tos, ttl or flowlabel");
    }
    return number.status();
  }

  absl::StatusOr<Action> Tcp(const IpFields& ip) {
    TcpPacket packet;
    packet.place = place_;
    packet.inbound = inbound_;
    packet.ip = ip;
    if (absl::Status status = PortPair(packet); !status.ok()) return status;
    if (absl::Status status = Flags(packet); !status.ok()) return status;
    if (absl::Status status = Sequence(packet); !status.ok()) return status;
    packet.absolute = cursor_.Accept('!');
    if (absl::Status status = Fields(packet); !status.ok()) return status;
    if (cursor_.Peek().Is('/')) return Other("udp");  // nplab: TCP over UDP
    return packet;
  }

  // 1234 > 8080
  absl::Status PortPair(TcpPacket& packet) {
    if (cursor_.Peek().kind != Token::Kind::kInteger ||
        !cursor_.Peek(1).Is('>'))
      return absl::OkStatus();
    const absl::StatusOr<int64_t> source = cursor_.Number("a port", 0, kMost16);
    if (!source.ok()) return source.status();
    cursor_.Next();
    const absl::StatusOr<int64_t> destination =
        cursor_.Number("a port", 0, kMost16);
    if (!destination.ok()) return destination.status();
    packet.ports = Ports{static_cast<uint16_t>(*source),
                         static_cast<uint16_t>(*destination)};
    return absl::OkStatus();
  }

  // Letters, then '.' for ACK, or ".N" for ACK and an ACE field of N.
  absl::Status Flags(TcpPacket& packet) {
    if (cursor_.Accept('-')) return absl::OkStatus();
    bool some = false;
    if (cursor_.Peek().kind == Token::Kind::kWord) {
      std::string_view letters = cursor_.Peek().text;
      // The ACE field, of a segment without ACK.
      if (letters.size() > 1 && letters.back() >= '0' && letters.back() < '8') {
        packet.ae = true;
        letters.remove_suffix(1);
      }
      for (const char letter : letters) {
        if (!Flag(letter, packet)) return cursor_.Expected("TCP flags");
      }
      cursor_.Next();
      some = true;
    }
    const Token& next = cursor_.Peek();
    const bool ace = next.kind == Token::Kind::kFloat && next.text[0] == '.';
    if (ace) packet.ae = true;
    if (ace || next.Is('.')) {
      cursor_.Next();
      packet.flags |= kAck;
      some = true;
    }
    return some ? absl::OkStatus() : cursor_.Expected("TCP flags");
  }

  static bool Flag(char letter, TcpPacket& packet) {
    constexpr std::string_view kLetters = "FSRPUEW";
    constexpr std::array<uint8_t, 7> kFlags = {kFin, kSyn, kRst, kPsh,
                                               kUrg, kEce, kCwr};
    // "P5.": an ACE field.
    if (letter == 'A' || (letter >= '0' && letter <= '7')) {
      packet.ae = true;
      return true;
    }
    const size_t i = kLetters.find(letter);
    if (i == std::string_view::npos) return false;
    packet.flags |= kFlags[i];
    return true;
  }

  // 1:1001(1000), or ...(0), where the number is any.
  absl::Status Sequence(TcpPacket& packet) {
    if (cursor_.Peek().kind == Token::Kind::kEllipsis) {
      cursor_.Next();
      packet.any_sequence = true;
    } else {
      return Range(packet.sequence, packet.payload);
    }
    if (absl::Status status = cursor_.Expect('('); !status.ok()) return status;
    const absl::StatusOr<int64_t> size =
        cursor_.Number("a payload size", 0, kMost16);
    if (!size.ok()) return size.status();
    packet.payload = static_cast<uint32_t>(*size);
    return cursor_.Expect(')');
  }

  absl::Status Range(uint32_t& first, uint32_t& size) {
    const absl::StatusOr<int64_t> start =
        cursor_.Number("a sequence number", 0, kMost32);
    if (!start.ok()) return start.status();
    if (absl::Status status = cursor_.Expect(':'); !status.ok()) return status;
    const Place place = cursor_.Peek().place;
    const absl::StatusOr<int64_t> end =
        cursor_.Number("a sequence number", 0, kMost32);
    if (!end.ok()) return end.status();
    if (absl::Status status = cursor_.Expect('('); !status.ok()) return status;
    const absl::StatusOr<int64_t> payload =
        cursor_.Number("a payload size", 0, kMost16);
    if (!payload.ok()) return payload.status();
    if (absl::Status status = cursor_.Expect(')'); !status.ok()) return status;
    first = static_cast<uint32_t>(*start);
    size = static_cast<uint32_t>(*payload);
    if (static_cast<uint32_t>(*end) != first + size)
      return ErrorAt(place, "expected an end that is start plus size");
    return absl::OkStatus();
  }

  absl::Status Fields(TcpPacket& packet) {
    if (cursor_.AcceptWord("ack")) {
      const absl::StatusOr<int64_t> ack =
          cursor_.Number("an ack number", 0, kMost32);
      if (!ack.ok()) return ack.status();
      packet.ack = static_cast<uint32_t>(*ack);
    }
    if (cursor_.AcceptWord("win")) {
      const absl::StatusOr<int64_t> window =
          cursor_.Number("a window", 0, kMost16);
      if (!window.ok()) return window.status();
      packet.window = static_cast<uint16_t>(*window);
    } else if (packet.inbound) {
      return cursor_.Expected("'win' in an inbound packet");
    }
    if (cursor_.AcceptWord("urg")) {
      const absl::StatusOr<int64_t> urgent =
          cursor_.Number("an urgent pointer", 0, kMost16);
      if (!urgent.ok()) return urgent.status();
      packet.urgent = static_cast<uint16_t>(*urgent);
    }
    if (!cursor_.Peek().Is('<')) return absl::OkStatus();
    return ParseOptions(cursor_, packet);
  }

  // icmp TYPE [CODE] [mtu N] [id N] [[1:1001(1000)]]
  absl::StatusOr<Action> Icmp() {
    IcmpPacket packet = quoted_;
    packet.place = place_;
    packet.inbound = inbound_;
    if (cursor_.Peek().kind != Token::Kind::kWord)
      return cursor_.Expected("an ICMP type");
    packet.type = cursor_.Next().text;
    const Token& next = cursor_.Peek();
    if (next.kind == Token::Kind::kWord && !next.IsWord("mtu") &&
        !next.IsWord("id"))
      packet.code = cursor_.Next().text;
    if (cursor_.AcceptWord("mtu")) {
      const absl::StatusOr<int64_t> mtu = cursor_.Number("an MTU", 0, kMost32);
      if (!mtu.ok()) return mtu.status();
      packet.mtu = static_cast<uint32_t>(*mtu);
    }
    if (cursor_.AcceptWord("id")) return Other("icmp echo");
    if (!cursor_.Accept('[')) return packet;
    if (cursor_.Peek().kind == Token::Kind::kWord)
      return Other(cursor_.Peek().text);
    if (absl::Status status = Range(packet.sequence, packet.payload);
        !status.ok())
      return status;
    if (cursor_.Peek().Is('/')) return Other("udp");
    if (absl::Status status = cursor_.Expect(']'); !status.ok()) return status;
    return packet;
  }

  Cursor& cursor_;
  Place place_;
  bool inbound_ = false;
  IcmpPacket quoted_;
};

}  // namespace

absl::StatusOr<Action> ParsePacket(Cursor& cursor) {
  return PacketParser(cursor).Any();
}

}  // namespace orderly::drill
