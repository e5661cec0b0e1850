#include "drill/verdict.h"

#include "absl/strings/str_cat.h"

namespace orderly::drill {

std::string VerdictLine(const Verdict& verdict, const std::string& file) {
  switch (verdict.kind) {
    case Verdict::Kind::kPass:
      return absl::StrCat("PASS ", file);
    case Verdict::Kind::kSkip:
      return absl::StrCat("SKIP ", file, ": ", verdict.text);
    case Verdict::Kind::kRejected:
      return absl::StrCat("FAIL ", file, ":", verdict.text);
    case Verdict::Kind::kFail:
      break;
  }
  const std::string head =
      absl::StrCat("FAIL ", file, ":", verdict.place.line, ": ");
  std::string line = head;
  for (const char c : verdict.text) {
    line += c;
    if (c == '\n') line += std::string(head.size(), ' ');
  }
  return line;
}

}  // namespace orderly::drill
