#ifndef ORDERLY_DRILL_TOKEN_H_
#define ORDERLY_DRILL_TOKEN_H_

#include <cstdint>
#include <string>

#include "drill/script.h"

namespace orderly::drill {

struct Token {
  enum class Kind : uint8_t {
    kWord,      // letters, digits and _, but no number
    kInteger,   // 12, -1
    kHex,       // 0x1f
    kFloat,     // .5, 1.25
    kString,    // "text"
    kCommand,   // `text`
    kCode,      // %{ text }%
    kEllipsis,  // ...
    kOption,    // --name=value: the name; value follows in `value`
    kSign,      // any other character
    kOpen,      // here stood a block of #ifdef whose name is not defined
    kEnd,
  };
  Place place;
  Kind kind = Kind::kEnd;
  std::string text;  // as written, without quotes
  std::string value;
  int64_t number = 0;   // of an integer
  bool first = false;   // on its line
  bool spaced = false;  // white space before it
  int end_line = 1;     // where it ends

  bool Is(char sign) const {
    return kind == Kind::kSign && text.size() == 1 && text[0] == sign;
  }
  bool IsWord(const char* word) const {
    return kind == Kind::kWord && text == word;
  }
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_TOKEN_H_
