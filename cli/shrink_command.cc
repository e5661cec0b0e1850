#include <cstdio>

#include "cli/close_file.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/operand.h"
#include "cli/row_flags.h"
#include "properties/run.h"
#include "search/check.h"

namespace orderly {

namespace {

struct ShrinkOptions {
  uint64_t trials = 20'000;
  std::string out;  // "": the token is printed alone
  std::optional<Row> row;
};

absl::Status TakeOptions(Flags& flags, ShrinkOptions& options) {
  absl::Status status = flags.TakeNumber("trials", 100'000'000, options.trials);
  status.Update(flags.TakeText("out", options.out));
  const absl::StatusOr<std::optional<Row>> row = TakeRowIfGiven(flags);
  status.Update(row.status());
  if (row.ok()) options.row = *row;
  status.Update(flags.RefuseUnknown(
      "--trials and --out, and for a file of bytes --goodbye, --server, "
      "--client, --stack, --client_stack and --server_stack"));
  if (!status.ok()) return status;
  if (flags.operands().size() == 1) return status;
  return absl::InvalidArgumentError(
      "shrink takes one token, .close file or file of libFuzzer; 'orderly "
      "compare' prints some");
}

int Shrink(Token token, const ShrinkOptions& options) {
  const Replay replay = ReplayToken(token, /*keep_trace=*/false);
  if (replay.stale.has_value()) {
    std::printf(
        "STALE     %s; there is nothing to shrink. Search again with 'orderly "
        "check'.\n",
        replay.stale->c_str());
    return kInconclusive;
  }
  if (replay.outcome.violations.empty()) {
    std::printf(
        "HELD      the run breaks no promise: there is nothing to shrink\n");
    return kHeld;
  }
  if (!token.promise.has_value())
    token.promise = replay.outcome.violations.front().promise;
  const auto shrunk = ShrinkToken(token, options.trials);
  if (!shrunk.has_value()) {
    std::printf("NONDETERMINISTIC  two replays of the token differ\n");
    return kNondeterministic;
  }
  if (!options.out.empty()) {
    const absl::Status status = WriteCloseFile(shrunk->token, options.out);
    if (!status.ok()) return UsageError(std::string(status.message()));
    if (options.out == "-") return kViolated;
  }
  std::printf("%zu -> %zu steps, %llu trials%s\n%s\n", token.tape.size(),
              shrunk->token.tape.size(),
              static_cast<unsigned long long>(shrunk->trials),
              shrunk->minimal ? "; without any one of them the loss is gone"
                              : "; too few to show that each step is needed: "
                                "give more --trials",
              TokenText(shrunk->token).c_str());
  return kViolated;
}

}  // namespace

int RunShrink(Flags flags) {
  ShrinkOptions options;
  absl::Status status = TakeOptions(flags, options);
  if (!status.ok()) return UsageError(std::string(status.message()));
  const absl::StatusOr<Operand> operand = ReadOperand(flags.operands()[0]);
  if (!operand.ok()) return UsageError(std::string(operand.status().message()));
  status = MayWriteClose(options.out, operand->name);
  if (!status.ok()) return UsageError(std::string(status.message()));
  const absl::StatusOr<Token> token = TokenOf(*operand, options.row);
  if (!token.ok()) return RefuseRun(token.status());
  return Shrink(*token, options);
}

}  // namespace orderly
