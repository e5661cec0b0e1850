#ifndef ORDERLY_DRILL_VALUE_H_
#define ORDERLY_DRILL_VALUE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "drill/script.h"

namespace orderly::drill {

// The number that an expression is: 12, 0x1f, SOL_SOCKET, POLLIN|POLLOUT,
// htons(80) (which is 80: ports stay in host byte order). An error names what
// has no value.
absl::StatusOr<int64_t> NumberOf(const Expression& expression);

// The value of a field of {name = value, ...}; null: there is none.
const Expression* Field(const Expression& group, std::string_view name);

// An expression in the script's notation.
std::string ExpressionText(const Expression& expression);

// Escapes \n, \t, \0, \xNN and so on are what they stand for.
std::string Unescaped(std::string_view text);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_VALUE_H_
