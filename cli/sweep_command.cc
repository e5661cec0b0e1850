#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/row_flags.h"
#include "search/check.h"
#include "search/sweep.h"
#include "search/token.h"

namespace orderly {
namespace {

// The story of the token, or the plain one of a row.
absl::StatusOr<Token> TakeStory(Flags& flags) {
  if (flags.operands().size() > 1)
    return absl::InvalidArgumentError("sweep takes one token, or none");
  if (flags.operands().size() == 1) {
    const absl::Status status =
        flags.RefuseUnknown("none beside a token, which says what its row is");
    if (!status.ok()) return status;
    absl::StatusOr<Token> token = ParseToken(flags.operands()[0]);
    if (token.ok()) token->promise = std::nullopt;
    return token;
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
  const absl::StatusOr<Token> story = TakeStory(flags);
  if (!story.ok()) return UsageError(std::string(story.status().message()));
  const Replay replay = ReplayToken(*story, /*keep_trace=*/false);
  if (replay.stale.has_value()) {
    std::printf(
        "STALE     %s. If this program printed the token once, it has changed "
        "since: search again with 'orderly explore'.\n",
        replay.stale->c_str());
    return kInconclusive;
  }
  const Sweep sweep = SweepStory(*story);
  if (sweep.stale.has_value()) {
    std::printf("NONDETERMINISTIC  %s\n", sweep.stale->c_str());
    return kNondeterministic;
  }
  std::fputs(SweepText(sweep).c_str(), stdout);
  return sweep.held() ? kHeld : kViolated;
}

}  // namespace orderly
