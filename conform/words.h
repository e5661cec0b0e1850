#ifndef ORDERLY_CONFORM_WORDS_H_
#define ORDERLY_CONFORM_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace orderly::conform {

// Answers of calls as text, for both stacks: "0", "ECONNRESET".
std::string ErrorWord(int error);
// "EOF", "3 bytes abc", "1000 bytes abcdefgh...".
std::string BytesWord(std::string_view bytes);
// "IN OUT RDHUP HUP ERR"; "0".
std::string PollWord(uint32_t bits);

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_WORDS_H_
