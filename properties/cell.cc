#include "properties/cell.h"

#include "absl/strings/str_cat.h"
#include "sim/base/check.h"

namespace orderly {
namespace {

std::string_view SideName(Side side) {
  switch (side) {
    case Side::kClient:
      return "client";
    case Side::kServer:
      return "server";
  }
  return "?";
}

}  // namespace

std::string_view HappeningName(Happening happening) {
  switch (happening) {
    case Happening::kSyn:
      return "SYN";
    case Happening::kAck:
      return "ACK";
    case Happening::kData:
      return "data";
    case Happening::kFin:
      return "FIN";
    case Happening::kReset:
      return "RST";
    case Happening::kZeroWindow:
      return "window 0";
    case Happening::kLost:
      return "lost";
    case Happening::kSentAgain:
      return "sent again";
    case Happening::kSend:
      return "send()";
    case Happening::kRecv:
      return "recv()";
    case Happening::kEndRead:
      return "recv() = 0";
    case Happening::kFailed:
      return "error";
    case Happening::kShutdown:
      return "shutdown()";
    case Happening::kClose:
      return "close()";
    case Happening::kEnded:
      return "process ends";
  }
  return "?";
}

std::string_view PhaseName(Phase phase) {
  switch (phase) {
    case Phase::kTalking:
      return "talking";
    case Phase::kGoodbye:
      return "goodbye";
    case Phase::kFinal:
      return "final";
    case Phase::kRuptured:
      return "ruptured";
    case Phase::kEnded:
      return "ended";
  }
  return "?";
}

Cell CellOf(uint16_t id) {
  SIM_CHECK(id < kCellCount);
  int rest = id;
  Cell cell;
  cell.phase = static_cast<Phase>(rest % kPhaseCount);
  rest /= kPhaseCount;
  cell.happening = static_cast<Happening>(rest % kHappeningCount);
  rest /= kHappeningCount;
  cell.state = static_cast<TcpState>(rest % kTcpStateCount);
  cell.side = static_cast<Side>(rest / kTcpStateCount);
  return cell;
}

std::string CellName(const Cell& cell) {
  return absl::StrCat(std::string(SideName(cell.side)), " ",
                      std::string(TcpStateName(cell.state)), " x ",
                      std::string(HappeningName(cell.happening)), ", ",
                      std::string(PhaseName(cell.phase)));
}

std::optional<Cell> ParseCell(std::string_view name) {
  for (uint16_t id = 0; id < kCellCount; ++id) {
    const Cell cell = CellOf(id);
    if (CellName(cell) == name) return cell;
  }
  return std::nullopt;
}

}  // namespace orderly
