// The transition table, every pair of state and event once.
#include "sim/tcp/tcp_state.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace orderly {
namespace {

constexpr auto kCl = TcpState::kClosed;
constexpr auto kLi = TcpState::kListen;
constexpr auto kSS = TcpState::kSynSent;
constexpr auto kSR = TcpState::kSynReceived;
constexpr auto kEs = TcpState::kEstablished;
constexpr auto kF1 = TcpState::kFinWait1;
constexpr auto kF2 = TcpState::kFinWait2;
constexpr auto kCW = TcpState::kCloseWait;
constexpr auto kCi = TcpState::kClosing;
constexpr auto kLA = TcpState::kLastAck;
constexpr auto kTW = TcpState::kTimeWait;

struct Arrow {
  TcpState from;
  TcpEvent event;
  TcpState to;
};

// RFC 9293, figure 5, arrow by arrow; a FIN moves when it is queued.
constexpr Arrow kArrows[] = {
    {kCl, TcpEvent::kListen, kLi},         // passive OPEN
    {kCl, TcpEvent::kConnect, kSS},        // active OPEN, snd SYN
    {kCl, TcpEvent::kSynArrived, kSR},     // a listener's child
    {kLi, TcpEvent::kListen, kLi},         // listen() again
    {kSS, TcpEvent::kSynArrived, kSR},     // simultaneous open
    {kSS, TcpEvent::kSynAckArrived, kEs},  // rcv SYN,ACK
    {kSR, TcpEvent::kSynAcked, kEs},       // rcv ACK of SYN
    {kSR, TcpEvent::kFinQueued, kF1},      // CLOSE
    {kSR, TcpEvent::kFinArrived, kCW},     // rcv FIN
    {kEs, TcpEvent::kFinQueued, kF1},      // CLOSE
    {kEs, TcpEvent::kFinArrived, kCW},     // rcv FIN
    {kF1, TcpEvent::kSynAcked, kF1},       // closed before the SYN was acked
    {kF1, TcpEvent::kFinAcked, kF2},       // rcv ACK of FIN
    {kF1, TcpEvent::kFinArrived, kCi},     // rcv FIN
    {kF2, TcpEvent::kFinArrived, kTW},     // rcv FIN
    {kCW, TcpEvent::kFinQueued, kLA},      // CLOSE
    {kCi, TcpEvent::kFinAcked, kTW},       // rcv ACK of FIN
    {kLA, TcpEvent::kFinAcked, kCl},       // rcv ACK of FIN
};

std::optional<TcpState> Expected(TcpState state, TcpEvent event) {
  // Any connection can be gone.
  if (event == TcpEvent::kGone) return kCl;
  for (const Arrow& arrow : kArrows) {
    if (arrow.from == state && arrow.event == event) return arrow.to;
  }
  return std::nullopt;
}

TEST(TcpStateTest, EveryPairOfStateAndEventIsAnArrowOrImpossible) {
  for (int s = 0; s < kTcpStateCount; ++s) {
    for (int e = 0; e < kTcpEventCount; ++e) {
      const auto state = static_cast<TcpState>(s);
      const auto event = static_cast<TcpEvent>(e);
      EXPECT_EQ(Next(state, event), Expected(state, event))
          << TcpStateName(state) << ", " << TcpEventName(event);
    }
  }
}

TEST(TcpStateTest, NamesAreTheRfcs) {
  EXPECT_EQ(TcpStateName(kCl), "CLOSED");
  EXPECT_EQ(TcpStateName(kSR), "SYN-RECEIVED");
  EXPECT_EQ(TcpStateName(kF1), "FIN-WAIT-1");
  EXPECT_EQ(TcpStateName(kTW), "TIME-WAIT");
  EXPECT_EQ(TcpEventName(TcpEvent::kFinQueued), "FIN queued");
  EXPECT_EQ(TcpEventName(TcpEvent::kGone), "gone");
}

}  // namespace
}  // namespace orderly
