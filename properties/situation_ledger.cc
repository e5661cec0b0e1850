#include "properties/situation_ledger.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace orderly {
namespace {

constexpr absl::string_view kFirstLine = "situation-ledger 1";

// What every search of an ending has to see: each state that a close goes
// through, with what can surprise it there.
struct Transition {
  TcpState state;
  Happening happening;
};
constexpr Transition kRequired[] = {
    {TcpState::kEstablished, Happening::kFin},
    {TcpState::kEstablished, Happening::kReset},
    {TcpState::kEstablished, Happening::kSentAgain},
    {TcpState::kFinWait1, Happening::kAck},
    {TcpState::kFinWait1, Happening::kData},
    {TcpState::kFinWait1, Happening::kFin},
    {TcpState::kFinWait1, Happening::kReset},
    {TcpState::kFinWait1, Happening::kSentAgain},
    {TcpState::kFinWait2, Happening::kData},
    {TcpState::kFinWait2, Happening::kFin},
    {TcpState::kFinWait2, Happening::kReset},
    {TcpState::kCloseWait, Happening::kSend},
    {TcpState::kCloseWait, Happening::kReset},
    {TcpState::kCloseWait, Happening::kEndRead},
    {TcpState::kCloseWait, Happening::kClose},
    {TcpState::kLastAck, Happening::kAck},
    {TcpState::kLastAck, Happening::kSentAgain},
    {TcpState::kClosing, Happening::kAck},
    {TcpState::kTimeWait, Happening::kFin},
};

std::optional<Situation> ParseSituation(absl::string_view name) {
  for (int i = 0; i < kSituationCount; ++i) {
    const auto situation = static_cast<Situation>(i);
    if (name == absl::string_view(std::string(SituationName(situation))))
      return situation;
  }
  return std::nullopt;
}

absl::Status BadLine(size_t line, absl::string_view expected) {
  return absl::InvalidArgumentError(
      absl::StrCat("line ", line, ": expected ", expected));
}

}  // namespace

void SituationLedger::Add(const Situations& run) {
  ++runs_;
  for (int i = 0; i < kSituationCount; ++i) {
    if (run.reached(static_cast<Situation>(i))) ++named_[i];
  }
  for (const Situations::Reached& reached : run.cells()) ++cells_[reached.cell];
}

void SituationLedger::Add(const SituationLedger& other) {
  if (runs_ == 0) {
    row_ = other.row_;
  } else if (row_ != other.row_) {
    row_.clear();
  }
  runs_ += other.runs_;
  for (size_t i = 0; i < named_.size(); ++i) named_[i] += other.named_[i];
  for (size_t i = 0; i < cells_.size(); ++i) cells_[i] += other.cells_[i];
}

absl::Status SituationLedger::Merge(const SituationLedger& other) {
  if (!row_.empty() && !other.row_.empty() && row_ != other.row_) {
    return absl::InvalidArgumentError(
        absl::StrCat("it is of row '", other.row_,
                     "', and what is before it "
                     "of row '",
                     row_, "'; merge those of one row"));
  }
  if (other.runs_ > kMostRuns - runs_) {
    return absl::InvalidArgumentError(
        absl::StrCat("it makes more than ", kMostRuns, " runs"));
  }
  Add(other);
  return absl::OkStatus();
}

int SituationLedger::cells_reached() const {
  return static_cast<int>(std::count_if(cells_.begin(), cells_.end(),
                                        [](uint64_t n) { return n > 0; }));
}

uint64_t SituationLedger::Sum(TcpState state, Happening happening) const {
  uint64_t sum = 0;
  for (const Side side : {Side::kClient, Side::kServer}) {
    for (int phase = 0; phase < kPhaseCount; ++phase) {
      sum += of(Cell{side, state, happening, static_cast<Phase>(phase)});
    }
  }
  return sum;
}

std::vector<std::string> SituationLedger::Missing() const {
  std::vector<std::string> missing;
  for (int i = 0; i < kSituationCount; ++i) {
    if (named_[i] == 0)
      missing.emplace_back(SituationName(static_cast<Situation>(i)));
  }
  for (const Transition& required : kRequired) {
    if (Sum(required.state, required.happening) > 0) continue;
    missing.push_back(
        absl::StrCat(std::string(TcpStateName(required.state)), " x ",
                     std::string(HappeningName(required.happening))));
  }
  return missing;
}

std::string SituationLedger::Summary() const {
  std::string text;
  for (int i = 0; i < kSituationCount; ++i) {
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    std::string(SituationName(static_cast<Situation>(i))), " ",
                    named_[i], named_[i] == 0 ? " (!)" : "");
  }
  for (const std::string& missing : Missing()) {
    if (!ParseSituation(missing))
      absl::StrAppend(&text, ", ", missing, " 0 (!)");
  }
  absl::StrAppend(&text, "; ", cells_reached(), " cells");
  return text;
}

std::string SituationLedger::Table() const {
  std::string text = absl::StrFormat("%-13s", "");
  for (int s = 0; s < kTcpStateCount; ++s) {
    absl::StrAppendFormat(&text, "%13s",
                          std::string(TcpStateName(static_cast<TcpState>(s))));
  }
  absl::StrAppend(&text, "\n");
  for (int h = 0; h < kHappeningCount; ++h) {
    const auto happening = static_cast<Happening>(h);
    absl::StrAppendFormat(&text, "%-13s",
                          std::string(HappeningName(happening)));
    for (int s = 0; s < kTcpStateCount; ++s) {
      const uint64_t sum = Sum(static_cast<TcpState>(s), happening);
      absl::StrAppendFormat(&text, "%13s",
                            sum == 0 ? std::string(".") : absl::StrCat(sum));
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

std::string SituationLedger::ToText() const {
  std::string text = absl::StrCat(kFirstLine, "\nruns ", runs_, "\n");
  if (!row_.empty()) absl::StrAppend(&text, "row ", row_, "\n");
  for (int i = 0; i < kSituationCount; ++i) {
    if (named_[i] == 0) continue;
    absl::StrAppend(&text, named_[i], " ",
                    std::string(SituationName(static_cast<Situation>(i))),
                    "\n");
  }
  for (uint16_t id = 0; id < kCellCount; ++id) {
    if (cells_[id] == 0) continue;
    absl::StrAppend(&text, cells_[id], " ", CellName(CellOf(id)), "\n");
  }
  return text;
}

absl::Status SituationLedger::TakeLine(size_t line, absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(' ', 1));
  uint64_t count = 0;
  if (!absl::SimpleAtoi(parts.first, &count) || count == 0)
    return BadLine(line, "a number of runs, and what they reached");
  if (count > runs_)
    return BadLine(line,
                   absl::StrCat("at most the ", runs_, " runs of line 2"));
  uint64_t* reached = nullptr;
  if (const auto situation = ParseSituation(parts.second)) {
    reached = &named_[static_cast<size_t>(*situation)];
  } else if (const auto cell =
                 ParseCell({parts.second.data(), parts.second.size()})) {
    reached = &cells_[CellId(*cell)];
  } else {
    return BadLine(line,
                   "a situation, or a cell as \"server FIN-WAIT-1 x RST, "
                   "final\"");
  }
  if (*reached != 0) {
    return BadLine(line, absl::StrCat("each once, and \"", parts.second,
                                      "\" is there before it"));
  }
  *reached = count;
  return absl::OkStatus();
}

absl::StatusOr<SituationLedger> SituationLedger::FromText(
    std::string_view text) {
  std::vector<absl::string_view> lines =
      absl::StrSplit(absl::string_view(text.data(), text.size()), '\n');
  for (absl::string_view& line : lines) absl::ConsumeSuffix(&line, "\r");
  SituationLedger ledger;
  if (lines[0] != kFirstLine) return BadLine(1, "\"situation-ledger 1\"");
  if (lines.size() < 2 || !absl::ConsumePrefix(&lines[1], "runs ") ||
      !absl::SimpleAtoi(lines[1], &ledger.runs_)) {
    return BadLine(2, "\"runs\" and a number");
  }
  if (ledger.runs_ > kMostRuns)
    return BadLine(2, absl::StrCat("at most ", kMostRuns, " runs"));
  size_t next = 2;
  if (next < lines.size() && absl::ConsumePrefix(&lines[next], "row ")) {
    ledger.row_ = std::string(lines[next]);
    ++next;
  }
  for (; next < lines.size(); ++next) {
    if (lines[next].empty() && next + 1 == lines.size()) break;
    const absl::Status status = ledger.TakeLine(next + 1, lines[next]);
    if (!status.ok()) return status;
  }
  return ledger;
}

}  // namespace orderly
