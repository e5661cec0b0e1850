#include "conform/script_text.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "sim/wire/notation.h"
#include "sim/wire/tcp_options.h"

namespace orderly::conform {
namespace {

// What the stories are told with (KernelStack, KernelConfig).
constexpr std::string_view kSettings =
    "`sysctl -q net.ipv4.tcp_congestion_control=reno "
    "net.ipv4.tcp_invalid_ratelimit=0 net.ipv4.tcp_early_retrans=0 "
    "net.ipv4.tcp_comp_sack_nr=0 net.ipv4.tcp_autocorking=0 "
    "net.ipv4.tcp_ecn=0 net.ipv4.tcp_slow_start_after_idle=1 "
    "net.ipv4.tcp_rmem=\"4096 131072 33554432\" "
    "net.ipv4.tcp_wmem=\"4096 16384 4194304\"`\n";

// What a call returned.
std::string ReturnText(const std::string& result) {
  const bool number = !result.empty() &&
                      std::all_of(result.begin(), result.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  if (number) return result;
  if (result.find(" bytes") != std::string::npos)
    return result.substr(0, result.find(' '));
  if (result == "EOF" || result == "ok" || result == "waits") return "0";
  return absl::StrCat("-1 ", result, " (failed)");
}

std::string PollText(const std::string& fd, const std::string& result) {
  const bool none = result == "0";
  const std::string bits =
      none ? "0" : "POLL" + absl::StrReplaceAll(result, {{" ", "|POLL"}});
  return absl::StrCat("poll([{fd=", fd,
                      ", events=POLLIN|POLLOUT|POLLRDHUP, revents=", bits,
                      "}], 1, 0) = ", none ? 0 : 1);
}

std::string OptionText(const Step& step, const std::string& fd) {
  if (step.op == Op::kNoDelay)
    return absl::StrCat("setsockopt(", fd,
                        ", SOL_TCP, TCP_NODELAY, [1], 4) = 0");
  return absl::StrCat("setsockopt(", fd, ", SOL_SOCKET, SO_LINGER, {onoff=",
                      step.op == Op::kLinger ? 1 : 0, ", linger=", step.size,
                      "}, 8) = 0");
}

std::string QueueText(std::string_view request, const std::string& fd,
                      const std::string& result) {
  const std::string answer = ReturnText(result);
  const bool failed = answer.front() == '-';
  return absl::StrCat("ioctl(", fd, ", ", std::string(request), ", [",
                      failed ? "0" : answer, "]) = ", failed ? answer : "0");
}

// Empty: there is no descriptor, or packetdrill has no words for it.
std::string CallText(const Step& step, const std::string& result,
                     const std::string& fd) {
  if (result == "-") return "";
  const std::string answer = ReturnText(result);
  const auto bytes = [&](const char* name, const char* flags) {
    return absl::StrCat(name, "(", fd, ", ..., ", step.size, ", ", flags,
                        ") = ", answer);
  };
  const auto shut = [&](const char* how) {
    return absl::StrCat("shutdown(", fd, ", ", how, ") = ", answer);
  };
  switch (step.op) {
    case Op::kSend:
      return bytes("send", "MSG_DONTWAIT|MSG_NOSIGNAL");
    case Op::kReceive:
      return bytes("recv", "MSG_DONTWAIT");
    case Op::kPeek:
      return bytes("recv", "MSG_DONTWAIT|MSG_PEEK");
    case Op::kShutRead:
      return shut("SHUT_RD");
    case Op::kShutWrite:
      return shut("SHUT_WR");
    case Op::kShutBoth:
      return shut("SHUT_RDWR");
    case Op::kClose:
      return absl::StrCat("close(", fd, ") = 0");
    case Op::kLinger:
    case Op::kNoLinger:
    case Op::kNoDelay:
      return OptionText(step, fd);
    case Op::kError:
      return absl::StrCat("getsockopt(", fd, ", SOL_SOCKET, SO_ERROR, [",
                          result, "], [4]) = 0");
    case Op::kPoll:
      return PollText(fd, result);
    case Op::kInputQueue:
      return QueueText("SIOCINQ", fd, result);
    case Op::kOutputQueue:
      // SIOCOUTQ, for which packetdrill has no name.
      return QueueText("0x5411", fd, result);
    case Op::kAccept:
      return absl::StrCat("accept(3, ..., ...) = ",
                          result == "ok" ? "4" : answer);
    case Op::kUnsentQueue:
    case Op::kSegment:
    case Op::kWait:
      return "";
  }
  return "";
}

// A SYN's options: what the peer offers, or what the host answers with.
std::string SynOptions(uint8_t offers, uint16_t mss, int8_t scale,
                       uint32_t stamp, uint32_t echo) {
  TcpOptions options;
  options.mss = mss;
  options.sack_permitted = (offers & kOfferSack) != 0;
  options.timestamps = (offers & kOfferTimestamps) != 0;
  options.timestamp = stamp;
  options.echoed = echo;
  if ((offers & kOfferScaling) != 0) options.window_scale = scale;
  return absl::StrCat("<", OptionsText(options, SeqNum()), ">");
}

std::string OpeningText(const Story& story) {
  const Opening opening = story.opening;
  const std::string peers =
      SynOptions(story.offers, kPeerMss, kPeerScale, kFirstStamp, 0);
  const std::string answer =
      SynOptions(story.offers, kHostMss, kHostScale, 0, kFirstStamp);
  const bool stamps = (story.offers & kOfferTimestamps) != 0;
  const auto stamp = [&](uint32_t value, uint32_t echo) {
    return stamps ? absl::StrCat(" <nop,nop,TS val ", value, " ecr ", echo, ">")
                  : "";
  };
  std::string text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n";
  if (opening == Opening::kAccepted || opening == Opening::kSynReceived) {
    absl::StrAppend(&text,
                    "+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n"
                    "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n"
                    "+0 bind(3, ..., ...) = 0\n+0 listen(3, 16) = 0\n"
                    "+0 < S 0:0(0) win 60000 ",
                    peers, "\n+0 > S. 0:0(0) ack 1 ", answer, "\n");
  } else {
    absl::StrAppend(&text,
                    "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n"
                    "+0 connect(3, ..., ...) = -1 EINPROGRESS (in progress)\n"
                    "+0 > S 0:0(0) <mss ",
                    kHostMss, ",sackOK,TS val 0 ecr 0,nop,wscale ",
                    static_cast<int>(kHostScale), ">\n");
  }
  if (opening == Opening::kAccepted) {
    absl::StrAppend(&text, "+0 < . 1:1(0) ack 1 win 60000",
                    stamp(kFirstStamp + 1, 0),
                    "\n+0 accept(3, ..., ...) = 4\n");
  }
  if (opening == Opening::kConnected) {
    absl::StrAppend(&text, "+0 < S. 0:0(0) ack 1 win 60000 ", peers,
                    "\n+0 > . 1:1(0) ack 1", stamp(0, kFirstStamp), "\n");
  }
  return text;
}

std::string Sent(const StepRecord& record) {
  return record.sent.empty() ? "nothing" : absl::StrJoin(record.sent, ", ");
}

std::string What(const StepRecord& record) {
  std::string text;
  if (!record.result.empty()) absl::StrAppend(&text, "'", record.result, "', ");
  absl::StrAppend(&text, Sent(record));
  if (record.state != "-") absl::StrAppend(&text, ", ", record.state);
  return text;
}

std::string Text(const Story& story, const Record& record,
                 const Difference* difference) {
  const bool listens = story.opening == Opening::kAccepted ||
                       story.opening == Opening::kSynReceived;
  std::string text = absl::StrCat(std::string(kSettings), OpeningText(story));
  std::string when = "+0";
  uint32_t linger = 0;
  for (size_t i = 0; i < story.steps.size(); ++i) {
    const Step& step = story.steps[i];
    const StepRecord& at = record[i + 1];
    if (step.op == Op::kWait) {
      // What was due came meanwhile.
      when = at.sent.empty()
                 ? absl::StrCat("+", static_cast<double>(step.size) / 1000)
                 : "*";
    } else {
      if (step.op == Op::kLinger) linger = step.size;
      if (at.result == "waits") absl::StrAppend(&when, "...", linger);
      const std::string line =
          step.op == Op::kSegment
              ? "< " + at.injected
              : CallText(step, at.result, listens ? "4" : "3");
      if (line.empty()) {
        absl::StrAppend(&text, "// ", StepText(step), "\n");
      } else {
        absl::StrAppend(&text, std::exchange(when, "+0"), " ", line, "\n");
      }
    }
    for (const std::string& segment : at.sent)
      absl::StrAppend(&text, std::exchange(when, "+0"), " > ", segment, "\n");
    if (difference != nullptr && i + 1 == difference->step)
      absl::StrAppend(&text, "// ! ", What(difference->host[i + 1]),
                      "\n// the kernel: ", What(at), "\n");
  }
  return text;
}

}  // namespace

std::string ScriptText(const Story& story, const Record& record) {
  return Text(story, record, nullptr);
}

std::string ScriptText(const Difference& difference) {
  return "// The kernel's answers; '!' is what the simulated host did "
         "instead.\n" +
         Text(difference.story, difference.kernel, &difference);
}

}  // namespace orderly::conform
