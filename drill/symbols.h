#ifndef ORDERLY_DRILL_SYMBOLS_H_
#define ORDERLY_DRILL_SYMBOLS_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace orderly::drill {

// Linux's value of a constant of a system call: SOL_SOCKET, MSG_PEEK, POLLIN,
// EAGAIN. nullopt: not known here.
std::optional<int64_t> SymbolValue(std::string_view name);
// The errno of a name; nullopt: there is none.
std::optional<int> ErrorNumber(std::string_view name);
// "EAGAIN", or "errno 1234".
std::string_view ErrorText(int error);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_SYMBOLS_H_
