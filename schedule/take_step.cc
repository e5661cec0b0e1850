#include "schedule/take_step.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sim/base/error_name.h"
#include "sim/process/call.h"
#include "sim/process/process.h"

namespace orderly {
namespace {

SegmentName TakeSegment(Words& words) {
  SegmentName name;
  name.from_client = words.TakeOneOf({"c>s", "s>c"}, "a direction") == 0;
  if (words.AtQuoted()) {
    name.text = words.TakeQuoted();
  } else {
    std::vector<std::string_view> kinds;
    for (int i = 0; i < kSegmentKindCount; ++i)
      kinds.push_back(SegmentKindName(static_cast<SegmentKind>(i)));
    name.kind = static_cast<SegmentKind>(
        words.TakeOneOf(kinds, "a kind of segment or a text in quotes"));
  }
  name.nth = words.TakeCount();
  if (words.Take("again")) name.again = words.TakeCount();
  return name;
}

std::string TakeText(Words& words) {
  return words.AtQuoted() ? words.TakeQuoted() : "";
}

// Those that no program of a session makes, and what is none.
bool IsForeign(Call call) {
  return call == Call::kOwn || call == Call::kUnsupported ||
         call == Call::kPause || call == Call::kRaise ||
         call == Call::kSignal || call == Call::kFork;
}

// Calls before or in which something is decided. A process that returns makes
// no call of exit().
std::vector<std::string_view> DecidedCalls() {
  std::vector<std::string_view> calls = {"fsync"};  // the journal's
  for (int i = 0; i < kCallCount; ++i) {
    const auto call = static_cast<Call>(i);
    if (IsForeign(call) || call == Call::kExit) continue;
    calls.push_back(CallName(call));
    if (call == Call::kClose) calls.push_back(kCloseListener);
  }
  return calls;
}

// Calls that a trace tells of.
std::vector<std::string_view> ToldCalls() {
  std::vector<std::string_view> calls = DecidedCalls();
  for (const Call call : {Call::kFcntl, Call::kClock, Call::kRandom,
                          Call::kGetSockName, Call::kGetPeerName}) {
    calls.erase(std::find(calls.begin(), calls.end(), CallName(call)));
  }
  calls.push_back(CallName(Call::kExit));
  return calls;
}

std::string TakeCallOf(Words& words,
                       const std::vector<std::string_view>& calls) {
  for (const std::string_view reads : {"read", "readv", "recvmsg"}) {
    if (words.Take(reads))
      words.RefuseLast("'recv', as all is called that reads");
  }
  for (const std::string_view writes : {"write", "writev", "sendmsg"}) {
    if (words.Take(writes))
      words.RefuseLast("'send', as all is called that writes");
  }
  return std::string(calls[words.TakeOneOf(calls, "a call")]);
}

NamedCall TakeCall(Words& words) {
  NamedCall name;
  name.call = TakeCallOf(words, DecidedCalls());
  if (words.AtQuoted() && name.call != CallName(Call::kSend))
    words.Refuse("a number: before a call, only of a send the text is known");
  name.text = TakeText(words);
  name.nth = words.TakeCount();
  return name;
}

CallPlace TakePlace(Words& words) {
  CallPlace place;
  place.call = TakeCall(words);
  if (words.Take("after")) place.after = TakeCall(words);
  return place;
}

NetStep TakeFate(Words& words, size_t verb) {
  NetStep step;
  if (verb == 0) step.fate = Fate::kDrop;
  if (verb == 1) step.fate = Fate::kDuplicate;
  if (verb == 2) {
    const std::vector<Fate> delays = {Fate::kDelayShort, Fate::kDelayMedium,
                                      Fate::kDelayLong};
    std::vector<std::string> times;
    for (const Fate delay : delays) times.push_back(DelayText(delay));
    step.fate = delays[words.TakeOneOf({times.begin(), times.end()}, "a time")];
  }
  if (verb == 3) {
    step.fate = Fate::kOutage;
    words.Expect(DelayText(Fate::kOutage));
  }
  step.segment = TakeSegment(words);
  return step;
}

StepWords TakeNet(Words& words) {
  const size_t verb =
      words.TakeOneOf({"lose", "repeat", "delay", "outage", "deliver"},
                      "what the network does");
  if (verb == 4) return DeliverStep{TakeSegment(words)};
  return TakeFate(words, verb);
}

// "80ms": which of them, from 1.
uint32_t TakeMillis(Words& words, std::span<const int> all) {
  std::vector<std::string> times;
  for (const int millis : all) times.push_back(absl::StrCat(millis, "ms"));
  return 1 + static_cast<uint32_t>(
                 words.TakeOneOf({times.begin(), times.end()}, "a time"));
}

StepWords TakeCallStep(Words& words, Site site) {
  CallStep step;
  step.site = site;
  step.process = TakeWho(words);
  if (site == Site::kPause) {
    step.value = TakeMillis(words, kPauseMillis);
  } else if (site == Site::kInterrupt || site == Site::kSpurious) {
    step.value = TakeMillis(words, kMomentMillis);
  } else if (site != Site::kKill && site != Site::kNoMemory) {
    step.value = 1 + static_cast<uint32_t>(
                         words.TakeOneOf({"half", "1-byte"}, "how much"));
  }
  words.Expect(site == Site::kPause || site == Site::kKill ? "before" : "at");
  step.place = TakePlace(words);
  return step;
}

StepWords TakeTurn(Words& words) {
  TurnStep step;
  step.process = TakeWho(words);
  words.Expect("first");
  words.Expect("at");
  if (!words.Take("start")) step.place = TakePlace(words);
  if (words.Take("turn")) step.turn = words.TakeCount();
  return step;
}

StepWords TakeStrike(Words& words, std::string_view verb) {
  StrikeStep step;
  std::vector<std::string> names;  // behind the verb
  std::vector<Strike> strikes;
  for (const Strike strike : kAllStrikes) {
    const std::string_view name = StrikeName(strike);
    if (!name.starts_with(verb)) continue;
    names.emplace_back(name.substr(verb.size() + 1));
    strikes.push_back(strike);
  }
  step.strike = strikes[words.TakeTextOf(
      names, absl::StrCat("what strikes (", absl::StrJoin(names, ", "), ")"))];
  words.Expect("after");
  switch (words.TakeOneOf({"start", "net", "client", "server"},
                          "what it strikes after")) {
    case 0:
      break;
    case 1:
      words.Expect("deliver");
      step.segment = TakeSegment(words);
      break;
    case 2:
      step.process = Who::kClient;
      step.call = TakePlace(words);
      break;
    default:
      step.process = Who::kServer;
      step.call = TakePlace(words);
  }
  if (words.Take("event")) step.event = words.TakeCount();
  return step;
}

StepWords TakeChoice(Words& words) {
  const std::string text = words.TakeWord("a decision, as a token has it");
  const absl::StatusOr<Tape> tape = Tape::FromText(text);
  if (!tape.ok() || tape->size() != 1) {
    words.RefuseLast("one decision, as a token has it: random.1.0=3/65536");
    return ChoiceStep{};
  }
  return ChoiceStep{tape->steps().front()};
}

// What this program's TCP and its calls fail with.
constexpr std::array kErrors = {
    EACCES,       EADDRINUSE,   EADDRNOTAVAIL, EAGAIN,       EBADF,
    ECONNABORTED, ECONNREFUSED, ECONNRESET,    EHOSTUNREACH, EINPROGRESS,
    EINTR,        EINVAL,       EISCONN,       EMFILE,       ENETUNREACH,
    ENOBUFS,      ENOPROTOOPT,  ENOTCONN,      EPIPE,        EPROTO,
    ETIMEDOUT};

// What else a call may be told with. Numbers and addresses: any.
std::vector<std::string> DetailsOf(std::string_view call) {
  if (call == "recv") return {"end"};
  if (call == "shutdown") return {"SHUT_RD", "SHUT_WR", "SHUT_RDWR"};
  if (call == "ioctl") return {"SIOCINQ", "SIOCOUTQ", "SIOCOUTQNSD"};
  if (call == "getsockopt") return {"SO_ERROR"};
  return {};
}

std::string TakeDetail(Words& words, std::string_view call) {
  const bool takes_number =
      call == "listen" || call == "exit" || call == "bind" || call == "connect";
  std::vector<std::string> details = DetailsOf(call);
  for (const int error : kErrors) details.push_back(ErrorName(error));
  if (takes_number && words.AtNumber()) return words.TakeWord("a number");
  return details[words.TakeOneOf({details.begin(), details.end()},
                                 "what the call returned")];
}

StepWords TakeSaid(Words& words, Who process) {
  SaidStep step;
  step.process = process;
  step.call = TakeCallOf(words, ToldCalls());
  if (words.AtQuoted() && step.call != "send" && step.call != "recv")
    words.Refuse("the end of the line: only send and recv have a text");
  step.text = TakeText(words);
  if (!words.empty()) step.detail = TakeDetail(words, step.call);
  return step;
}

}  // namespace

Who TakeWho(Words& words) {
  return words.TakeOneOf({"client", "server"}, "who") == 0 ? Who::kClient
                                                           : Who::kServer;
}

std::optional<StepWords> TakeStep(Words& words) {
  if (words.Take("net")) return TakeNet(words);
  for (const Site site :
       {Site::kKill, Site::kPause, Site::kShortRead, Site::kShortWrite,
        Site::kInterrupt, Site::kSpurious, Site::kNoMemory}) {
    if (words.Take(SiteName(site))) return TakeCallStep(words, site);
  }
  if (words.Take("run")) return TakeTurn(words);
  for (const std::string_view verb : {"forge", "power", "cut"}) {
    if (words.Take(verb)) return TakeStrike(words, verb);
  }
  if (words.Take("choice")) return TakeChoice(words);
  if (words.Take("client")) return TakeSaid(words, Who::kClient);
  if (words.Take("server")) return TakeSaid(words, Who::kServer);
  return std::nullopt;
}

}  // namespace orderly
