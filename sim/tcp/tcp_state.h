#ifndef ORDERLY_SIM_TCP_TCP_STATE_H_
#define ORDERLY_SIM_TCP_TCP_STATE_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace orderly {

// RFC 9293, 3.3.2.
enum class TcpState : uint8_t {
  kClosed,
  kListen,
  kSynSent,
  kSynReceived,
  kEstablished,
  kFinWait1,
  kFinWait2,
  kCloseWait,
  kClosing,
  kLastAck,
  kTimeWait,
};
inline constexpr int kTcpStateCount = 11;

// What moves a connection from one state to another.
enum class TcpEvent : uint8_t {
  kListen,      // passive OPEN
  kConnect,     // active OPEN: SYN sent
  kSynArrived,  // SYN without ACK: a listener's child, or a simultaneous open
  kSynAckArrived,
  kSynAcked,   // our SYN is acknowledged
  kFinQueued,  // CLOSE or SHUT_WR: Linux moves when the FIN is queued, not when
               // it is sent
  kFinAcked,   // everything is acknowledged, our FIN included
  kFinArrived,  // the peer's FIN, in order
  kGone,        // RST, abort, time-out, or the end of TIME-WAIT
};
inline constexpr int kTcpEventCount = 9;

// "CLOSED", "FIN-WAIT-1", ...: RFC 9293's names.
std::string_view TcpStateName(TcpState state);
std::string_view TcpEventName(TcpEvent event);

// The one transition table (RFC 9293, figure 5, with Linux's moment for the
// FIN). nullopt: that event cannot happen in that state.
std::optional<TcpState> Next(TcpState state, TcpEvent event);

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_TCP_STATE_H_
