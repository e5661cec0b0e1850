#include <cstdio>
#include <filesystem>
#include <system_error>

#include "cli/close_file.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "properties/claims.h"
#include "properties/row.h"
#include "properties/run.h"
#include "search/check.h"
#include "search/failure.h"
#include "sim/choice/tape_bytes.h"

namespace orderly {

namespace {

// The story of a claim: it holds there, or fails.
int ReplayStory(const std::string& token) {
  const absl::StatusOr<Shown> shown = ReplayClaim(token);
  if (absl::IsFailedPrecondition(shown.status())) {
    std::printf("STALE     %s.\n",
                std::string(shown.status().message()).c_str());
    return kInconclusive;
  }
  if (!shown.ok()) return UsageError(std::string(shown.status().message()));
  std::fputs(ClaimStoryText(*shown).c_str(), stdout);
  return shown->held ? kHeld : kViolated;
}

// What a fuzzer wrote is the tape of a run of the recommended row
// (tests/fuzz:run).
absl::StatusOr<Token> TokenOfBytes(const std::string& path) {
  const absl::StatusOr<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  TapeBytesChoices choices(
      {reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size()});
  const Outcome outcome = RunOnce(kRecommendedRow, choices, {});
  Token token{kRecommendedRow, std::nullopt, choices.tape()};
  if (!outcome.violations.empty())
    token.promise = outcome.violations.front().promise;
  return token;
}

// A token, or the name of a file of bytes.
absl::StatusOr<Token> TokenOf(const std::string& operand) {
  std::error_code error;
  if (std::filesystem::is_regular_file(operand, error))
    return TokenOfBytes(operand);
  return ParseToken(operand);
}

}  // namespace

int RunReplay(Flags flags) {
  uint64_t rows = 40;
  absl::Status status = flags.TakeNumber("rows", 1'000'000, rows);
  std::string close_file;
  status.Update(flags.TakeText("close", close_file));
  status.Update(flags.RefuseUnknown("--rows and --close"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (flags.operands().size() != 1) {
    return UsageError(
        "replay takes one token, .close file or file of libFuzzer; 'orderly "
        "compare' prints some");
  }
  if (flags.operands()[0].ends_with(".close"))
    return ReplayCloseFile(flags.operands()[0], rows, close_file);
  if (IsClaimToken(flags.operands()[0]))
    return ReplayStory(flags.operands()[0]);
  const absl::StatusOr<Token> token = TokenOf(flags.operands()[0]);
  if (!token.ok()) return UsageError(std::string(token.status().message()));
  const Replay first = ReplayToken(*token, /*keep_trace=*/true);
  const Replay second = ReplayToken(*token, /*keep_trace=*/false);
  if (first.outcome.digest != second.outcome.digest ||
      first.outcome.violations != second.outcome.violations) {
    std::printf("NONDETERMINISTIC  two replays of the token differ\n");
    return kNondeterministic;
  }
  if (first.stale.has_value()) {
    std::printf(
        "STALE     %s. If this program printed the token once, it has changed "
        "since: search again with 'orderly check'.\n",
        first.stale->c_str());
    return kInconclusive;
  }
  if (!close_file.empty()) {
    status = WriteCloseFile(*token, close_file);
    if (!status.ok()) return UsageError(std::string(status.message()));
    return first.outcome.violations.empty() ? kHeld : kViolated;
  }
  FailureOptions options;
  options.max_rows = rows;
  std::fputs(FailureText(*token, first.outcome, options).c_str(), stdout);
  return first.outcome.violations.empty() ? kHeld : kViolated;
}

int RunShrink(Flags flags) {
  uint64_t trials = 20'000;
  std::string out;
  absl::Status status = flags.TakeNumber("trials", 100'000'000, trials);
  status.Update(flags.TakeText("out", out));
  status.Update(flags.RefuseUnknown("--trials and --out"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (flags.operands().size() != 1) {
    return UsageError("shrink takes one token; 'orderly compare' prints some");
  }
  const absl::StatusOr<Token> token = TokenOf(flags.operands()[0]);
  if (!token.ok()) return UsageError(std::string(token.status().message()));
  const auto shrunk = ShrinkToken(*token, trials);
  if (!shrunk.has_value()) {
    std::printf(
        "STALE     the token breaks no promise that it names; nothing to "
        "shrink. Try 'orderly replay' with it.\n");
    return kInconclusive;
  }
  if (!out.empty()) {
    status = WriteCloseFile(shrunk->token, out);
    if (!status.ok()) return UsageError(std::string(status.message()));
    if (out == "-") return kViolated;
  }
  std::printf("%zu -> %zu steps, %llu trials%s\n%s\n", token->tape.size(),
              shrunk->token.tape.size(),
              static_cast<unsigned long long>(shrunk->trials),
              shrunk->minimal ? "; without any one of them the loss is gone"
                              : "; too few to show that each step is needed: "
                                "give more --trials",
              TokenText(shrunk->token).c_str());
  return kViolated;
}

}  // namespace orderly
