#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "report/call_text.h"
#include "report/ladder.h"
#include "report/ladder_rows.h"
#include "sim/base/instant.h"
#include "sim/tcp/tcp_state.h"
#include "sim/wire/segment.h"

namespace orderly {
namespace {

using Kind = LadderRow::Kind;
using Mark = LadderRow::Mark;

constexpr size_t kColumns = 100;
constexpr size_t kMiddle = 33;
constexpr std::string_view kHere = " << here";

// One line of the report.
struct Line {
  std::string time;
  std::array<std::string, 2> app;  // what an application did
  std::array<std::string, 2> queues;
  std::string middle;
  bool marked = false;
  bool decided = false;
};

std::string Milliseconds(Instant at) {
  // In hundredths, rounded down.
  const int64_t hundredths = at.nanos() / 10'000;
  return absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100);
}

// "PSH FIN": what a reader wants to know; ACK only where there is nothing else.
std::string FlagWords(uint8_t flags) {
  std::string words;
  const auto add = [&](uint8_t flag, std::string_view word) {
    if ((flags & flag) == 0) return;
    absl::StrAppend(&words, words.empty() ? "" : " ", word.data());
  };
  add(kSyn, "SYN");
  add(kFin, "FIN");
  add(kRst, "RST");
  add(kPsh, "PSH");
  add(kUrg, "URG");
  if (words.empty() || flags == (kSyn | kAck)) add(kAck, "ACK");
  return words;
}

std::string Shortened(std::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  if (most <= 2) return std::string(text.substr(0, most));
  return absl::StrCat(std::string(text.substr(0, most - 2)), "..");
}

// A call keeps its result, whatever else must go.
std::string ShortenedCall(std::string_view call, size_t most) {
  const size_t equals = call.rfind(" = ");
  if (call.size() <= most || equals == std::string_view::npos)
    return Shortened(call, most);
  const std::string_view result = call.substr(equals);
  if (result.size() + 4 > most) return Shortened(call, most);
  return Shortened(call.substr(0, equals), most - result.size()) +
         std::string(result);
}

std::string Label(const LadderRow& row) {
  const TraceEvent& segment = *row.segment;
  std::string label = absl::StrCat(row.number, " ", FlagWords(segment.flags));
  std::string tail;
  if (segment.size > 0) {
    tail = absl::StrCat(" (", segment.size, ")");
  } else if ((segment.flags & kAck) != 0 && (segment.flags & kRst) == 0) {
    tail = absl::StrCat(" ack ", row.ack);
  }
  const bool active_reset = (segment.flags & (kRst | kAck)) == (kRst | kAck);
  if (active_reset && row.unread_before > 0) {
    tail = absl::StrCat(" (", row.unread_before, " B were unread)");
  }
  if (segment.retransmission) absl::StrAppend(&tail, " again");
  switch (row.mark) {
    case Mark::kNone:
      break;
    case Mark::kHeld:
      absl::StrAppend(&tail, "  HELD");
      break;
    case Mark::kLost:
      absl::StrAppend(&tail, "  LOST");
      break;
    case Mark::kTwice:
      absl::StrAppend(&tail, "  TWICE");
      break;
  }
  const size_t used = label.size() + tail.size() + 7;
  if (segment.size > 0 && used < kMiddle) {
    absl::StrAppend(&label, " ", Shortened(segment.text, kMiddle - used));
  }
  return Shortened(absl::StrCat(label, tail), kMiddle - 6);
}

std::string Arrow(const LadderRow& row) {
  char line = '-';
  if ((row.segment->flags & kRst) != 0) line = '=';
  if (row.mark == Mark::kHeld || row.mark == Mark::kLost) line = '.';
  const std::string label = absl::StrCat(" ", Label(row), " ");
  std::string arrow(kMiddle, line);
  arrow.replace((kMiddle - label.size()) / 2, label.size(), label);
  (row.from == 0 ? arrow.back() : arrow.front()) = row.from == 0 ? '>' : '<';
  return arrow;
}

// Words at one side of the middle column.
std::string AtSide(size_t side, std::string_view words) {
  std::string text(kMiddle, ' ');
  const std::string shown = Shortened(words, kMiddle - 4);
  text.replace(side == 0 ? 2 : kMiddle - 2 - shown.size(), shown.size(), shown);
  return text;
}

std::string Queues(const LadderRow::Side& side) {
  if (!side.has_queues) return "";
  const bool gone =
      side.state == TcpState::kClosed || side.state == TcpState::kTimeWait;
  if (gone) return "-";
  return absl::StrCat(side.unread, "/", side.unacknowledged);
}

class Lines {
 public:
  explicit Lines(const std::vector<LadderRow>& rows) {
    for (const LadderRow& row : rows) {
      const size_t first = lines_.size();
      Add(row);
      if (lines_.size() == first) continue;
      Line& shows = Shows(first);
      shows.marked = row.marked;
      shows.decided = row.decided;
    }
  }
  std::vector<Line> Take() { return std::move(lines_); }

 private:
  void Add(const LadderRow& row) {
    switch (row.kind) {
      case Kind::kSegment:
        AddSegment(row);
        break;
      case Kind::kArrival:
        AddMention(row, "arrives");
        break;
      case Kind::kLoss:
        AddMention(row, "is lost");
        break;
      case Kind::kReleased:
        AddMention(row, "goes on");
        break;
      case Kind::kPlain:
        AddPlain(row);
        break;
    }
  }

  // The line with the call, else the last: it shows what came of it.
  Line& Shows(size_t first) {
    for (size_t i = first; i < lines_.size(); ++i) {
      if (lines_[i].app[0].empty() && lines_[i].app[1].empty()) continue;
      return lines_[i];
    }
    return lines_.back();
  }

  Line& New(Instant at, std::string middle) {
    Line& line = lines_.emplace_back();
    line.time = Milliseconds(at);
    line.middle = std::move(middle);
    return line;
  }

  static std::string StateWords(const LadderRow::Side& side) {
    return side.state.has_value() ? std::string(TcpStateName(*side.state)) : "";
  }
  static void SetCall(Line& line, const LadderRow& row, size_t side) {
    if (row.side[side].call != nullptr)
      line.app[side] = CallText(*row.side[side].call);
  }

  void AddSegment(const LadderRow& row) {
    const size_t from = row.from;
    const size_t to = row.to();
    const bool state_first = row.side[from].state.has_value();
    if (state_first) {
      Line& line = New(row.at, AtSide(from, StateWords(row.side[from])));
      SetCall(line, row, from);
      line.queues[from] = Queues(row.side[from]);
    }
    Line& line = New(row.at, Arrow(row));
    if (!state_first) {
      SetCall(line, row, from);
      line.queues[from] = Queues(row.side[from]);
    }
    if (!row.arrived) return;
    line.queues[to] = Queues(row.side[to]);
    if (row.side[to].state.has_value())
      New(row.arrived_at, AtSide(to, StateWords(row.side[to])));
  }

  void AddMention(const LadderRow& row, std::string_view what) {
    const size_t to = row.to();
    std::string words = absl::StrCat(row.number, " ", what.data());
    if (row.side[to].state.has_value())
      absl::StrAppend(&words, ": ", StateWords(row.side[to]));
    Line& line = New(row.at, AtSide(to, words));
    line.queues[to] = Queues(row.side[to]);
  }

  void AddPlain(const LadderRow& row) {
    for (size_t side = 0; side < 2; ++side) {
      const LadderRow::Side& at = row.side[side];
      if (!at.state.has_value() && at.call == nullptr && at.note == nullptr)
        continue;
      const std::string words = at.note != nullptr
                                    ? absl::StrCat("* ", at.note->text)
                                    : StateWords(at);
      Line& line = New(row.at, AtSide(side, words));
      SetCall(line, row, side);
      line.queues[side] = Queues(at);
    }
  }

  std::vector<Line> lines_;
};

// Lines [first, last) to show.
struct Span {
  size_t first = 0;
  size_t last = 0;
};

Span Shown(const std::vector<Line>& lines, size_t most) {
  Span span{0, lines.size()};
  if (most == 0 || lines.size() <= most) return span;
  span.first = lines.size() - most;
  for (size_t i = 0; i < span.first; ++i) {
    if (!lines[i].marked) continue;
    span.first = i > most / 2 ? i - most / 2 : 0;
    span.last = span.first + most;
    break;
  }
  return span;
}

class Table {
 public:
  Table(const std::vector<Line>& lines, Span span) {
    size_t left = 0;
    size_t right = 0;
    for (size_t i = span.first; i < span.last; ++i) {
      time_ = std::max(time_, lines[i].time.size());
      left = std::max(left, lines[i].app[0].size());
      right = std::max(
          right, lines[i].app[1].size() + (lines[i].marked ? kHere.size() : 0));
      for (const std::string& queues : lines[i].queues)
        queues_ = std::max(queues_, queues.size());
    }
    // What one side does not need, the other may have.
    const size_t both = kColumns - (time_ + 2 * queues_ + kMiddle + 7);
    const size_t spare = right < both / 2 ? both - std::max(right, kLeast) : 0;
    left_ = std::clamp(left, kLeast, std::max(both / 2, spare));
    right_ = both - left_;
  }

  std::string Text(const Line& line) const {
    const size_t room = right_ - (line.marked ? kHere.size() : 0);
    std::string text = absl::StrFormat(
        "%*s%c%*s %*s |%-*s| %-*s %s", static_cast<int>(time_), line.time,
        line.decided ? '*' : ' ', static_cast<int>(left_),
        ShortenedCall(line.app[0], left_), static_cast<int>(queues_),
        line.queues[0], static_cast<int>(kMiddle), line.middle,
        static_cast<int>(queues_), line.queues[1],
        ShortenedCall(line.app[1], room));
    text.erase(text.find_last_not_of(' ') + 1);
    if (line.marked) absl::StrAppend(&text, kHere.data());
    return text + "\n";
  }

 private:
  static constexpr size_t kLeast = 10;
  size_t time_ = 2;
  size_t queues_ = 5;
  size_t left_ = kLeast;
  size_t right_ = kLeast;
};

Line Heading(const HostNames& names) {
  Line heading;
  heading.time = "ms";
  heading.app = {absl::StrCat(Shortened(names[0], 12), " app"),
                 absl::StrCat(Shortened(names[1], 12), " app")};
  heading.queues = {"rq/sq", "rq/sq"};
  const std::string left = absl::StrCat(Shortened(names[0], 9), " TCP");
  const std::string right = absl::StrCat(Shortened(names[1], 9), " TCP");
  heading.middle =
      left + std::string(kMiddle - left.size() - right.size(), ' ');
  heading.middle += right;
  return heading;
}

std::string Omitted(size_t rows) {
  if (rows == 0) return "";
  return absl::StrCat("... ", rows, " rows omitted\n");
}

}  // namespace

std::string TimedLadder(const Trace& trace, const HostNames& names,
                        const TimedLadderOptions& options) {
  const std::vector<Line> lines =
      Lines(LadderRows(
                trace, options.handshake,
                {.mark = options.mark_event, .decided = options.decided_event}))
          .Take();
  const Span span = Shown(lines, options.max_rows);
  const Table table(lines, span);
  std::string text = table.Text(Heading(names));
  text += Omitted(span.first);
  for (size_t i = span.first; i < span.last; ++i) text += table.Text(lines[i]);
  text += Omitted(lines.size() - span.last);
  return text;
}

}  // namespace orderly
