#include "report/ladder.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "report/call_text.h"
#include "report/ladder_rows.h"
#include "sim/tcp/tcp_state.h"
#include "sim/wire/notation.h"

namespace orderly {
namespace {

using Kind = LadderRow::Kind;
using Mark = LadderRow::Mark;

constexpr size_t kLeftWidth = 12;  // "SYN-RECEIVED"
constexpr size_t kMarkWidth = 5;   // " held"

std::string_view MarkText(Mark mark) {
  switch (mark) {
    case Mark::kNone:
      return "";
    case Mark::kHeld:
      return "held";
    case Mark::kLost:
      return "lost";
    case Mark::kTwice:
      return "x2";
  }
  return "";
}

void PadTo(std::string& line, size_t column, char with = ' ') {
  if (line.size() < column) line.append(column - line.size(), with);
}

std::string StateText(const LadderRow::Side& side) {
  return side.state.has_value() ? std::string(TcpStateName(*side.state)) : "";
}

class Renderer {
 public:
  explicit Renderer(const std::vector<LadderRow>& rows) {
    for (const LadderRow& row : rows) {
      if (row.segment != nullptr)
        flags_ = std::max(flags_, FlagLetters(row.segment->flags).size());
    }
    for (const LadderRow& row : rows) {
      if (row.kind == Kind::kSegment)
        label_ = std::max(label_, Label(row).size());
    }
  }

  // Where the right host's states begin.
  size_t right() const { return kLeftWidth + label_ + 4 + kMarkWidth; }

  // A row, of one or more lines.
  std::string Text(const LadderRow& row) const {
    std::string text;
    for (size_t side = 0; side < 2; ++side) {
      const LadderRow::Side& at = row.side[side];
      if (at.call != nullptr) AppendLine(text, side, CallText(*at.call));
      if (at.note != nullptr)
        AppendLine(text, side, absl::StrCat("* ", at.note->text));
    }
    switch (row.kind) {
      case Kind::kSegment:
        absl::StrAppend(&text, row.from == 0 ? ToTheRight(row) : ToTheLeft(row),
                        "\n");
        break;
      case Kind::kArrival:
        absl::StrAppend(&text, Mention(row, StateText(row.side[row.to()])),
                        "\n");
        break;
      case Kind::kLoss:
        absl::StrAppend(&text, Mention(row, "lost"), "\n");
        break;
      case Kind::kReleased:
        absl::StrAppend(&text, Mention(row, "released"), "\n");
        break;
      case Kind::kPlain:
        for (size_t side = 0; side < 2; ++side) {
          if (row.side[side].state.has_value())
            AppendLine(text, side, StateText(row.side[side]));
        }
        break;
    }
    return text;
  }

 private:
  std::string Label(const LadderRow& row) const {
    std::string letters = FlagLetters(row.segment->flags);
    PadTo(letters, flags_);
    std::string label =
        absl::StrCat("[", row.number, "] ", letters, " ", row.seq, ":",
                     row.seq + row.segment->size, "(", row.segment->size, ")");
    if ((row.segment->flags & kAck) != 0)
      absl::StrAppend(&label, " ack ", row.ack);
    return label;
  }

  void AppendLine(std::string& text, size_t side,
                  std::string_view words) const {
    std::string line;
    if (side == 1) PadTo(line, right());
    absl::StrAppend(&text, line, absl::string_view(words.data(), words.size()),
                    "\n");
  }

  std::string ToTheRight(const LadderRow& row) const {
    std::string line = StateText(row.side[0]);
    PadTo(line, kLeftWidth);
    std::string label = Label(row);
    PadTo(label, label_, '-');
    absl::StrAppend(&line, "--", label, "->");
    const std::string_view mark = MarkText(row.mark);
    if (!mark.empty()) absl::StrAppend(&line, " ", mark.data());
    const std::string state = StateText(row.side[1]);
    if (state.empty()) return line;
    PadTo(line, right());
    return line + state;
  }

  std::string ToTheLeft(const LadderRow& row) const {
    std::string line = StateText(row.side[0]);
    const std::string_view mark = MarkText(row.mark);
    if (!mark.empty()) {
      line.assign(kLeftWidth - 1 - mark.size(), ' ');
      line += mark;
    }
    PadTo(line, kLeftWidth);
    std::string label = Label(row);
    PadTo(label, label_, '-');
    absl::StrAppend(&line, "<-", label, "--");
    const std::string state = StateText(row.side[1]);
    if (state.empty()) return line;
    PadTo(line, right());
    return line + state;
  }

  // "[1]" at the receiver's side, with what it led to or what became of it.
  std::string Mention(const LadderRow& row, const std::string& words) const {
    const std::string number = absl::StrCat("[", row.number, "]");
    std::string line;
    if (row.to() == 0) {
      line = words;
      PadTo(line, kLeftWidth);
      return line + number;
    }
    PadTo(line, right() - 2 - number.size());
    line += number;
    if (words.empty()) return line;
    return absl::StrCat(line, "  ", words);
  }

  size_t flags_ = 2;
  size_t label_ = 12;
};

}  // namespace

std::string Ladder(const Trace& trace, const LadderOptions& options) {
  const std::vector<LadderRow> rows = LadderRows(trace, options.handshake);
  const Renderer renderer(rows);
  std::string text = "\n" + options.names[0];
  PadTo(text, 1 + std::max(renderer.right(), options.names[0].size() + 1));
  absl::StrAppend(&text, options.names[1], "\n");
  const size_t half = options.max_rows / 2;
  const bool too_many = options.max_rows > 0 && rows.size() > 2 * half + 1;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (too_many && i == half) {
      const size_t omitted = rows.size() - 2 * half;
      absl::StrAppend(&text, "... ", omitted, " rows omitted\n");
      i += omitted;
      if (i == rows.size()) break;
    }
    text += renderer.Text(rows[i]);
  }
  return text;
}

}  // namespace orderly
