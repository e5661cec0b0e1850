#include "drill/command.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace orderly::drill {
namespace {

using Words = std::vector<std::string>;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// The words of the simple commands of a text; quotes hold words together,
// $( ) and | do not end a command.
std::vector<Words> SimpleCommands(std::string_view text) {
  std::vector<Words> commands(1);
  std::string word;
  bool some = false;
  const auto end_word = [&] {
    if (some) commands.back().push_back(std::exchange(word, ""));
    some = false;
  };
  char quote = '\0';
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      some = true;
    } else if (c == '\\' && text.substr(i).starts_with("\\\n")) {
      end_word();
      ++i;
    } else if (c == '\n' || c == ';' ||
               (c == '&' && text.substr(i).starts_with("&&"))) {
      end_word();
      commands.emplace_back();
      if (c == '&') ++i;
    } else if (IsSpace(c)) {
      end_word();
    } else if (c == '#' && !some) {
      while (i + 1 < text.size() && text[i + 1] != '\n') ++i;
    } else {
      word += c;
      some = true;
    }
  }
  end_word();
  return commands;
}

// net/ipv4/x, /proc/sys/net/ipv4/x -> net.ipv4.x
std::string SysctlName(std::string_view name) {
  constexpr std::string_view kProc = "/proc/sys/";
  if (name.starts_with(kProc)) name.remove_prefix(kProc.size());
  std::string dotted(name);
  for (char& c : dotted) {
    if (c == '/') c = '.';
  }
  return dotted;
}

// name=value, from the second word on.
bool Assignments(const Words& words, std::vector<Step>& steps) {
  for (size_t i = 1; i < words.size(); ++i) {
    if (words[i].starts_with('-')) continue;
    if (words[i].starts_with('>') || words[i].starts_with("2>")) break;
    const size_t equals = words[i].find('=');
    if (equals == std::string::npos) return false;
    steps.emplace_back(Sysctl{SysctlName(words[i].substr(0, equals)),
                              words[i].substr(equals + 1)});
  }
  return true;
}

std::optional<TcpState> StateOfSs(std::string_view name) {
  constexpr std::pair<std::string_view, TcpState> kStates[] = {
      {"established", TcpState::kEstablished},
      {"syn-sent", TcpState::kSynSent},
      {"syn-recv", TcpState::kSynReceived},
      {"fin-wait-1", TcpState::kFinWait1},
      {"fin-wait-2", TcpState::kFinWait2},
      {"time-wait", TcpState::kTimeWait},
      {"close-wait", TcpState::kCloseWait},
      {"last-ack", TcpState::kLastAck},
      {"listening", TcpState::kListen},
      {"listen", TcpState::kListen},
      {"closing", TcpState::kClosing}};
  for (const auto& [known, state] : kStates) {
    if (known == name) return state;
  }
  return std::nullopt;
}

// test|[ $(ss -FLAGS state STATE | wc -l) =|-eq N []]
std::optional<StateProbe> Probe(const Words& words) {
  const std::string text = absl::StrJoin(words, " ");
  if (text.find("$(ss ") == std::string::npos ||
      text.find("| wc -l)") == std::string::npos)
    return std::nullopt;
  StateProbe probe;
  bool found = false;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == "state") {
      const std::optional<TcpState> state = StateOfSs(words[i + 1]);
      if (!state.has_value()) return std::nullopt;
      probe.state = *state;
      found = true;
    }
    if (words[i] != "=" && words[i] != "==" && words[i] != "-eq") continue;
    const std::string& number = words[i + 1];
    const auto [end, error] = std::from_chars(
        number.data(), number.data() + number.size(), probe.expected);
    if (error != std::errc() || end != number.data() + number.size() || !found)
      return std::nullopt;
    return probe;
  }
  return std::nullopt;
}

bool IsKnownCounter(std::string_view name) {
  return name == "TcpExtBeyondWindow" || name == "TcpExtTCPRcvQDrop";
}

std::optional<int64_t> NumberIn(std::string_view word) {
  while (!word.empty() && IsSpace(word.front())) word.remove_prefix(1);
  while (!word.empty() && IsSpace(word.back())) word.remove_suffix(1);
  int64_t number = 0;
  const auto [end, error] =
      std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size())
    return std::nullopt;
  return number;
}

// nstat | grep NAME | grep -q N
bool Counter(const Words& words, std::vector<Step>& steps) {
  const bool probe = words.size() == 8 && words[1] == "|" &&
                     words[2] == "grep" && words[4] == "|" &&
                     words[5] == "grep" && words[6] == "-q";
  const std::optional<int64_t> number =
      probe ? NumberIn(words[7]) : std::nullopt;
  if (!number.has_value() || !IsKnownCounter(words[3])) return false;
  steps.emplace_back(CounterProbe{words[3], *number});
  return true;
}

// ip link set dev tun0 mtu N; ip tcp_metrics
bool Ip(const Words& words, std::vector<Step>& steps) {
  if (words.size() == 7 && words[1] == "link" && words[5] == "mtu") {
    const std::optional<int64_t> mtu = NumberIn(words[6]);
    if (!mtu.has_value() || *mtu < 68 || *mtu > 0xffff) return false;
    steps.emplace_back(LinkMtu{static_cast<uint32_t>(*mtu)});
    return true;
  }
  return std::find(words.begin(), words.end(), "tcp_metrics") != words.end();
}

// ss ... [state STATE] ... | grep ...: one connection at least is in the state.
std::optional<SomeInState> Some(const Words& words) {
  if (std::find(words.begin(), words.end(), "grep") == words.end())
    return std::nullopt;
  const auto state = std::find(words.begin(), words.end(), "state");
  if (state == words.end()) return SomeInState();
  if (state + 1 == words.end()) return std::nullopt;
  std::string name = *(state + 1);
  for (char& c : name) c = static_cast<char>(std::tolower(c));
  const std::optional<TcpState> known = StateOfSs(name);
  if (!known.has_value()) return std::nullopt;
  return SomeInState{*known};
}

bool Contains(const Words& words, std::string_view word) {
  for (const std::string& w : words) {
    if (w == word) return true;
  }
  return false;
}

// A queue of no length loses everything; any other sends at once.
void Queue(const Words& words, std::vector<Step>& steps) {
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == "limit" && words[i + 1] == "0")
      steps.emplace_back(DropAll{});
  }
}

// Whether it is known. A command that writes its result into nothing has none.
bool Meaning(const Words& words, std::vector<Step>& steps) {
  if (words.empty()) return true;
  const std::string& name = words[0];
  const std::string program = name.substr(name.rfind('/') + 1);
  if (program == "true" || program == ":" || program == "sleep") return true;
  if (program == "defaults.sh") {
    steps.emplace_back(DefaultsPreset{});
    return true;
  }
  if (program.starts_with("sysctl_restore")) return true;
  if (program == "sysctl" || program == "set_sysctls.py")
    return Assignments(words, steps);
  if (program == "echo" && words.size() == 4 && words[2] == ">" &&
      words[3].starts_with("/proc/sys/")) {
    steps.emplace_back(Sysctl{SysctlName(words[3]), words[1]});
    return true;
  }
  // What it is without the script.
  if (program == "echo" && words.size() == 4 && words[1] == "3" &&
      words[3] == "/sys/module/tcp_cubic/parameters/hystart_detect")
    return true;
  if (program == "test" || program == "[") {
    const std::optional<StateProbe> probe = Probe(words);
    if (probe.has_value()) steps.emplace_back(*probe);
    return probe.has_value();
  }
  if (program == "tc" && Contains(words, "qdisc")) {
    Queue(words, steps);
    return true;
  }
  if (program == "ip") return Ip(words, steps);
  if (program == "nstat") return !Contains(words, "|") || Counter(words, steps);
  if (program == "ss") {
    const std::optional<SomeInState> some = Some(words);
    if (some.has_value()) steps.emplace_back(*some);
    return some.has_value();
  }
  return program == "ethtool" && Contains(words, "-K");
}

}  // namespace

absl::StatusOr<std::vector<Step>> StepsOf(std::string_view command) {
  std::vector<Step> steps;
  for (const Words& words : SimpleCommands(command)) {
    if (!Meaning(words, steps))
      return absl::UnimplementedError(
          absl::StrCat("the command `", absl::StrJoin(words, " "), "`"));
  }
  return steps;
}

}  // namespace orderly::drill
