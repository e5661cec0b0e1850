#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/operand.h"
#include "cli/row_flags.h"
#include "search/check.h"
#include "search/sweep.h"
#include "search/token.h"

namespace orderly {
namespace {

// The story of the token, or the plain one of a row.
absl::StatusOr<Token> TakeStory(Flags& flags) {
  if (flags.operands().size() > 1)
    return absl::InvalidArgumentError(
        "sweep takes one token, .close file or file of libFuzzer, or none");
  if (flags.operands().size() == 1) {
    const absl::StatusOr<std::optional<Row>> row = TakeRowIfGiven(flags);
    if (!row.ok()) return row.status();
    const absl::Status status = flags.RefuseUnknown(
        "none beside a token or schedule; beside a file of bytes --goodbye, "
        "--server, --client, --stack, --client_stack and --server_stack");
    if (!status.ok()) return status;
    const absl::StatusOr<Operand> operand = ReadOperand(flags.operands()[0]);
    if (!operand.ok()) return operand.status();
    return TokenOf(*operand, *row);
  }
  const absl::StatusOr<Row> row = TakeRow(flags);
  if (!row.ok()) return row.status();
  const absl::StatusOr<Tape> heartbeat = TakeHeartbeat(flags);
  if (!heartbeat.ok()) return heartbeat.status();
  const absl::Status status = flags.RefuseUnknown(
      "--goodbye, --server, --client, --stack, --client_stack, "
      "--server_stack and --heartbeat");
  if (!status.ok()) return status;
  return Token{*row, std::nullopt, *heartbeat};
}

}  // namespace

int RunSweep(Flags flags) {
  absl::StatusOr<Token> story = TakeStory(flags);
  if (!story.ok()) return RefuseRun(story.status());
  const Replay replay = ReplayToken(*story, /*keep_trace=*/false);
  if (replay.stale.has_value()) {
    std::printf(
        "STALE     %s. If this program printed the token once, it has changed "
        "since: search again with 'orderly explore'.\n",
        replay.stale->c_str());
    return kInconclusive;
  }
  // What is swept is the story, whichever promise it breaks.
  story->promise = std::nullopt;
  const Sweep sweep = SweepStory(*story);
  if (sweep.stale.has_value()) {
    std::printf("NONDETERMINISTIC  %s\n", sweep.stale->c_str());
    return kNondeterministic;
  }
  std::fputs(SweepText(sweep).c_str(), stdout);
  return sweep.held() ? kHeld : kViolated;
}

}  // namespace orderly
