#ifndef ORDERLY_CONFORM_WORDS_H_
#define ORDERLY_CONFORM_WORDS_H_

#include <string>
#include <string_view>

namespace orderly::conform {

// What a call read, as text, for both stacks: "EOF", "3 bytes abc", "1000 bytes
// abcdefgh...".
std::string BytesWord(std::string_view bytes);

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_WORDS_H_
