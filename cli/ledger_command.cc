#include <cstdio>

#include "absl/strings/str_cat.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "properties/situation_ledger.h"

namespace orderly {
namespace {

absl::StatusOr<SituationLedger> Merged(const std::vector<std::string>& files) {
  SituationLedger whole;
  for (const std::string& file : files) {
    const absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) return text.status();
    const absl::StatusOr<SituationLedger> part =
        SituationLedger::FromText(*text);
    if (!part.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ", ", part.status().message(),
                       "; 'orderly check --ledger=FILE' writes one"));
    }
    whole.Add(*part);
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
  const absl::StatusOr<SituationLedger> ledger = Merged(flags.operands());
  if (!ledger.ok()) return UsageError(std::string(ledger.status().message()));
  if (!out.empty()) {
    status = WriteFile(out, ledger->ToText());
    if (!status.ok()) return UsageError(std::string(status.message()));
  }
  std::printf("%s\n%llu runs reached: %s\n", ledger->Table().c_str(),
              static_cast<unsigned long long>(ledger->runs()),
              ledger->Summary().c_str());
  const std::vector<std::string> missing = ledger->Missing();
  if (missing.empty()) return kHeld;
  std::printf("INCONCLUSIVE: what is marked (!) was never reached\n");
  return kInconclusive;
}

}  // namespace orderly
