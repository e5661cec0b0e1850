#include "tools/style/banned_names.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace style {
namespace {

using Paths = std::vector<std::string_view>;

bool StartsWithAny(std::string_view path, const Paths& prefixes) {
  return std::any_of(
      prefixes.begin(), prefixes.end(),
      [path](std::string_view prefix) { return path.starts_with(prefix); });
}

enum class Match {
  kName,    // a component of a qualified name: `mt19937` in std::mt19937
  kCall,    // the same, called, and not as a member: `rand(`
  kFull,    // the qualified name begins with these components: `std::hash`
  kSuffix,  // a name in std that ends so: `_distribution`
};

struct Ban {
  Match match;
  std::string_view name;
  std::string_view instead;
  Paths only = {};    // Path prefixes; empty: everywhere.
  Paths except = {};  // Path prefixes.
};

constexpr std::string_view kUseChoices =
    "Choices::Below: chance comes in as a decision of the run";
constexpr std::string_view kUseInstant =
    "an Instant passed in: virtual time comes in as an argument";
constexpr std::string_view kUseOrdered =
    "std::vector, or std::map with value keys: order is explicit";

// Places where real time is the point: how long a person or a budget waits.
const Paths& RealTimeFolders() {
  static const Paths folders = {"bench/", "cli/progress",
                                "properties/search_budget"};
  return folders;
}

// Code that is written as applications are, and the names behind its calls.
const Paths& PosixFolders() {
  static const Paths folders = {"sim/posix/", "protocol/", "tests/sim/posix/",
                                "tests/protocol/", "examples/"};
  return folders;
}

const std::vector<Ban>& Bans() {
  static const std::vector<Ban> bans = {
      {Match::kCall, "rand", kUseChoices},
      {Match::kCall, "srand", kUseChoices},
      {Match::kFull, "std::rand", kUseChoices},
      {Match::kName, "random_device", kUseChoices},
      {Match::kName, "mt19937", kUseChoices},
      {Match::kName, "mt19937_64", kUseChoices},
      {Match::kName, "default_random_engine", kUseChoices},
      {Match::kSuffix, "_distribution", kUseChoices},
      {Match::kFull, "std::shuffle", kUseChoices},
      {Match::kName, "BitGen", kUseChoices},
      {Match::kName, "system_clock", kUseInstant, {}, RealTimeFolders()},
      {Match::kName, "steady_clock", kUseInstant, {}, RealTimeFolders()},
      {Match::kName,
       "high_resolution_clock",
       kUseInstant,
       {},
       RealTimeFolders()},
      {Match::kName, "gettimeofday", kUseInstant, {}, PosixFolders()},
      {Match::kName, "clock_gettime", kUseInstant, {}, PosixFolders()},
      {Match::kName, "unordered_map", kUseOrdered},
      {Match::kName, "unordered_set", kUseOrdered},
      {Match::kName, "flat_hash_map", kUseOrdered, {"sim/"}},
      {Match::kName, "flat_hash_set", kUseOrdered, {"sim/"}},
      {Match::kName, "node_hash_map", kUseOrdered, {"sim/"}},
      {Match::kName, "node_hash_set", kUseOrdered, {"sim/"}},
      {Match::kFull, "std::hash", "a fingerprint of values, as Trace has"},
      {Match::kName, "__DATE__",
       "nothing: a build is a function of its inputs"},
      {Match::kName, "__TIME__",
       "nothing: a build is a function of its inputs"},
      {Match::kCall, "assert", "SIM_CHECK: it is always on"},
  };
  return bans;
}

bool IsWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// One qualified name in a line of code, and what stands around it.
struct Name {
  std::string_view text;  // std::chrono::steady_clock
  bool is_called;         // `(` follows.
  bool is_member;         // `.` or `->` precedes.
};

std::vector<Name> NamesIn(std::string_view line) {
  std::vector<Name> names;
  size_t at = 0;
  while (at < line.size()) {
    if (!IsWord(line[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < line.size() &&
           (IsWord(line[end]) ||
            (line.substr(end).starts_with("::") && end + 2 < line.size()))) {
      end += IsWord(line[end]) ? 1 : 2;
    }
    const std::string_view before = line.substr(0, at);
    const size_t next = line.find_first_not_of(' ', end);
    names.push_back({line.substr(at, end - at),
                     next != std::string_view::npos && line[next] == '(',
                     before.ends_with('.') || before.ends_with("->")});
    at = end;
  }
  return names;
}

bool HasComponent(std::string_view qualified, std::string_view component) {
  while (true) {
    const size_t end = qualified.find("::");
    if (qualified.substr(0, end) == component) return true;
    if (end == std::string_view::npos) return false;
    qualified.remove_prefix(end + 2);
  }
}

std::string_view LastComponent(std::string_view qualified) {
  const size_t colons = qualified.rfind("::");
  return colons == std::string_view::npos ? qualified
                                          : qualified.substr(colons + 2);
}

bool Matches(const Ban& ban, const Name& name) {
  switch (ban.match) {
    case Match::kName:
      return HasComponent(name.text, ban.name);
    case Match::kCall:
      return name.is_called && !name.is_member &&
             (name.text == ban.name ||
              name.text == "std::" + std::string(ban.name));
    case Match::kFull:
      return name.text == ban.name ||
             name.text.starts_with(std::string(ban.name) + "::");
    case Match::kSuffix:
      return name.text.starts_with("std::") &&
             LastComponent(name.text).ends_with(ban.name);
  }
  return false;
}

bool Applies(const Ban& ban, std::string_view path) {
  return (ban.only.empty() || StartsWithAny(path, ban.only)) &&
         !StartsWithAny(path, ban.except);
}

std::string Message(std::string_view banned, std::string_view instead) {
  return "`" + std::string(banned) + "` is banned; use " + std::string(instead);
}

// `%p`, with flags and width or without; `%%p` is a percent sign and a p.
bool PrintsAnAddress(std::string_view literals) {
  for (size_t at = literals.find('%'); at < literals.size();
       at = literals.find('%', at)) {
    const size_t letter = literals.find_first_not_of("-+#0123456789.*", at + 1);
    if (letter == std::string_view::npos) return false;
    if (literals[letter] == 'p') return true;
    at = letter + 1;
  }
  return false;
}

bool IncludesTheSimulator(std::string_view raw) {
  if (!raw.starts_with("#include")) return false;
  const size_t open = raw.find_first_of("\"<");
  return open != std::string_view::npos &&
         raw.substr(open + 1).starts_with("sim/");
}

}  // namespace

std::vector<Finding> FindBannedNames(std::string_view path,
                                     const SourceText& source) {
  std::vector<const Ban*> bans;
  for (const Ban& ban : Bans()) {
    if (Applies(ban, path)) bans.push_back(&ban);
  }
  std::vector<Finding> findings;
  for (size_t i = 0; i < source.code.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    for (const Name& name : NamesIn(source.code[i])) {
      const auto ban = std::find_if(
          bans.begin(), bans.end(),
          [&name](const Ban* candidate) { return Matches(*candidate, name); });
      if (ban == bans.end()) continue;
      findings.push_back({line, Message(name.text, (*ban)->instead)});
    }
    if (!path.starts_with("tools/style/") &&
        PrintsAnAddress(source.literals[i])) {
      findings.push_back(
          {line, Message("%p", "an id: addresses differ from run to run")});
    }
    if (path.starts_with("protocol/") && IncludesTheSimulator(source.raw[i])) {
      findings.push_back(
          {line, Message("#include \"sim/", "POSIX: protocol/ ships alone")});
    }
  }
  return findings;
}

}  // namespace style
