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

// A call in packetdrill's words; empty: it has none for it.
std::string CallText(const Step& step, const std::string& result, int fd) {
  const bool number =
      !result.empty() &&
      std::all_of(result.begin(), result.end(),
                  [](char c) { return c >= '0' && c <= '9'; });
  const bool bytes = result.find(" bytes") != std::string::npos;
  std::string answer;
  if (number) {
    answer = result;
  } else if (bytes) {
    answer = result.substr(0, result.find(' '));
  } else if (result == "EOF" || result == "ok") {
    answer = "0";
  } else {
    answer = absl::StrCat("-1 ", result, " (failed)");
  }
  const std::string sock = absl::StrCat(fd);
  switch (step.op) {
    case Op::kSend:
      return absl::StrCat("send(", sock, ", ..., ", step.size,
                          ", MSG_DONTWAIT|MSG_NOSIGNAL) = ", answer);
    case Op::kReceive:
      return absl::StrCat("recv(", sock, ", ..., ", step.size,
                          ", MSG_DONTWAIT) = ", answer);
    case Op::kPeek:
      return absl::StrCat("recv(", sock, ", ..., ", step.size,
                          ", MSG_DONTWAIT|MSG_PEEK) = ", answer);
    case Op::kShutRead:
      return absl::StrCat("shutdown(", sock, ", SHUT_RD) = ", answer);
    case Op::kShutWrite:
      return absl::StrCat("shutdown(", sock, ", SHUT_WR) = ", answer);
    case Op::kShutBoth:
      return absl::StrCat("shutdown(", sock, ", SHUT_RDWR) = ", answer);
    case Op::kClose:
      return absl::StrCat("close(", sock, ") = 0");
    case Op::kLinger:
    case Op::kNoLinger:
      return absl::StrCat("setsockopt(", sock,
                          ", SOL_SOCKET, SO_LINGER, {onoff=",
                          step.op == Op::kLinger ? 1 : 0, ", linger=",
                          step.size, "}, 8) = 0");
    case Op::kNoDelay:
      return absl::StrCat("setsockopt(", sock,
                          ", SOL_TCP, TCP_NODELAY, [1], 4) = 0");
    case Op::kError:
      return absl::StrCat("getsockopt(", sock, ", SOL_SOCKET, SO_ERROR, [",
                          result, "], [4]) = 0");
    case Op::kPoll:
      return absl::StrCat(
          "poll([{fd=", sock, ", events=POLLIN|POLLOUT|POLLRDHUP, revents=",
          result == "0" ? "0"
                        : "POLL" + absl::StrReplaceAll(result, {{" ", "|POLL"}}),
          "}], 1, 0) = ", result == "0" ? 0 : 1);
    case Op::kInputQueue:
      return absl::StrCat("ioctl(", sock, ", SIOCINQ, [", answer, "]) = 0");
    case Op::kOutputQueue:
      return absl::StrCat("ioctl(", sock, ", SIOCOUTQ, [", answer, "]) = 0");
    default:
      return "";
  }
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
    step = at.op == Op::kSegment
               ? absl::StrCat("peer ", FlagLetters(at.flags),
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
    what = absl::StrCat("sends ", letters(host), ", the kernel ",
                        letters(kernel));
  else if (host.sent != kernel.sent)
    what = absl::StrCat("sends ", letters(host), " with other numbers");
  else
    what = absl::StrCat("is in ", host.state, ", the kernel in ", kernel.state);
  return absl::StrCat(before, ", ", step, ": ", what);
}

std::string ScriptText(const Difference& difference) {
  const Story& story = difference.story;
  std::string text = absl::StrCat(
      "// The kernel's answers; '!' is what the simulated host did instead.\n",
      "// ", std::string(OpeningName(story.opening)), "\n");
  const auto sent = [&text](const StepRecord& record) {
    for (const std::string& segment : record.sent_with_windows)
      absl::StrAppend(&text, "+0 > ", segment, "\n");
  };
  const bool listens = story.opening == Opening::kAccepted ||
                       story.opening == Opening::kSynReceived;
  absl::StrAppend(&text, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n");
  const int fd = listens ? 4 : 3;
  if (listens) {
    absl::StrAppend(&text,
                    "+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n"
                    "+0 bind(3, ..., ...) = 0\n+0 listen(3, 16) = 0\n"
                    "+0 < S 0:0(0) win 60000 <mss 1000>\n");
    absl::StrAppend(&text, "+0 > S. 0:0(0) ack 1 <...>\n");
    if (story.opening == Opening::kAccepted)
      absl::StrAppend(&text,
                      "+0 < . 1:1(0) ack 1 win 60000\n"
                      "+0 accept(3, ..., ...) = 4\n");
  } else {
    absl::StrAppend(&text,
                    "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n"
                    "+0 connect(3, ..., ...) = -1 EINPROGRESS (in progress)\n"
                    "+0 > S 0:0(0) <...>\n");
    if (story.opening == Opening::kConnected)
      absl::StrAppend(&text,
                      "+0 < S. 0:0(0) ack 1 win 60000 <mss 1000>\n"
                      "+0 > . 1:1(0) ack 1\n");
  }
  for (size_t i = 0; i < story.steps.size(); ++i) {
    const Step& step = story.steps[i];
    const StepRecord& kernel = difference.kernel[i + 1];
    if (step.op == Op::kSegment) {
      absl::StrAppend(&text, "+0 < ", kernel.injected, "\n");
    } else if (step.op == Op::kWait) {
      absl::StrAppend(&text, "// wait ", step.size, " ms\n");
    } else if (step.op == Op::kAccept) {
      absl::StrAppend(&text, "+0 accept(3, ..., ...) = 4\n");
    } else {
      const std::string call = CallText(step, kernel.result, fd);
      absl::StrAppend(&text, call.empty() ? "// " : "+0 ",
                      call.empty() ? StepText(step) : call, "\n");
    }
    sent(kernel);
    if (i + 1 == difference.step)
      absl::StrAppend(&text, "// ! ", What(difference.host[i + 1]),
                      "\n// the kernel: ", What(kernel), "\n");
  }
  return text;
}

}  // namespace orderly::conform
