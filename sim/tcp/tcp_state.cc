#include "sim/tcp/tcp_state.h"

#include <array>

namespace orderly {
namespace {

constexpr std::array<std::string_view, kTcpStateCount> kStateNames = {
    "CLOSED",      "LISTEN",     "SYN-SENT",   "SYN-RECEIVED",
    "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT",
    "CLOSING",     "LAST-ACK",   "TIME-WAIT"};

constexpr std::array<std::string_view, kTcpEventCount> kEventNames = {
    "listen",          "connect",     "SYN arrived",
    "SYN-ACK arrived", "SYN acked",   "FIN queued",
    "FIN acked",       "FIN arrived", "gone"};

constexpr int8_t kNo = -1;
constexpr int8_t Cell(TcpState state) { return static_cast<int8_t>(state); }
constexpr int8_t kCl = Cell(TcpState::kClosed);
constexpr int8_t kLi = Cell(TcpState::kListen);
constexpr int8_t kSS = Cell(TcpState::kSynSent);
constexpr int8_t kSR = Cell(TcpState::kSynReceived);
constexpr int8_t kEs = Cell(TcpState::kEstablished);
constexpr int8_t kF1 = Cell(TcpState::kFinWait1);
constexpr int8_t kF2 = Cell(TcpState::kFinWait2);
constexpr int8_t kCW = Cell(TcpState::kCloseWait);
constexpr int8_t kCi = Cell(TcpState::kClosing);
constexpr int8_t kLA = Cell(TcpState::kLastAck);
constexpr int8_t kTW = Cell(TcpState::kTimeWait);

// clang-format off
constexpr int8_t kTable[kTcpStateCount][kTcpEventCount] = {
    //            listen connect SYN  SYN-ACK SYN-acked FIN-queued FIN-acked FIN-arrived gone
    /*CLOSED*/   { kLi,   kSS,   kSR,  kNo,    kNo,      kNo,       kNo,      kNo,        kCl},
    /*LISTEN*/   { kLi,   kNo,   kNo,  kNo,    kNo,      kNo,       kNo,      kNo,        kCl},
    /*SYN-SENT*/ { kNo,   kNo,   kSR,  kEs,    kNo,      kNo,       kNo,      kNo,        kCl},
    /*SYN-RCVD*/ { kNo,   kNo,   kNo,  kNo,    kEs,      kF1,       kNo,      kCW,        kCl},
    /*ESTAB*/    { kNo,   kNo,   kNo,  kNo,    kNo,      kF1,       kNo,      kCW,        kCl},
    /*FIN-W-1*/  { kNo,   kNo,   kNo,  kNo,    kF1,      kNo,       kF2,      kCi,        kCl},
    /*FIN-W-2*/  { kNo,   kNo,   kNo,  kNo,    kNo,      kNo,       kNo,      kTW,        kCl},
    /*CLOSE-W*/  { kNo,   kNo,   kNo,  kNo,    kNo,      kLA,       kNo,      kNo,        kCl},
    /*CLOSING*/  { kNo,   kNo,   kNo,  kNo,    kNo,      kNo,       kTW,      kNo,        kCl},
    /*LAST-ACK*/ { kNo,   kNo,   kNo,  kNo,    kNo,      kNo,       kCl,      kNo,        kCl},
    /*TIME-W*/   { kNo,   kNo,   kNo,  kNo,    kNo,      kNo,       kNo,      kNo,        kCl},
};
// clang-format on

}  // namespace

std::string_view TcpStateName(TcpState state) {
  return kStateNames[static_cast<size_t>(state)];
}
std::string_view TcpEventName(TcpEvent event) {
  return kEventNames[static_cast<size_t>(event)];
}

std::optional<TcpState> Next(TcpState state, TcpEvent event) {
  const int8_t next =
      kTable[static_cast<size_t>(state)][static_cast<size_t>(event)];
  if (next == kNo) return std::nullopt;
  return static_cast<TcpState>(next);
}

}  // namespace orderly
