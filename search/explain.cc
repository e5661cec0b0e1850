#include "search/explain.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "properties/promise.h"
#include "properties/run.h"
#include "properties/scenario.h"
#include "search/check.h"
#include "search/describe.h"
#include "sim/trace/trace.h"

namespace orderly {
namespace {

// Values that are tried instead of a step's own.
constexpr uint32_t kMostValues = 32;

class Explainer {
 public:
  Explainer(const Token& token, Outcome as_is)
      : token_(token),
        as_is_(std::move(as_is)),
        cause_(CauseOf(as_is_).value()) {}

  Explanation Run() {
    Explanation why;
    for (size_t at = 0; at < steps().size(); ++at) why.steps.push_back(Try(at));
    why.decided_by = DecidedBy(why.steps);
    return why;
  }

 private:
  const std::vector<Step>& steps() const { return token_.tape.steps(); }

  std::optional<Cause> CauseOf(const Outcome& outcome) const {
    for (const Violation& violation : outcome.violations) {
      if (violation.promise == *token_.promise) return violation.cause;
    }
    return std::nullopt;
  }

  Outcome RunWith(std::vector<Step> steps, bool keep_trace) const {
    return ReplayToken({token_.row, token_.promise, Tape(std::move(steps))},
                       keep_trace)
        .outcome;
  }

  StepNeed Try(size_t at) const {
    StepNeed it;
    std::vector<Step> others = steps();
    others.erase(others.begin() + static_cast<ptrdiff_t>(at));
    const Outcome without = RunWith(others, /*keep_trace=*/true);
    it.shows_at = SentEvent(*as_is_.trace, steps()[at]);
    if (!it.shows_at.has_value())
      it.shows_at = FirstDifference(*as_is_.trace, *without.trace);
    it.need = NeedOf(CauseOf(without));
    for (const int by : {-1, 1, -2, 2, -3, 3}) {
      if (it.need == Need::kNotNeeded) break;
      const auto moved = MovedAfter(at, others, by);
      if (!moved.has_value()) continue;
      it.need = std::max(it.need, NeedOf(CauseOf(RunWith(*moved, false))));
    }
    TryValues(at, it);
    return it;
  }

  Need NeedOf(std::optional<Cause> cause) const {
    if (!cause.has_value()) return Need::kNeeded;
    return *cause == cause_ ? Need::kNotNeeded : Need::kThisCause;
  }

  // A step that is left out may have been counted: without the segment that it
  // made the network send again, those behind it have other numbers. So the
  // later steps of its site and actor are moved, too.
  std::optional<std::vector<Step>> MovedAfter(size_t at,
                                              const std::vector<Step>& others,
                                              int by) const {
    const Step& left_out = steps()[at];
    std::vector<Step> moved = others;
    bool any = false;
    for (Step& step : moved) {
      if (step.site == Site::kScenario || step.site != left_out.site ||
          step.actor != left_out.actor || step.index < left_out.index) {
        continue;
      }
      if (by < 0 && step.index < static_cast<uint32_t>(-by))
        return std::nullopt;
      step.index += static_cast<uint32_t>(by);
      any = true;
    }
    if (!any) return std::nullopt;
    return moved;
  }

  void TryValues(size_t at, StepNeed& it) const {
    std::vector<Step> changed = steps();
    const uint32_t own = steps()[at].value;
    const uint32_t bound = steps()[at].bound;
    for (uint32_t value = 1; value < bound && it.tried < kMostValues; ++value) {
      if (value == own) continue;
      ++it.tried;
      changed[at].value = value;
      if (CauseOf(RunWith(changed, /*keep_trace=*/false)) == cause_)
        it.others.push_back(value);
    }
    it.tried_all = it.tried == bound - 2;
  }

  static std::optional<size_t> FirstDifference(const Trace& a, const Trace& b) {
    const auto& one = a.events();
    const auto& other = b.events();
    const auto [at, in_other] =
        std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    if (at == one.end() && in_other == other.end()) return std::nullopt;
    if (at == one.end()) return one.size() - 1;
    return static_cast<size_t>(at - one.begin());
  }

  // As the steps show in the run; what only permits others comes before them.
  std::vector<size_t> InOrder(const std::vector<StepNeed>& needs) const {
    std::vector<size_t> order;
    for (size_t at = 0; at < needs.size(); ++at) {
      if (needs[at].shows_at.has_value()) order.push_back(at);
    }
    const auto place = [&](size_t at) {
      return IsPermission(steps()[at]) ? 0 : *needs[at].shows_at;
    };
    std::stable_sort(order.begin(), order.end(), [&place](size_t a, size_t b) {
      return place(a) < place(b);
    });
    return order;
  }

  std::optional<size_t> DecidedBy(const std::vector<StepNeed>& needs) const {
    if (CauseOf(RunWith({}, /*keep_trace=*/false)) == cause_)
      return std::nullopt;
    const std::vector<size_t> order = InOrder(needs);
    for (size_t kept = order.size(); kept > 0; --kept) {
      std::vector<Step> before;
      for (size_t i = 0; i + 1 < kept; ++i) before.push_back(steps()[order[i]]);
      if (CauseOf(RunWith(before, /*keep_trace=*/false)) != cause_)
        return order[kept - 1];
    }
    return std::nullopt;
  }

  const Token& token_;
  const Outcome as_is_;
  const Cause cause_;
};

// What a list of other values says in words: more are counted.
constexpr size_t kMostNamed = 4;

// How many characters, to the end of a word, all texts begin with.
size_t CommonStart(const std::vector<std::string>& texts) {
  size_t common = 0;
  for (size_t i = 0; i < texts[0].size(); ++i) {
    for (const std::string& text : texts) {
      if (i >= text.size() || text[i] != texts[0][i]) return common;
    }
    if (texts[0][i] == ' ') common = i + 1;
  }
  return common;
}

std::vector<std::string> Reversed(std::vector<std::string> texts) {
  for (std::string& text : texts) std::reverse(text.begin(), text.end());
  return texts;
}

// What a step would say with its other values, where that differs: "7, 33".
std::string OthersText(const Step& step, const std::vector<uint32_t>& others) {
  std::vector<std::string> texts = {DescribeStep(step)};
  for (const uint32_t value : others) {
    Step other = step;
    other.value = value;
    texts.push_back(DescribeStep(other));
  }
  const size_t start = CommonStart(texts);
  for (std::string& text : texts) text.erase(0, start);
  const size_t end = CommonStart(Reversed(texts));
  for (std::string& text : texts) text.erase(text.size() - end);
  texts.erase(texts.begin());
  const bool commas =
      std::any_of(texts.begin(), texts.end(), [](const std::string& text) {
        return text.find(',') != std::string::npos;
      });
  return absl::StrJoin(texts, commas ? "; " : ", ");
}

std::string ValuesText(const Step& step, const StepNeed& need) {
  if (need.tried == 0) return "";
  if (need.others.empty()) return " (no other value)";
  if (need.others.size() == need.tried) {
    return need.tried_all ? " (any value)"
                          : absl::StrCat(" (any of ", need.tried + 1,
                                         " values that were tried)");
  }
  if (need.others.size() > kMostNamed) {
    return absl::StrCat(" (or ", need.others.size(), " of ", need.tried,
                        " other values)");
  }
  return absl::StrCat(" (or ", OthersText(step, need.others), ")");
}

}  // namespace

std::string NeedText(const Step& step, const StepNeed& need) {
  switch (need.need) {
    case Need::kNeeded:
      return "NEEDED" + ValuesText(step, need);
    case Need::kThisCause:
      return "NEEDED for this cause" + ValuesText(step, need);
    case Need::kNotNeeded:
      return "not needed";
  }
  return "";
}

std::optional<Explanation> Explain(const Token& token) {
  if (!token.promise.has_value()) return std::nullopt;
  Replay replay = ReplayToken(token, /*keep_trace=*/true);
  if (!replay.outcome.Violates(*token.promise)) return std::nullopt;
  return Explainer(token, std::move(replay.outcome)).Run();
}

}  // namespace orderly
