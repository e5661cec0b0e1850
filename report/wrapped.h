#ifndef ORDERLY_REPORT_WRAPPED_H_
#define ORDERLY_REPORT_WRAPPED_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace orderly {

// `first`, then `text` cut at spaces into lines of at most 100 columns, the
// second and later ones indented to where the text began; ends with a newline.
// A word longer than a line, a token, stays whole.
std::string Wrapped(std::string_view first, std::string_view text);

}  // namespace orderly

#endif  // ORDERLY_REPORT_WRAPPED_H_
