#include <cstdio>
#include <string>

#include "cli/close_file.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/operand.h"
#include "cli/row_flags.h"
#include "properties/claims.h"
#include "properties/run.h"
#include "search/check.h"
#include "search/failure.h"

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

struct ReplayOptions {
  uint64_t rows = 40;
  std::string close_file;  // "": the story is printed
  std::optional<Row> row;
};

absl::Status TakeOptions(Flags& flags, ReplayOptions& options) {
  absl::Status status = flags.TakeNumber("rows", 1'000'000, options.rows);
  status.Update(flags.TakeText("close", options.close_file));
  const absl::StatusOr<std::optional<Row>> row = TakeRowIfGiven(flags);
  status.Update(row.status());
  if (row.ok()) options.row = *row;
  status.Update(flags.RefuseUnknown(
      "--rows and --close, and for a file of bytes --goodbye, --server, "
      "--client, --stack, --client_stack and --server_stack"));
  if (!status.ok()) return status;
  if (flags.operands().size() == 1) return status;
  return absl::InvalidArgumentError(
      "replay takes one token, .close file or file of libFuzzer; 'orderly "
      "compare' prints some");
}

int Report(const Token& token, const ReplayOptions& options) {
  const Replay first = ReplayToken(token, /*keep_trace=*/true);
  const Replay second = ReplayToken(token, /*keep_trace=*/false);
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
  if (!options.close_file.empty()) {
    const absl::Status status = WriteCloseFile(token, options.close_file);
    if (!status.ok()) return UsageError(std::string(status.message()));
  } else {
    FailureOptions failure;
    failure.max_rows = options.rows;
    std::fputs(FailureText(token, first.outcome, failure).c_str(), stdout);
  }
  return first.outcome.violations.empty() ? kHeld : kViolated;
}

}  // namespace

int RunReplay(Flags flags) {
  ReplayOptions options;
  absl::Status status = TakeOptions(flags, options);
  if (!status.ok()) return UsageError(std::string(status.message()));
  const absl::StatusOr<Operand> operand = ReadOperand(flags.operands()[0]);
  if (!operand.ok()) return UsageError(std::string(operand.status().message()));
  if (operand->kind == Operand::Kind::kClaim && !options.row.has_value() &&
      options.close_file.empty())
    return ReplayStory(operand->name);
  status = MayWriteClose(options.close_file, operand->name);
  if (!status.ok()) return UsageError(std::string(status.message()));
  const absl::StatusOr<Token> token = TokenOf(*operand, options.row);
  if (!token.ok()) return RefuseRun(token.status());
  const int code = Report(*token, options);
  const bool told = code == kHeld || code == kViolated;
  if (operand->kind == Operand::Kind::kSchedule && told &&
      options.close_file.empty()) {
    const absl::StatusOr<std::string> fits =
        FitsText(operand->name, operand->text);
    if (!fits.ok()) return UsageError(std::string(fits.status().message()));
    std::fputs(fits->c_str(), stdout);
  }
  return code;
}

}  // namespace orderly
