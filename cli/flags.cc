#include "cli/flags.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"

namespace orderly {
namespace {

std::string Str(std::string_view text) { return std::string(text); }

}  // namespace

absl::StatusOr<Flags> Flags::Parse(std::span<const std::string_view> words) {
  Flags flags;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (!word.starts_with("-") || word == "-") {
      flags.operands_.push_back(Str(word));
      continue;
    }
    if (!word.starts_with("--") || word.size() == 2 || word[2] == '=') {
      return absl::InvalidArgumentError(
          absl::StrCat("'", Str(word), "': expected --name or --name=value"));
    }
    const std::string_view body = word.substr(2);
    const size_t equals = body.find('=');
    Flag flag;
    flag.name = Str(body.substr(0, equals));
    // "--client-stack" is "--client_stack".
    std::replace(flag.name.begin(), flag.name.end(), '-', '_');
    flag.has_value = equals != std::string_view::npos;
    if (flag.has_value) flag.value = Str(body.substr(equals + 1));
    if (i + 1 < words.size() && !words[i + 1].starts_with("-"))
      flag.next = Str(words[i + 1]);
    const auto same = [&flag](const Flag& f) { return f.name == flag.name; };
    if (std::any_of(flags.flags_.begin(), flags.flags_.end(), same)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--", flag.name, " is given twice; give it once"));
    }
    flags.flags_.push_back(std::move(flag));
  }
  return flags;
}

bool Flags::Has(std::string_view name) const {
  return std::any_of(flags_.begin(), flags_.end(),
                     [name](const Flag& flag) { return flag.name == name; });
}

const Flags::Flag* Flags::Take(std::string_view name, Flag& taken) {
  const auto it =
      std::find_if(flags_.begin(), flags_.end(),
                   [name](const Flag& flag) { return flag.name == name; });
  if (it == flags_.end()) return nullptr;
  taken = std::move(*it);
  flags_.erase(it);
  return &taken;
}

// Of "--rows 5" and "--rows".
std::string Flags::WithoutValue(const Flag& flag) {
  const bool meant = !flag.has_value && !flag.next.empty();
  return absl::StrCat("--", flag.name, ": ", meant ? "write" : "expected",
                      " --", flag.name, "=", meant ? flag.next : "VALUE");
}

absl::Status Flags::TakeNumber(std::string_view name, uint64_t most,
                               uint64_t& value) {
  Flag flag;
  if (Take(name, flag) == nullptr) return absl::OkStatus();
  if (flag.value.empty()) return absl::InvalidArgumentError(WithoutValue(flag));
  const char* begin = flag.value.data();
  const char* end = begin + flag.value.size();
  uint64_t number = 0;
  const auto [stopped, error] = std::from_chars(begin, end, number);
  if (error != std::errc() || stopped != end || number > most) {
    return absl::InvalidArgumentError(
        absl::StrCat("--", flag.name, "=", flag.value,
                     ": expected a whole number from 0 to ", most));
  }
  value = number;
  return absl::OkStatus();
}

absl::Status Flags::TakeText(std::string_view name, std::string& value) {
  Flag flag;
  if (Take(name, flag) == nullptr) return absl::OkStatus();
  if (flag.value.empty()) return absl::InvalidArgumentError(WithoutValue(flag));
  value = std::move(flag.value);
  return absl::OkStatus();
}

absl::Status Flags::TakeSwitch(std::string_view name, bool& value) {
  Flag flag;
  if (Take(name, flag) == nullptr) return absl::OkStatus();
  if (flag.has_value) {
    return absl::InvalidArgumentError(
        absl::StrCat("--", flag.name, " takes no value"));
  }
  value = true;
  return absl::OkStatus();
}

absl::Status Flags::RefuseUnknown(std::string_view known) const {
  if (flags_.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--", flags_.front().name, ": no such flag here; there are ",
                   Str(known)));
}

}  // namespace orderly
