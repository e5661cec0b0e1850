#include "cli/operand.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "cli/close_file.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "properties/claims.h"
#include "properties/run.h"
#include "sim/choice/tape_bytes.h"

namespace orderly {
namespace {

// A token has slashes, too, and colons: a damaged one is to be told what it
// lacks, not that it is no file.
bool IsFileName(const std::string& name) {
  std::error_code error;
  if (std::filesystem::exists(name, error) || IsCloseName(name)) return true;
  constexpr int kColonsOfATokensHead = 3;
  return name.find('/') != std::string::npos &&
         std::count(name.begin(), name.end(), ':') < kColonsOfATokensHead;
}

absl::StatusOr<Token> TokenOfBytes(const Operand& file, const Row& row) {
  if (file.text.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        file.name,
        ": is empty; give a schedule, or what 'orderly corpus' or libFuzzer "
        "wrote"));
  }
  TapeBytesChoices choices(
      {reinterpret_cast<const uint8_t*>(file.text.data()), file.text.size()});
  const Outcome outcome = RunOnce(row, choices, {});
  Token token{row, std::nullopt, choices.tape()};
  const size_t read = TapeBytesChoices::BytesRead(file.text.size());
  std::string used =
      absl::StrCat(token.tape.size(), " of ",
                   read / TapeBytesChoices::kStepSize, " steps applied");
  if (read < file.text.size()) {
    absl::StrAppend(&used, ", and ", file.text.size() - read,
                    " bytes behind them were left unread");
  }
  if (token.tape.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(file.name, ": ", used,
                     ": the run is that of a perfect network. Give what "
                     "'orderly corpus' or libFuzzer wrote for ",
                     RowText(row), ", or a schedule."));
  }
  const bool all =
      token.tape.size() * TapeBytesChoices::kStepSize == file.text.size();
  if (!all)
    std::fprintf(stderr, "NOTE      %s: %s\n", file.name.c_str(), used.c_str());
  if (!outcome.violations.empty())
    token.promise = outcome.violations.front().promise;
  return token;
}

}  // namespace

absl::StatusOr<Operand> ReadOperand(std::string_view word) {
  Operand operand;
  operand.name = std::string(word);
  if (!IsFileName(operand.name)) {
    operand.name = std::string(TrimmedToken(word));
    if (IsClaimToken(operand.name)) operand.kind = Operand::Kind::kClaim;
    return operand;
  }
  absl::StatusOr<std::string> text = ReadFile(operand.name);
  if (!text.ok()) return text.status();
  operand.text = *std::move(text);
  operand.kind = IsCloseName(operand.name) || IsSchedule(operand.text)
                     ? Operand::Kind::kSchedule
                     : Operand::Kind::kBytes;
  return operand;
}

absl::StatusOr<Token> TokenOf(const Operand& operand,
                              const std::optional<Row>& row) {
  if (row.has_value() && operand.kind != Operand::Kind::kBytes) {
    return absl::InvalidArgumentError(
        "the flags of a row are for a file of bytes: tokens and schedules name "
        "their own; leave the flags out");
  }
  switch (operand.kind) {
    case Operand::Kind::kToken:
      return ParseToken(operand.name);
    case Operand::Kind::kClaim:
      return absl::InvalidArgumentError(
          "the story of a claim is no run of a row; 'orderly replay' takes it, "
          "without flags");
    case Operand::Kind::kSchedule:
      return TokenOfSchedule(operand.name, operand.text);
    case Operand::Kind::kBytes:
      return TokenOfBytes(operand, row.value_or(kRecommendedRow));
  }
  return absl::InternalError("an operand of no kind");
}

int RefuseRun(const absl::Status& status) {
  const std::string message(status.message());
  if (!absl::IsFailedPrecondition(status)) return UsageError(message);
  std::printf("STALE     %s\n", message.c_str());
  return kInconclusive;
}

}  // namespace orderly
