#ifndef ORDERLY_SIM_BASE_IN_QUOTES_H_
#define ORDERLY_SIM_BASE_IN_QUOTES_H_

#include <string>
#include <string_view>

namespace orderly {

// A text with its control characters shown as "\x1b".
std::string Printable(std::string_view text);
// A text that somebody gave, for a message: between single quotes, with what no
// terminal shows as "\x1b", and of a long one enough to know it by, and "...".
std::string InQuotes(std::string_view text);

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_IN_QUOTES_H_
