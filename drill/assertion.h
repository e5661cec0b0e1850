#ifndef ORDERLY_DRILL_ASSERTION_H_
#define ORDERLY_DRILL_ASSERTION_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace orderly::drill {

// The value of a name in %{ }%; nullopt: there is none.
using Names = std::function<std::optional<double>(std::string_view name)>;

// Evaluates the text of %{ }%: lines of Python's `assert EXPRESSION[, MESSAGE]`
// (and print(), which does nothing). Expressions are numbers, names, or, and,
// not, comparisons, | ^ & << >> + - * / // %, abs(), min(), max() and
// parentheses. nullopt: all hold. Else what does not, with the values of its
// names: "tcpi_snd_cwnd == 10 (tcpi_snd_cwnd is 9)". Unimplemented for other
// Python, or a name without a value.
absl::StatusOr<std::optional<std::string>> FailedAssertion(
    std::string_view code, const Names& names);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_ASSERTION_H_
