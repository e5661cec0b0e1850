#include "drill/call_arguments.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "drill/value.h"

namespace orderly::drill {
namespace {

using Kind = Expression::Kind;

constexpr int64_t kMostBytes = 64 << 20;

}  // namespace

const Expression& CallArguments::At(size_t i) {
  static const Expression kMissing;
  if (i < size()) return call_.arguments[i];
  Note(absl::UnimplementedError(
      absl::StrCat(call_.name, "() with ", size(), " arguments")));
  return kMissing;
}

void CallArguments::Refuse(const Expression& expression) {
  Note(absl::UnimplementedError(absl::StrCat(
      call_.name, "() with the argument ", ExpressionText(expression))));
}

int64_t CallArguments::Number(size_t i) {
  const Expression& expression = At(i);
  if (!status_.ok()) return 0;
  const absl::StatusOr<int64_t> number = NumberOf(expression);
  if (number.ok()) return *number;
  Refuse(expression);
  return 0;
}

int CallArguments::Descriptor(size_t i) {
  const int64_t scripted = Number(i);
  return status_.ok() ? context_.descriptors.Live(scripted) : -1;
}

size_t CallArguments::Size(size_t i) {
  const int64_t size = Number(i);
  if (size >= 0 && size <= kMostBytes) return static_cast<size_t>(size);
  Refuse(At(i));
  return 0;
}

bool CallArguments::IsNull(size_t i) {
  const Expression& buffer = At(i);
  return buffer.kind == Kind::kWord && buffer.text == "NULL";
}

std::string CallArguments::Bytes(size_t i, size_t size_at) {
  const Expression& buffer = At(i);
  const size_t size = Size(size_at);
  std::string bytes =
      buffer.kind == Kind::kString ? Unescaped(buffer.text) : "";
  if (buffer.kind != Kind::kString && buffer.kind != Kind::kEllipsis &&
      !IsNull(i))
    Refuse(buffer);
  bytes.resize(size);
  return bytes;
}

// The port counts; the address is that of the run, whatever the script's is,
// but INADDR_ANY.
Endpoint CallArguments::Address(size_t i, Endpoint otherwise) {
  const Expression& address = At(i);
  if (address.kind == Kind::kEllipsis) return otherwise;
  const Expression* const port = Field(address, "sin_port");
  const Expression* const ip = Field(address, "sin_addr");
  if (address.kind != Kind::kGroup || port == nullptr || ip == nullptr) {
    Refuse(address);
    return otherwise;
  }
  const absl::StatusOr<int64_t> number = NumberOf(*port);
  if (!number.ok()) {
    Refuse(address);
    return otherwise;
  }
  otherwise.port = static_cast<uint16_t>(*number);
  const bool any =
      ip->kind == Kind::kCall && !ip->items.empty() &&
      (ip->items[0].text == "0.0.0.0" || ip->items[0].text == "::");
  if (any) otherwise.address = 0;
  return otherwise;
}

}  // namespace orderly::drill
