#include "drill/option_values.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "drill/symbols.h"
#include "drill/value.h"

namespace orderly::drill {
namespace {

using Kind = Expression::Kind;

template <typename Value>
std::string AsBytes(const Value& value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

template <typename Value>
Value FromBytes(const std::string& bytes) {
  Value value{};
  std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof(value)));
  return value;
}

absl::StatusOr<int64_t> NumberField(const Expression& group,
                                    std::string_view name) {
  const Expression* const field = Field(group, name);
  if (field == nullptr) return absl::UnimplementedError(ExpressionText(group));
  return NumberOf(*field);
}

// [ECONNRESET] is answered in names.
std::string IntText(const Expression& expected, int value) {
  const bool named =
      expected.kind == Kind::kList && expected.items.size() == 1 &&
      (expected.items[0].kind == Kind::kWord || expected.items[0].number == 0);
  const std::string_view name = named ? ErrorText(value) : "";
  return value > 0 && name.starts_with('E')
             ? absl::StrCat("[", std::string(name), "]")
             : absl::StrCat("[", value, "]");
}

}  // namespace

absl::StatusOr<std::string> OptionBytes(const Expression& value) {
  switch (value.kind) {
    case Kind::kString:
      return Unescaped(value.text);
    case Kind::kEllipsis:
      return std::string();
    case Kind::kGroup: {
      const absl::StatusOr<int64_t> onoff = NumberField(value, "onoff");
      const absl::StatusOr<int64_t> seconds = NumberField(value, "linger");
      if (!onoff.ok()) return onoff.status();
      if (!seconds.ok()) return seconds.status();
      return AsBytes(
          linger{static_cast<int>(*onoff), static_cast<int>(*seconds)});
    }
    case Kind::kList:
    case Kind::kNumber:
    case Kind::kWord:
    case Kind::kOr:
    case Kind::kField:
    case Kind::kCall:
      break;
  }
  const absl::StatusOr<int64_t> number = NumberOf(value);
  if (!number.ok()) return number.status();
  return AsBytes(static_cast<int>(*number));
}

std::optional<std::string> OptionMismatch(const Expression& expected,
                                          const std::string& bytes) {
  if (expected.kind == Kind::kEllipsis) return std::nullopt;
  const absl::StatusOr<std::string> wanted = OptionBytes(expected);
  if (!wanted.ok())
    return absl::StrCat("expected ", ExpressionText(expected),
                        ", which is not known here");
  std::string got;
  if (expected.kind == Kind::kString) {
    const std::string text = bytes.substr(0, bytes.find('\0'));
    if (text == *wanted) return std::nullopt;
    got = absl::StrCat("\"", text, "\"");
  } else if (expected.kind == Kind::kGroup) {
    const auto value = FromBytes<linger>(bytes);
    if (AsBytes(value) == *wanted) return std::nullopt;
    got = absl::StrCat("{onoff=", value.l_onoff, ", linger=", value.l_linger,
                       "}");
  } else {
    const auto value = FromBytes<int>(bytes);
    if (AsBytes(value) == *wanted) return std::nullopt;
    got = IntText(expected, value);
  }
  return absl::StrCat("expected ", ExpressionText(expected), ", got ", got);
}

}  // namespace orderly::drill
