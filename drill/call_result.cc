#include "drill/call_result.h"

#include "absl/strings/str_cat.h"
#include "drill/symbols.h"
#include "drill/value.h"

namespace orderly::drill {
namespace {

std::string Mismatch(const SystemCall& call, const std::string& got) {
  return absl::StrCat("expected ", CallText(call), " = ", ResultText(call),
                      ", got ", got);
}

}  // namespace

std::string ResultText(const SystemCall& call) {
  return absl::StrCat(ExpressionText(call.result),
                      call.error.empty() ? "" : " ", call.error);
}

absl::StatusOr<std::optional<std::string>> ResultMismatch(
    const SystemCall& call, const ReadyCall& ready, int64_t result) {
  using Nothing = std::optional<std::string>;
  const bool any = call.result.kind == Expression::Kind::kEllipsis;
  const absl::StatusOr<int64_t> expected =
      any ? absl::StatusOr<int64_t>(result) : NumberOf(call.result);
  if (!expected.ok()) return expected.status();
  if (result < 0) {
    const auto error = static_cast<int>(-result);
    if (any) return Nothing();
    if (*expected == -1 && ErrorNumber(call.error) == error) return Nothing();
    return Nothing(
        Mismatch(call, absl::StrCat("-1 ", std::string(ErrorText(error)))));
  }
  // The script's numbers of descriptors are its own.
  const bool same =
      ReturnsDescriptor(call.name) ? *expected >= 0 : *expected == result;
  if (!same) return Nothing(Mismatch(call, absl::StrCat(result)));
  if (ready.mismatch == nullptr) return Nothing();
  const std::optional<std::string> mismatch = ready.mismatch();
  if (!mismatch.has_value()) return Nothing();
  return Nothing(absl::StrCat(*mismatch, " in ", CallText(call)));
}

}  // namespace orderly::drill
