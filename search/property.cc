#include "search/property.h"

#include <rapidcheck.h>

#include <vector>

#include "search/check.h"
#include "search/failure.h"
#include "search/guard.h"
#include "sim/choice/byte_choices.h"

namespace orderly {
namespace {

// Mostly the benign answer, at the density that suits a run of 100 decisions.
rc::Gen<std::vector<uint8_t>> RunBytes() {
  const auto byte = rc::gen::weightedOneOf<uint8_t>(
      {{24, rc::gen::just<uint8_t>(0)}, {1, rc::gen::arbitrary<uint8_t>()}});
  return rc::gen::container<std::vector<uint8_t>>(400, byte);
}

std::string Explain(const Row& row, const Violation& violation,
                    const Tape& tape) {
  Token token{row, violation.promise, tape};
  if (const auto shrunk = ShrinkToken(token, 1500)) token = shrunk->token;
  const Replay replay = ReplayToken(token, /*keep_trace=*/true);
  return FailureText(token, replay.outcome);
}

}  // namespace

PropertyResult CheckProperty(const Row& row, const PropertyOptions& options) {
  PropertyResult result;
  rc::detail::TestParams params;
  params.seed = options.seed;
  params.maxSuccess = options.runs;
  params.disableShrinking = true;
  rc::detail::TestMetadata metadata;
  metadata.id = RowText(row);
  DeterminismGuard guard([&row](Choices& choices, bool keep_trace) {
    RunOptions run;
    run.keep_trace = keep_trace;
    return RunOnce(row, choices, run);
  });
  const auto differs = [&result](std::optional<std::string> difference) {
    if (!difference.has_value()) return false;
    result.failure = "NONDETERMINISTIC  " + *std::move(difference);
    return true;
  };
  rc::detail::checkTestable(
      [&] {
        const std::vector<uint8_t> bytes = *RunBytes();
        ByteChoices choices(bytes);
        const Outcome outcome = RunOnce(row, choices, {});
        ++result.runs;
        result.situations.Add(outcome.situations);
        if (DeterminismGuard::Samples(result.runs) &&
            differs(guard.Note(result.runs, choices.tape(), outcome))) {
          RC_FAIL("two runs of one tape differ");
        }
        if (outcome.violations.empty()) return;
        result.failure =
            Explain(row, outcome.violations.front(), choices.tape());
        RC_FAIL("a promise broke");
      },
      metadata, params);
  if (!result.failure.has_value()) differs(guard.Finish());
  return result;
}

}  // namespace orderly
