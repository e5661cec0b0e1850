#ifndef ORDERLY_PROPERTIES_CELL_H_
#define ORDERLY_PROPERTIES_CELL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "properties/side.h"
#include "sim/tcp/tcp_state.h"

namespace orderly {

// What happens to a connection: first what arrives, then what becomes of what
// it sent, then what its process does.
enum class Happening : uint8_t {
  kSyn,
  kAck,   // of nothing else
  kData,  // with a FIN or without
  kFin,   // alone
  kReset,
  kZeroWindow,  // of any of these: the peer's buffer is full
  kLost,        // a segment of this side is lost
  kSentAgain,   // a segment of this side is a retransmission
  kSend,
  kRecv,
  kEndRead,  // recv() said 0
  kFailed,   // a call was told an error of the connection
  kShutdown,
  kClose,
  kEnded,  // exit(), a kill, or a signal
};
inline constexpr int kHappeningCount = 15;

// How far a side is with its goodbye, by what it told its ledger.
enum class Phase : uint8_t {
  kTalking,
  kGoodbye,  // client: said it; server: heard it
  kFinal,    // client: heard the last message; server: sent it
  kRuptured,
  kEnded,  // its process is gone
};
inline constexpr int kPhaseCount = 5;

// One cell of the situation ledger: TCP state x event x protocol phase, of one
// side.
struct Cell {
  Side side = Side::kClient;
  TcpState state = TcpState::kClosed;
  Happening happening = Happening::kSyn;
  Phase phase = Phase::kTalking;

  friend bool operator==(const Cell&, const Cell&) = default;
};
inline constexpr int kCellCount =
    kSideCount * kTcpStateCount * kHappeningCount * kPhaseCount;

// 0 ... kCellCount - 1, and back.
constexpr uint16_t CellId(const Cell& cell) {
  int id = static_cast<int>(cell.side);
  id = id * kTcpStateCount + static_cast<int>(cell.state);
  id = id * kHappeningCount + static_cast<int>(cell.happening);
  return static_cast<uint16_t>(id * kPhaseCount + static_cast<int>(cell.phase));
}
Cell CellOf(uint16_t id);

// "RST", "close()", ...
std::string_view HappeningName(Happening happening);
std::string_view PhaseName(Phase phase);
// "server FIN-WAIT-1 x RST, final"
std::string CellName(const Cell& cell);
std::optional<Cell> ParseCell(std::string_view name);

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_CELL_H_
