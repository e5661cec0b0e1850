#include "conform/difference.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "sim/wire/notation.h"

namespace orderly::conform {
namespace {

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

bool Simpler(Step& step) {
  if (step.op == Op::kSegment) {
    if (step.window != 60000) {
      step.window = 60000;
      return true;
    }
    if (step.ack_offset != 0) {
      step.ack_offset = 0;
      return true;
    }
    if (step.ack_base != AckBase::kAll) {
      step.ack_base = AckBase::kAll;
      return true;
    }
  }
  if (step.size > 10 && step.op != Op::kWait) {
    step.size = step.size > 1000 ? 1000 : 10;
    return true;
  }
  return false;
}

// What a call returned, in packetdrill's words.
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

// A call in packetdrill's words; empty: it has none for it.
std::string CallText(const Step& step, const std::string& result,
                     const std::string& fd) {
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
      return absl::StrCat("ioctl(", fd, ", SIOCINQ, [", answer, "]) = 0");
    case Op::kOutputQueue:
      return absl::StrCat("ioctl(", fd, ", SIOCOUTQ, [", answer, "]) = 0");
    case Op::kUnsentQueue:
    case Op::kAccept:
    case Op::kSegment:
    case Op::kWait:
      return "";
  }
  return "";
}

std::string PeerOptions(uint8_t offers) {
  std::string text = "mss 1000";
  if ((offers & kOfferSack) != 0) absl::StrAppend(&text, ",sackOK");
  if ((offers & kOfferTimestamps) != 0)
    absl::StrAppend(&text, ",TS val 1000001 ecr 0");
  if ((offers & kOfferScaling) != 0) absl::StrAppend(&text, ",wscale 7");
  return text;
}

std::string OpeningText(const Story& story) {
  const Opening opening = story.opening;
  const std::string options = PeerOptions(story.offers);
  const bool listens =
      opening == Opening::kAccepted || opening == Opening::kSynReceived;
  std::string text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n";
  if (listens) {
    absl::StrAppend(&text,
                    "+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n"
                    "+0 bind(3, ..., ...) = 0\n+0 listen(3, 16) = 0\n"
                    "+0 < S 0:0(0) win 60000 <",
                    options, ">\n", "+0 > S. 0:0(0) ack 1 <...>\n");
  } else {
    absl::StrAppend(&text,
                    "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n"
                    "+0 connect(3, ..., ...) = -1 EINPROGRESS (in progress)\n"
                    "+0 > S 0:0(0) <...>\n");
  }
  if (opening == Opening::kAccepted) {
    absl::StrAppend(&text,
                    "+0 < . 1:1(0) ack 1 win 60000\n"
                    "+0 accept(3, ..., ...) = 4\n");
  }
  if (opening == Opening::kConnected) {
    absl::StrAppend(&text, "+0 < S. 0:0(0) ack 1 win 60000 <", options, ">\n",
                    "+0 > . 1:1(0) ack 1 <...>\n");
  }
  return text;
}

std::string StepLine(const Step& step, const StepRecord& kernel,
                     const std::string& fd) {
  if (step.op == Op::kSegment) return "+0 < " + kernel.injected;
  if (step.op == Op::kAccept) return "+0 accept(3, ..., ...) = 4";
  const std::string call =
      step.op == Op::kWait ? "" : CallText(step, kernel.result, fd);
  return call.empty() ? "// " + StepText(step) : "+0 " + call;
}

}  // namespace

std::optional<Difference> FindDifference(const Story& story, Stack& host,
                                         Stack& kernel) {
  Difference difference{story, 0, Play(story, host), Play(story, kernel)};
  for (; difference.step < difference.host.size(); ++difference.step) {
    if (!(difference.host[difference.step] ==
          difference.kernel[difference.step]))
      return difference;
  }
  return std::nullopt;
}

Difference Shrink(const Difference& difference, Stack& host, Stack& kernel) {
  Difference best = difference;
  best.story.steps.resize(std::min(best.story.steps.size(), best.step));
  const auto try_it = [&](const Story& story) {
    const auto found = FindDifference(story, host, kernel);
    if (!found.has_value()) return false;
    best = *found;
    best.story.steps.resize(std::min(best.story.steps.size(), best.step));
    return true;
  };
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (size_t i = best.story.steps.size(); i-- > 0;) {
      if (i >= best.story.steps.size()) continue;
      Story trial = best.story;
      trial.steps.erase(trial.steps.begin() + static_cast<std::ptrdiff_t>(i));
      smaller |= try_it(trial);
    }
    for (size_t i = 0; i < best.story.steps.size(); ++i) {
      Story trial = best.story;
      if (Simpler(trial.steps[i])) smaller |= try_it(trial);
    }
  }
  (void)try_it(best.story);
  return best;
}

std::string KindOf(const Difference& difference) {
  const std::string before =
      difference.step == 0 ? std::string(OpeningName(difference.story.opening))
                           : difference.kernel[difference.step - 1].state;
  std::string step = "the opening";
  if (difference.step > 0) {
    const Step& at = difference.story.steps[difference.step - 1];
    step = at.op == Op::kSegment ? absl::StrCat("peer ", FlagLetters(at.flags),
                                                at.size > 0 ? " with data" : "")
                                 : StepText(at);
  }
  const StepRecord& host = difference.host[difference.step];
  const StepRecord& kernel = difference.kernel[difference.step];
  const auto letters = [](const StepRecord& record) {
    std::vector<std::string> flags;
    for (const std::string& sent : record.sent)
      flags.push_back(sent.substr(0, sent.find(' ')));
    return flags.empty() ? std::string("nothing") : absl::StrJoin(flags, " ");
  };
  std::string what;
  if (host.result != kernel.result)
    what = absl::StrCat("answers '", host.result, "', the kernel '",
                        kernel.result, "'");
  else if (letters(host) != letters(kernel))
    what =
        absl::StrCat("sends ", letters(host), ", the kernel ", letters(kernel));
  else if (host.sent != kernel.sent)
    what = absl::StrCat("sends ", letters(host), " with other numbers");
  else
    what = absl::StrCat("is in ", host.state, ", the kernel in ", kernel.state);
  return absl::StrCat(before, ", ", step, ": ", what);
}

std::string ScriptText(const Difference& difference) {
  const Story& story = difference.story;
  const bool listens = story.opening == Opening::kAccepted ||
                       story.opening == Opening::kSynReceived;
  std::string text = absl::StrCat(
      "// The kernel's answers; '!' is what the simulated host did instead.\n",
      OpeningText(story));
  for (size_t i = 0; i < story.steps.size(); ++i) {
    const StepRecord& kernel = difference.kernel[i + 1];
    absl::StrAppend(
        &text, StepLine(story.steps[i], kernel, listens ? "4" : "3"), "\n");
    for (const std::string& segment : kernel.sent_with_windows)
      absl::StrAppend(&text, "+0 > ", segment, "\n");
    if (i + 1 == difference.step)
      absl::StrAppend(&text, "// ! ", What(difference.host[i + 1]),
                      "\n// the kernel: ", What(kernel), "\n");
  }
  return text;
}

}  // namespace orderly::conform
