#include "sim/process/call.h"

#include <cstring>

namespace orderly {

std::string_view CallName(Call call) {
  switch (call) {
    case Call::kSocket:
      return "socket";
    case Call::kBind:
      return "bind";
    case Call::kListen:
      return "listen";
    case Call::kAccept:
      return "accept";
    case Call::kConnect:
      return "connect";
    case Call::kGetSockName:
      return "getsockname";
    case Call::kGetPeerName:
      return "getpeername";
    case Call::kSetSockOpt:
      return "setsockopt";
    case Call::kGetSockOpt:
      return "getsockopt";
    case Call::kShutdown:
      return "shutdown";
    case Call::kRecv:
      return "recv";
    case Call::kSend:
      return "send";
    case Call::kClose:
      return "close";
    case Call::kDup:
      return "dup";
    case Call::kFcntl:
      return "fcntl";
    case Call::kIoctl:
      return "ioctl";
    case Call::kPoll:
      return "poll";
    case Call::kSelect:
      return "select";
    case Call::kClock:
      return "clock_gettime";
    case Call::kSleep:
      return "sleep";
    case Call::kRandom:
      return "getrandom";
    case Call::kExit:
      return "exit";
    case Call::kRaise:
      return "raise";
    case Call::kSignal:
      return "signal";
    case Call::kFork:
      return "fork";
    case Call::kOwn:
      return "harness";
    case Call::kUnsupported:
      return "unsupported";
    case Call::kPause:
      return "pause";
  }
  return "?";
}

std::string Quoted(std::string_view bytes) {
  constexpr size_t kMost = 40;
  std::string text = "\"";
  for (const char c : bytes.substr(0, kMost)) {
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c >= ' ' && c <= '~' ? c : '?';
    }
  }
  text += bytes.size() > kMost ? "\"..." : "\"";
  return text;
}

std::string_view ErrorName(int error) {
  const char* name = strerrorname_np(error);
  return name == nullptr ? "?" : name;
}

}  // namespace orderly
