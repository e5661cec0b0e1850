#ifndef ORDERLY_SIM_PROCESS_CALL_H_
#define ORDERLY_SIM_PROCESS_CALL_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace orderly {

// What a process calls. In the digest of a trace by number: add at the end.
enum class Call : uint8_t {
  kSocket,
  kBind,
  kListen,
  kAccept,
  kConnect,
  kGetSockName,
  kGetPeerName,
  kSetSockOpt,
  kGetSockOpt,
  kShutdown,
  kRecv,
  kSend,
  kClose,
  kDup,
  kFcntl,
  kIoctl,
  kPoll,
  kSelect,
  kClock,
  kSleep,
  kRandom,
  kExit,
  kRaise,
  kSignal,
  kFork,
  kOwn,          // of the harness
  kUnsupported,  // a libc call that is not simulated
  kPause,        // not a call: preempted before one
};
inline constexpr int kCallCount = 28;

// "socket", "bind", ...
std::string_view CallName(Call call);

// Bytes as a reader would type them, in quotes; the first 40.
std::string Quoted(std::string_view bytes);

}  // namespace orderly

#endif  // ORDERLY_SIM_PROCESS_CALL_H_
