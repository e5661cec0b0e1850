#include "sim/choice/tape.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sim/base/in_quotes.h"

namespace orderly {
namespace {

constexpr size_t kMaxSteps = 100'000;

auto Place(const Step& step) {
  return std::tuple(step.site, step.actor, step.index);
}

std::string Str(std::string_view text) { return std::string(text); }

absl::Status Refused(size_t number, std::string_view text,
                     std::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat(
      "step ", number, " ", InQuotes(text), ": expected ", Str(expected)));
}

// Cuts `text` at the first `separator`; the rest is empty when there is none.
std::string_view TakeUntil(std::string_view& text, char separator) {
  const size_t end = text.find(separator);
  const std::string_view head = text.substr(0, end);
  text =
      end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return head;
}

bool ParseNumber(std::string_view text, uint32_t limit, uint32_t& number) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() &&
         number <= limit;
}

absl::StatusOr<Step> ParseStep(size_t number, std::string_view text) {
  std::string_view rest = text;
  Step step;
  const std::string_view name = TakeUntil(rest, '.');
  const std::optional<Site> site = ParseSite(name);
  if (!site)
    return Refused(
        number, text,
        "the name of a site (fate, pause, kill, ...) before the first '.'");
  step.site = *site;
  uint32_t actor = 0;
  if (!ParseNumber(TakeUntil(rest, '.'), kMaxActors - 1, actor))
    return Refused(number, text, "an actor from 0 to 31");
  step.actor = static_cast<uint8_t>(actor);
  if (!ParseNumber(TakeUntil(rest, '='), 0xfffffffe, step.index))
    return Refused(number, text, "an index before '='");
  if (!ParseNumber(TakeUntil(rest, '/'), 0xfffffffe, step.value))
    return Refused(number, text, "a value before '/'");
  if (!ParseNumber(rest, 0xffffffff, step.bound))
    return Refused(number, text, "a bound after '/'");
  if (step.value == 0 || step.value >= step.bound)
    return Refused(number, text, "0 < value < bound");
  return step;
}

}  // namespace

std::string StepText(const Step& step) {
  const std::string_view name = SiteName(step.site);
  return absl::StrCat(Str(name), ".", step.actor, ".", step.index, "=",
                      step.value, "/", step.bound);
}

Tape::Tape(std::vector<Step> steps) : steps_(std::move(steps)) {
  std::sort(steps_.begin(), steps_.end());
  const auto same_place = [](const Step& a, const Step& b) {
    return Place(a) == Place(b);
  };
  steps_.erase(std::unique(steps_.begin(), steps_.end(), same_place),
               steps_.end());
}

bool Tape::Has(Site site) const {
  return std::any_of(steps_.begin(), steps_.end(),
                     [site](const Step& step) { return step.site == site; });
}

const Step* Tape::Find(Site site, uint8_t actor, uint32_t index) const {
  const auto place = std::tuple(site, actor, index);
  const auto it = std::lower_bound(steps_.begin(), steps_.end(), place,
                                   [](const Step& step, const auto& wanted) {
                                     return Place(step) < wanted;
                                   });
  return it != steps_.end() && Place(*it) == place ? &*it : nullptr;
}

std::string Tape::ToText() const {
  if (steps_.empty()) return "-";
  std::string text;
  for (const Step& step : steps_)
    absl::StrAppend(&text, text.empty() ? "" : "+", StepText(step));
  return text;
}

absl::StatusOr<Tape> Tape::FromText(std::string_view text) {
  std::vector<Step> steps;
  if (text == "-") return Tape();
  size_t number = 0;
  bool more = true;
  while (more) {
    const size_t end = text.find('+');
    more = end != std::string_view::npos;
    absl::StatusOr<Step> step = ParseStep(++number, text.substr(0, end));
    if (!step.ok()) return step.status();
    if (!steps.empty() && !(Place(steps.back()) < Place(*step))) {
      return Refused(number, text.substr(0, end),
                     "a later place than that of the step before it");
    }
    if (steps.size() >= kMaxSteps)
      return Refused(number, text.substr(0, end), "at most 100000 steps");
    steps.push_back(*step);
    if (more) text.remove_prefix(end + 1);
  }
  return Tape(std::move(steps));
}

}  // namespace orderly
