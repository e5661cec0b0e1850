#include "search/bound.h"

#include <charconv>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace orderly {
namespace {

absl::Status Refused(std::string_view part, std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("--bound: '", std::string(part), "': ", std::string(why),
                   "; for example --bound=orders,losses=2,kills=1"));
}

struct Part {
  std::string_view name;
  uint32_t most;  // of its number; 0: it has none
};
constexpr Part kParts[] = {{"orders", 0},
                           {"losses", Bound::kMostFaults},
                           {"faults", Bound::kMostFaults},
                           {"kills", 1}};

absl::StatusOr<uint32_t> NumberOf(std::string_view text, const Part& part) {
  const size_t equals = text.find('=');
  const bool has_number = equals != std::string_view::npos;
  if (part.most == 0) {
    if (has_number) return Refused(text, "'orders' takes no number");
    return 1;
  }
  const std::string_view digits =
      has_number ? text.substr(equals + 1) : std::string_view();
  uint32_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() ||
      digits.empty() || number > part.most) {
    return Refused(text, absl::StrCat("expected ", std::string(part.name),
                                      "=0 to ", part.most));
  }
  return number;
}

std::string Counted(uint32_t n, std::string_view what, std::string_view many) {
  return absl::StrCat(n, " ", std::string(n == 1 ? what : many));
}

}  // namespace

absl::StatusOr<Bound> ParseBound(std::string_view text) {
  Bound bound;
  std::vector<std::string_view> seen;
  for (bool more = true; more;) {
    const size_t comma = text.find(',');
    more = comma != std::string_view::npos;
    const std::string_view word = text.substr(0, comma);
    if (more) text.remove_prefix(comma + 1);
    const std::string_view name = word.substr(0, word.find('='));
    const Part* known = nullptr;
    for (const Part& part : kParts) {
      if (part.name == name) known = &part;
    }
    if (known == nullptr)
      return Refused(word, "expected orders, losses=N, faults=N or kills=N");
    for (const std::string_view before : seen) {
      const bool both_faults = (before == "losses" && name == "faults") ||
                               (before == "faults" && name == "losses");
      if (both_faults) return Refused(word, "losses are faults: give only one");
      if (before == name) return Refused(word, "it was given already");
    }
    seen.push_back(name);
    const absl::StatusOr<uint32_t> number = NumberOf(word, *known);
    if (!number.ok()) return number.status();
    if (name == "orders") bound.orders = true;
    if (name == "losses") bound.only_losses = true;
    if (name == "losses" || name == "faults") bound.faults = *number;
    if (name == "kills") bound.kills = *number;
  }
  return bound;
}

std::string BoundText(const Bound& bound) {
  std::vector<std::string> parts;
  if (bound.orders)
    parts.emplace_back("every order of segments under way together");
  if (bound.faults > 0 && bound.only_losses)
    parts.push_back(Counted(bound.faults, "loss", "losses"));
  if (bound.faults > 0 && !bound.only_losses)
    parts.push_back(Counted(bound.faults, "fault", "faults"));
  if (bound.kills > 0) parts.push_back(Counted(bound.kills, "kill", "kills"));
  if (parts.empty()) return "a perfect network";
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    absl::StrAppend(&text, i == 0 ? "" : last ? " and " : ", ", parts[i]);
  }
  return text;
}

}  // namespace orderly
