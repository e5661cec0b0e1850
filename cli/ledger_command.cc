#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "properties/situation_ledger.h"
#include "report/wrapped.h"

namespace orderly {
namespace {

absl::StatusOr<SituationLedger> Merged(const std::vector<std::string>& files) {
  SituationLedger whole;
  for (size_t i = 0; i < files.size(); ++i) {
    const std::string& file = files[i];
    const auto given = [&file](const std::string& other) {
      return SameFile(file, other);
    };
    if (std::any_of(files.begin(), files.begin() + i, given)) {
      return absl::InvalidArgumentError(absl::StrCat(
          file, ": is given twice, and its runs would count twice"));
    }
    const absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) return text.status();
    const absl::StatusOr<SituationLedger> part =
        SituationLedger::FromText(*text);
    if (!part.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ", ", part.status().message(),
                       "; 'orderly check --ledger=FILE' writes one"));
    }
    const absl::Status status = whole.Merge(*part);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ": ", status.message()));
    }
  }
  return whole;
}

}  // namespace

int RunLedger(Flags flags) {
  std::string out;
  absl::Status status = flags.TakeText("out", out);
  status.Update(flags.RefuseUnknown("--out"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (flags.operands().empty()) {
    return UsageError(
        "ledger: expected files that 'orderly check --ledger=FILE' wrote, or "
        "the *.ledger files of tests");
  }
  status = CanBeWritten(out);
  if (!status.ok()) return UsageError(std::string(status.message()));
  const absl::StatusOr<SituationLedger> ledger = Merged(flags.operands());
  if (!ledger.ok()) return UsageError(std::string(ledger.status().message()));
  if (!out.empty()) {
    status = WriteFile(out, ledger->ToText());
    if (!status.ok()) return UsageError(std::string(status.message()));
  }
  // A ledger on stdout is alone there, for whoever reads it from a pipe.
  std::FILE* const to = out == "-" ? stderr : stdout;
  std::fprintf(to, "%s\n", ledger->Table().c_str());
  const std::string reached =
      absl::StrCat(ledger->runs(), ledger->runs() == 1 ? " run" : " runs",
                   " reached: ", ledger->Summary());
  std::fputs(Wrapped("", reached).c_str(), to);
  const std::vector<std::string> missing = ledger->Missing();
  if (missing.empty()) return kHeld;
  std::fprintf(to, "INCONCLUSIVE: what is marked (!) was never reached\n");
  return kInconclusive;
}

}  // namespace orderly
