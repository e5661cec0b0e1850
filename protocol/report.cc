#include "protocol/report.h"

namespace protocol {

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kCommitted:
      return "committed";
    case Verdict::kRolledBack:
      return "rolled back";
    case Verdict::kUnknown:
      return "unknown";
  }
  return "?";
}

Verdict ClientVerdict(ClientEvidence evidence) {
  if (evidence.confirmed) return Verdict::kCommitted;
  return evidence.goodbye_sent ? Verdict::kUnknown : Verdict::kRolledBack;
}

}  // namespace protocol
