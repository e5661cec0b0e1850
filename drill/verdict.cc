#include "drill/verdict.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace orderly::drill {

Verdict Failed(Place place, std::string text) {
  return {Verdict::Kind::kFail, place, std::move(text)};
}

Verdict Skipped(std::string text) {
  return {Verdict::Kind::kSkip, {}, std::move(text)};
}

Verdict RejectedOr(const absl::Status& status) {
  if (absl::IsUnimplemented(status)) return VerdictOf(status, {});
  return {Verdict::Kind::kRejected, {}, std::string(status.message())};
}

Verdict VerdictOf(const absl::Status& status, Place place) {
  std::string text(status.message());
  return status.code() == absl::StatusCode::kUnimplemented
             ? Skipped(std::move(text))
             : Failed(place, std::move(text));
}

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
