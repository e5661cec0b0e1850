#include "conform/difference.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sim/wire/notation.h"

namespace orderly::conform {
namespace {

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
    if (step.stamp != Stamp::kNow) {
      step.stamp = Stamp::kNow;
      return true;
    }
  }
  if (step.size > 10 && step.op != Op::kWait) {
    step.size = step.size > 1000 ? 1000 : 10;
    return true;
  }
  return false;
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
    if (best.story.offers != 0) {
      Story trial = best.story;
      trial.offers = 0;
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

}  // namespace orderly::conform
