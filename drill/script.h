#ifndef ORDERLY_DRILL_SCRIPT_H_
#define ORDERLY_DRILL_SCRIPT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/base/instant.h"

// A packetdrill script as it is written. Plain values: what they mean is the
// runner's.
namespace orderly::drill {

// From 1.
struct Place {
  int line = 1;
  int column = 1;
  friend bool operator==(Place, Place) = default;
};

// An argument, a result, or a part of one.
struct Expression {
  enum class Kind : uint8_t {
    kEllipsis,  // ...
    kNumber,
    kWord,    // a symbol: SOL_SOCKET
    kString,  // without its quotes, escapes as written
    kOr,      // items: the two sides of |
    kList,    // [items]
    kGroup,   // {items}
    kField,   // text = items[0], or text(items[1]) = items[0]
    kCall,    // text(items): htons(8080)
  };
  Place place;
  Kind kind = Kind::kEllipsis;
  int64_t number = 0;
  std::string text;
  std::vector<Expression> items;
};

struct SackBlock {
  uint32_t left = 0;
  uint32_t right = 0;
  friend bool operator==(const SackBlock&, const SackBlock&) = default;
};

struct TcpOption {
  enum class Kind : uint8_t {
    kMss,
    kNop,
    kEol,
    kWindowScale,
    kSackOk,
    kSack,
    kTimestamp,
    kFastOpen,
    kMd5,
    kAccEcn,
    kOther,  // one that another stack's scripts know
  };
  Kind kind = Kind::kNop;
  uint32_t value = 0;  // mss, wscale, TS val
  uint32_t echo = 0;   // TS ecr
  std::vector<SackBlock> blocks;
  std::string text;  // of the last four kinds, as written
  friend bool operator==(const TcpOption&, const TcpOption&) = default;
};

enum class Ecn : uint8_t { kNone, kEct1, kEct0, kCe, kEitherEct };

// (ect0), [tos 0x10], ...: absent is not checked.
struct IpFields {
  std::optional<Ecn> ecn;
  std::optional<uint8_t> tos;
  std::optional<uint8_t> ttl;
  std::optional<uint32_t> flow_label;
};

struct Ports {
  uint16_t source = 0;
  uint16_t destination = 0;
};

struct TcpPacket {
  Place place;
  bool inbound = false;
  IpFields ip;
  std::optional<Ports> ports;
  uint8_t flags = 0;          // as in sim/wire
  bool ae = false;            // the letter A, or an ACE field: accurate ECN
  bool any_sequence = false;  // "...(0)": a new ISN
  bool absolute = false;      // "1:1(0)!": not relative to the ISN
  uint32_t sequence = 0;
  uint32_t payload = 0;
  uint32_t ack = 0;
  std::optional<uint16_t> window;
  std::optional<uint16_t> urgent;
  bool any_options = false;  // <...>
  std::vector<TcpOption> options;
};

struct IcmpPacket {
  Place place;
  bool inbound = false;
  std::string type;
  std::string code;
  std::optional<uint32_t> mtu;
  // Of the segment that is quoted.
  uint32_t sequence = 0;
  uint32_t payload = 0;
};

// A packet of a protocol or in an encapsulation that is not run: "udp", "gre".
struct OtherPacket {
  Place place;
  std::string protocol;
};

struct SystemCall {
  Place place;
  // "...T": it blocks, and returns at T, which counts as the event's time does.
  std::optional<Duration> end;
  std::string name;
  std::vector<Expression> arguments;
  Expression result;
  std::string error;  // "EAGAIN"; empty: none
};

// `text`
struct Command {
  Place place;
  std::string text;
};

// %{ text }%
struct Code {
  Place place;
  std::string text;
};

struct Time {
  enum class Kind : uint8_t {
    kAbsolute,
    kRelative,
    kAny,
    kAbsoluteRange,
    kRelativeRange
  };
  Kind kind = Kind::kAbsolute;
  Duration at{0};
  Duration end{0};  // of a range
};

using Action =
    std::variant<TcpPacket, IcmpPacket, OtherPacket, SystemCall, Command, Code>;

struct Event {
  Place place;
  Time time;
  Action action;
  // An #ifdef of a name that is not defined left out what stood before this
  // event: what the host sends there the script leaves open.
  bool open_before = false;
};

// --name=value
struct Option {
  Place place;
  std::string name;
  std::string value;
};

struct Script {
  std::vector<Option> options;
  std::vector<Command> before;
  std::vector<Event> events;
  std::vector<Command> after;
  bool open_at_end = false;  // as Event::open_before
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_SCRIPT_H_
