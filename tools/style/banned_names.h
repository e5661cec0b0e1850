#ifndef TOOLS_STYLE_BANNED_NAMES_H_
#define TOOLS_STYLE_BANNED_NAMES_H_

#include <string_view>
#include <vector>

#include "tools/style/rules.h"
#include "tools/style/source_text.h"

namespace style {

// Names, calls, includes and format letters that bring in chance, the wall
// clock or an address, each with what to use instead.
std::vector<Finding> FindBannedNames(std::string_view path,
                                     const SourceText& source);

}  // namespace style

#endif  // TOOLS_STYLE_BANNED_NAMES_H_
